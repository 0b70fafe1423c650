#!/usr/bin/env bash
# @dimforge/rapier2d-compat 0.21.0, jolt-physics 1.1.0, planck 1.5.0
#
# Expected: bodies that rest are put to sleep; one that hangs at an angle, or passes the lowest point at full speed, does
#   not rest. Rapier's guide speaks of bodies that hardly move for a few seconds, Jolt's setting of 0.03 m/s.
# Seen: with default settings pendulums of 1 m freeze in the middle of a small swing. In Rapier one released from 0.03
#   rad stops dead at the lowest point, after its first quarter of a period, from 0.094 m/s; one from 0.04 rad hangs
#   still at 75 % of its swing. Jolt freezes one of 0.05 rad at half of its swing, from 0.13 m/s. The velocity reads 0
#   from then on. planck lets all of them swing.
# Why it matters: records of small swings, where the law is linear and one would begin, end in a constant: a stop from
#   full speed looks like an impact, a pendulum at rest at an angle like dry friction. setCanSleep(false), or
#   mAllowSleeping, helps.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  @dimforge/rapier2d-compat@0.21.0 jolt-physics@1.1.0 planck@1.5.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import rapierModule from "@dimforge/rapier2d-compat";
import initJolt from "jolt-physics";
import planck from "planck";

const [g, h, radius, seconds] = [9.81, 1 / 60, 0.05, 20];
const rapier = rapierModule.default ?? rapierModule;
await rapier.init();
const jolt = await initJolt();

function onRapier({ x, y }, release) {
  const world = new rapier.World({ x: 0, y: -g });
  const bob = world.createRigidBody(rapier.RigidBodyDesc.dynamic().setTranslation(x, y).setRotation(release));
  world.createCollider(rapier.ColliderDesc.ball(radius).setMass(1), bob);
  const joint = rapier.JointData.revolute({ x: 0, y: 0 }, { x: 0, y: 1 });
  world.createImpulseJoint(joint, world.createRigidBody(rapier.RigidBodyDesc.fixed()), bob, true);
  return { advance: () => world.step(), at: () => bob.translation(), asleep: () => bob.isSleeping() };
}

function onPlanck(at) {
  const world = new planck.World({ gravity: { x: 0, y: -g } });
  const bob = world.createBody({ type: "dynamic", position: at });
  bob.createFixture({ shape: new planck.Circle(radius), density: 1 / (Math.PI * radius ** 2) });
  world.createJoint(new planck.RevoluteJoint({}, world.createBody(), bob, { x: 0, y: 0 }));
  return { advance: () => world.step(h), at: () => bob.getPosition(), asleep: () => !bob.isAwake() };
}

function onJolt({ x, y }) {
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
    const place = [new jolt.RVec3(x, y, 0), new jolt.Quat(0, 0, 0, 1)];
    const made = new jolt.BodyCreationSettings(new jolt.SphereShape(radius), ...place, type, layer);
    made.mLinearDamping = made.mAngularDamping = 0;
    const created = bodies.CreateBody(made);
    bodies.AddBody(created.GetID(), jolt.EActivation_Activate);
    return created;
  };
  const bob = body(x, y, jolt.EMotionType_Dynamic, 1);
  const hinge = new jolt.HingeConstraintSettings();
  hinge.mPoint1 = hinge.mPoint2 = new jolt.RVec3(0, 0, 0);
  hinge.mHingeAxis1 = hinge.mHingeAxis2 = new jolt.Vec3(0, 0, 1);
  hinge.mNormalAxis1 = hinge.mNormalAxis2 = new jolt.Vec3(1, 0, 0);
  system.AddConstraint(hinge.Create(body(0, 0, jolt.EMotionType_Static, 0), bob));
  const at = () => ({ x: bob.GetPosition().GetX(), y: bob.GetPosition().GetY() });
  return { advance: () => world.Step(h, 1), at, asleep: () => !bob.IsActive() };
}

for (const [name, build, release, stays] of [
  ["rapier", onRapier, 0.03, 0],
  ["rapier", onRapier, 0.04, -0.75],
  ["rapier", onRapier, 0.3, undefined],
  ["jolt", onJolt, 0.05, -0.53],
  ["planck", onPlanck, 0.03, undefined],
  ["planck", onPlanck, 0.05, undefined],
]) {
  const pendulum = build({ x: Math.sin(release), y: -Math.cos(release) }, release);
  const angles = [release];
  while (angles.length < seconds / h && !pendulum.asleep()) {
    pendulum.advance();
    const { x, y } = pendulum.at();
    angles.push(Math.atan2(x, -y));
  }
  const last = angles.at(-1);
  const speed = Math.sqrt(2 * g * Math.max(0, Math.cos(last) - Math.cos(release)));
  const end = `asleep after ${((angles.length - 1) * h).toFixed(2)} s at ${last.toFixed(4)} rad, where it had ${speed.toFixed(3)} m/s`;
  console.log(`${name}, released from ${release} rad: ${pendulum.asleep() ? end : `swings for ${seconds} s`}`);
  assert.equal(pendulum.asleep(), stays !== undefined);
  if (stays !== undefined) {
    assert.ok(Math.abs(last / release - stays) < 0.05 && speed > 0.07);
    for (let i = 0; i < 600; i++) pendulum.advance();
    assert.ok(Math.abs(Math.atan2(pendulum.at().x, -pendulum.at().y) - last) < 1e-6);
  }
}
JS
node "$work/run.mjs"
