#!/usr/bin/env bash
# planck 1.5.0, @dimforge/rapier3d-compat 0.21.0, jolt-physics 1.1.0
#
# Expected: a free body, far from every other and without damping, keeps its velocity and its spin.
# Seen: each engine cuts them at a limit of its own, and writes the smaller number into the body's state, from where it
#   never comes back. In steps of 1/60 s planck moves nothing faster than 2 m a step, 120 m/s, and turns nothing by more
#   than a quarter turn a step, 94.2 rad/s; Rapier stops at 400 m/s and an eighth of a turn a step, 47.1 rad/s; Jolt at
#   500 m/s and 47.1 rad/s. Two of the limits follow from the step: with 1/240 s planck lets 480 m/s pass.
# Why it matters: a flywheel or a rotor of 100 rad/s (955 turns a minute) has half its spin, or a fifth of its energy,
#   after the first row of its record, and everything after it looks like a law of a slower rotor.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  planck@1.5.0 @dimforge/rapier3d-compat@0.21.0 jolt-physics@1.1.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import rapierModule from "@dimforge/rapier3d-compat";
import initJolt from "jolt-physics";
import planck from "planck";

const rapier = rapierModule.default ?? rapierModule;
await rapier.init();
const Jolt = await initJolt();
const [speed, spin, seconds] = [600, 400, 1];

function onPlanck(h) {
  const world = new planck.World({ gravity: { x: 0, y: 0 } });
  const body = world.createBody({ type: "dynamic", linearVelocity: { x: speed, y: 0 }, angularVelocity: spin });
  body.createFixture({ shape: new planck.Circle(0.1), density: 1 });
  for (let i = 0; i < Math.round(seconds / h); i++) world.step(h);
  return [body.getPosition().x / seconds, body.getLinearVelocity().x, body.getAngularVelocity()];
}

function onRapier(h) {
  const world = new rapier.World({ x: 0, y: 0, z: 0 });
  world.timestep = h;
  const body = world.createRigidBody(
    rapier.RigidBodyDesc.dynamic().setLinvel(speed, 0, 0).setAngvel({ x: 0, y: 0, z: spin }).setCanSleep(false),
  );
  world.createCollider(rapier.ColliderDesc.ball(0.1), body);
  for (let i = 0; i < Math.round(seconds / h); i++) world.step();
  return [body.translation().x / seconds, body.linvel().x, body.angvel().z];
}

function onJolt(h) {
  const settings = new Jolt.JoltSettings();
  const pairs = new Jolt.ObjectLayerPairFilterTable(1);
  const layers = new Jolt.BroadPhaseLayerInterfaceTable(1, 1);
  layers.MapObjectToBroadPhaseLayer(0, new Jolt.BroadPhaseLayer(0));
  settings.mObjectLayerPairFilter = pairs;
  settings.mBroadPhaseLayerInterface = layers;
  settings.mObjectVsBroadPhaseLayerFilter = new Jolt.ObjectVsBroadPhaseLayerFilterTable(layers, 1, pairs, 1);
  const jolt = new Jolt.JoltInterface(settings);
  const system = jolt.GetPhysicsSystem();
  system.SetGravity(new Jolt.Vec3(0, 0, 0));
  const bodies = system.GetBodyInterface();
  const one = new Jolt.BodyCreationSettings(
    new Jolt.SphereShape(0.1),
    new Jolt.RVec3(0, 0, 0),
    new Jolt.Quat(0, 0, 0, 1),
    Jolt.EMotionType_Dynamic,
    0,
  );
  one.mLinearDamping = 0;
  one.mAngularDamping = 0;
  one.mAllowSleeping = false;
  one.mLinearVelocity = new Jolt.Vec3(speed, 0, 0);
  one.mAngularVelocity = new Jolt.Vec3(0, 0, spin);
  const body = bodies.CreateBody(one);
  bodies.AddBody(body.GetID(), Jolt.EActivation_Activate);
  for (let i = 0; i < Math.round(seconds / h); i++) jolt.Step(h, 1);
  return [body.GetPosition().GetX() / seconds, body.GetLinearVelocity().GetX(), body.GetAngularVelocity().GetZ()];
}

const close = (a, b) => assert.ok(Math.abs(a / b - 1) < 2e-3, `${a} is not ${b}`);
for (const [name, run, h, velocity, turning] of [
  ["planck", onPlanck, 1 / 60, 120, 30 * Math.PI],
  ["planck", onPlanck, 1 / 240, 480, 120 * Math.PI],
  ["rapier", onRapier, 1 / 60, 400, 15 * Math.PI],
  ["jolt", onJolt, 1 / 60, 500, 15 * Math.PI],
]) {
  const [way, v, omega] = run(h);
  console.log(
    `${name}, h = 1/${Math.round(1 / h)} s: set to ${speed} m/s and ${spin} rad/s, moves at ${way.toFixed(1)} m/s, says ${v.toFixed(1)} m/s and ${omega.toFixed(2)} rad/s`,
  );
  close(way, velocity);
  close(v, velocity);
  close(omega, turning);
}
JS
(cd "$work" && node run.mjs)
