#!/usr/bin/env bash
# planck 1.5.0, @dimforge/rapier2d-compat 0.21.0, jolt-physics 1.1.0
#
# Expected: a pendulum on a joint without friction or damping loses a little energy, in no particular way: the engines
#   are different programs, step with symplectic Euler, and "solver error" is not a law of nature.
# Seen: all three have the same law, to 1 %: a torque of friction m l^2 (h/2) omega^3, h being the step (in Rapier the
#   quarter of it that it uses inside). Every step carries the bob along the tangent and the next solve keeps only the
#   part of its velocity along the new tangent, cos(h omega) of it. At 1/60 s a swing from 60 degrees loses 78 % in a
#   minute, while small swings lose next to nothing: there is no linear part at all.
# Why it matters: these engines make most simulated records. A learner that knows viscous and dry friction only, or
#   looks at small swings, finds no friction or calls it a drive; the coefficient tells the step, nothing about the
#   joint.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  planck@1.5.0 @dimforge/rapier2d-compat@0.21.0 jolt-physics@1.1.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import planck from "planck";
import rapierModule from "@dimforge/rapier2d-compat";
import initJolt from "jolt-physics";

const [g, release, radius, seconds] = [9.81, Math.PI / 3, 0.1, 60];
const at = { x: Math.sin(release), y: -Math.cos(release) };
const rapier = rapierModule.default ?? rapierModule;
await rapier.init();
const jolt = await initJolt();

function onPlanck(h) {
  const world = new planck.World({ gravity: { x: 0, y: -g } });
  const bob = world.createBody({ type: "dynamic", position: at });
  bob.createFixture({ shape: new planck.Circle(radius), density: 1 / (Math.PI * radius ** 2) });
  world.createJoint(new planck.RevoluteJoint({}, world.createBody(), bob, { x: 0, y: 0 }));
  return { advance: () => world.step(h), angle: () => release + bob.getAngle() };
}

function onRapier(h) {
  const world = new rapier.World({ x: 0, y: -g });
  world.timestep = h;
  const bob = world.createRigidBody(rapier.RigidBodyDesc.dynamic().setTranslation(at.x, at.y).setCanSleep(false));
  world.createCollider(rapier.ColliderDesc.ball(radius).setMass(1), bob);
  const joint = rapier.JointData.revolute({ x: 0, y: 0 }, { x: -at.x, y: -at.y });
  world.createImpulseJoint(joint, world.createRigidBody(rapier.RigidBodyDesc.fixed()), bob, true);
  return { advance: () => world.step(), angle: () => release + bob.rotation() };
}

function onJolt(h) {
  const settings = new jolt.JoltSettings();
  settings.mMaxWorkerThreads = 0;
  const pairs = new jolt.ObjectLayerPairFilterTable(2);
  const layers = new jolt.BroadPhaseLayerInterfaceTable(2, 2);
  for (const i of [0, 1]) layers.MapObjectToBroadPhaseLayer(i, new jolt.BroadPhaseLayer(i));
  settings.mObjectLayerPairFilter = pairs;
  settings.mBroadPhaseLayerInterface = layers;
  settings.mObjectVsBroadPhaseLayerFilter = new jolt.ObjectVsBroadPhaseLayerFilterTable(layers, 2, pairs, 2);
  const world = new jolt.JoltInterface(settings);
  const system = world.GetPhysicsSystem();
  system.SetGravity(new jolt.Vec3(0, -g, 0));
  const bodies = system.GetBodyInterface();
  const body = (x, y, type, layer) => {
    const shape = new jolt.SphereShape(radius);
    const made = new jolt.BodyCreationSettings(shape, new jolt.RVec3(x, y, 0), new jolt.Quat(0, 0, 0, 1), type, layer);
    made.mLinearDamping = made.mAngularDamping = 0;
    made.mAllowSleeping = false;
    const created = bodies.CreateBody(made);
    bodies.AddBody(created.GetID(), jolt.EActivation_Activate);
    return created;
  };
  const bob = body(at.x, at.y, jolt.EMotionType_Dynamic, 1);
  const hinge = new jolt.HingeConstraintSettings();
  hinge.mPoint1 = hinge.mPoint2 = new jolt.RVec3(0, 0, 0);
  hinge.mHingeAxis1 = hinge.mHingeAxis2 = new jolt.Vec3(0, 0, 1);
  hinge.mNormalAxis1 = hinge.mNormalAxis2 = new jolt.Vec3(1, 0, 0);
  system.AddConstraint(hinge.Create(body(0, 0, jolt.EMotionType_Static, 0), bob));
  return {
    advance: () => world.Step(h, 1),
    angle: () => Math.atan2(bob.GetPosition().GetX(), -bob.GetPosition().GetY()),
  };
}

/** The share of the energy lost between the first and the last turning point, from parabolas through the angles. */
function lost(angles) {
  const sizes = [release];
  for (let i = 1; i < angles.length - 1; i++) {
    const [a, b, c] = angles.slice(i - 1, i + 2);
    if ((b - a) * (c - b) < 0) sizes.push(Math.abs(b - (a - c) ** 2 / (8 * (a - 2 * b + c))));
  }
  return 1 - (1 - Math.cos(sizes.at(-1))) / (1 - Math.cos(sizes[0]));
}

/** Angles of inertia theta'' = -g sin theta - (step / 2) theta'^3 by RK4, per unit of m l^2. */
function law(step, turning) {
  const h = 1 / 240;
  const inertia = 1 + turning * radius ** 2;
  const slope = ([q, w]) => [w, (-g * Math.sin(q) - (step / 2) * w ** 3) / inertia];
  const move = (x, k, by) => [x[0] + by * k[0], x[1] + by * k[1]];
  let x = [release, 0];
  const angles = [x[0]];
  for (let i = 0; i < seconds / h; i++) {
    const a = slope(x);
    const b = slope(move(x, a, h / 2));
    const c = slope(move(x, b, h / 2));
    const d = slope(move(x, c, h));
    x = [0, 1].map((k) => x[k] + (h / 6) * (a[k] + 2 * b[k] + 2 * c[k] + d[k]));
    angles.push(x[0]);
  }
  return angles;
}

const percent = (share) => `${(100 * share).toFixed(1)} %`;
for (const [name, build, inside, turning] of [
  ["planck", onPlanck, 1, 1 / 2],
  ["rapier", onRapier, 4, 1 / 2],
  ["jolt", onJolt, 1, 2 / 5],
]) {
  for (const rate of [60, 240]) {
    const { advance, angle } = build(1 / rate);
    const angles = [angle()];
    for (let i = 0; i < seconds * rate; i++) {
      advance();
      angles.push(angle());
    }
    const [seen, said] = [lost(angles), lost(law(1 / rate / inside, turning))];
    console.log(`${name} at 1/${rate} s: ${percent(seen)} lost, the cubic law says ${percent(said)}`);
    assert.ok(Math.abs(seen - said) < 0.01 && seen > 0.15);
  }
}
JS
node "$work/run.mjs"
