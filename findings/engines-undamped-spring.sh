#!/usr/bin/env bash
# planck 1.5.0, @dimforge/rapier2d-compat 0.21.0
#
# Expected: a spring with damping ratio 0 (planck) or damping 0 (Rapier) swings on without loss, as the symplectic
#   Euler step of these engines lets every other force do.
# Seen: the spring of a joint is stepped implicitly, and that damps: the amplitude falls at omega^2 h / 2 per s, h
#   being the step (in Rapier its quarter). 1 Hz at 1/60 s: 0.33 per s in planck, so that a hundredth of the amplitude
#   is left after 14 s; 0.082 per s in Rapier.
# Why it matters: the record is of a damped oscillator whose damping grows with the square of its frequency: a chain
#   of such springs seems to have a viscous law between neighbours. The step is its only cause.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  planck@1.5.0 @dimforge/rapier2d-compat@0.21.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import planck from "planck";
import rapierModule from "@dimforge/rapier2d-compat";

const rapier = rapierModule.default ?? rapierModule;
await rapier.init();
const [h, rest, amplitude, seconds] = [1 / 60, 2, 0.5, 15];
const omega = 2 * Math.PI;

function onPlanck() {
  const world = new planck.World({ gravity: { x: 0, y: 0 } });
  const at = { x: rest + amplitude, y: 0 };
  const bob = world.createBody({ type: "dynamic", position: at });
  bob.createFixture({ shape: new planck.Circle(0.1), density: 1 / (Math.PI * 0.01) });
  const spring = new planck.DistanceJoint({ frequencyHz: 1, dampingRatio: 0 }, world.createBody(), bob, { x: 0, y: 0 }, at);
  spring.setLength(rest);
  world.createJoint(spring);
  return { advance: () => world.step(h), x: () => bob.getPosition().x };
}

function onRapier() {
  const world = new rapier.World({ x: 0, y: 0 });
  world.timestep = h;
  const body = rapier.RigidBodyDesc.dynamic().setTranslation(rest + amplitude, 0).setCanSleep(false);
  const bob = world.createRigidBody(body);
  world.createCollider(rapier.ColliderDesc.ball(0.1).setMass(1), bob);
  const spring = rapier.JointData.spring(rest, omega ** 2, 0, { x: 0, y: 0 }, { x: 0, y: 0 });
  world.createImpulseJoint(spring, world.createRigidBody(rapier.RigidBodyDesc.fixed()), bob, true);
  return { advance: () => world.step(), x: () => bob.translation().x };
}

for (const [name, build, step] of [
  ["planck", onPlanck, h],
  ["rapier", onRapier, h / 4],
]) {
  const { advance, x } = build();
  const peaks = [];
  let [a, b] = [x() - rest, x() - rest];
  for (let i = 0; i < seconds / h; i++) {
    advance();
    const c = x() - rest;
    if (b > a && b >= c) peaks.push([(i + (a - c) / (2 * (a - 2 * b + c))) * h, b - (a - c) ** 2 / (8 * (a - 2 * b + c))]);
    [a, b] = [b, c];
  }
  const [[t0, a0], [t1, a1]] = [peaks[0], peaks.at(-1)];
  const decay = Math.log(a0 / a1) / (t1 - t0);
  const period = (t1 - t0) / (peaks.length - 1);
  const said = (omega ** 2 * step) / 2;
  console.log(`${name}: decay ${decay.toFixed(4)} per s (omega^2 h / 2 = ${said.toFixed(4)}), period ${period.toFixed(4)} s`);
  assert.ok(decay > 0.9 * said && decay < 1.2 * said);
}
JS
node "$work/run.mjs"
