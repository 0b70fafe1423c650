#!/usr/bin/env bash
# oimo 1.0.9, ammo.js 0.0.10 (Bullet), crashcat 0.0.5
#
# Expected: a cylinder has m r^2 / 2 about its axis, a capsule what cylinder and half spheres have together; spheres
#   and boxes of these engines are right.
# Seen: Oimo's cylinder has r^2 / 2: the mass is left out about the axis, not across. A wheel of 79 kg spins up like
#   one of 1 kg. Bullet's capsule has the moments of the box that bounds it: 2.7 times too much about the axis of a
#   slender one, 30 % across. Of crashcat's capsule the half spheres count for half or less: 31 % too little across a
#   short one, 11 % along.
# Why it matters: flywheels, wheels and arms are made of these shapes. Gyroscopic terms and periods are those of other
#   bodies, and masses that are found from a motion are wrong by the same factors.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  oimo@1.0.9 ammo.js@0.0.10 crashcat@0.0.5 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import * as crashcat from "crashcat";
import * as oimo from "./node_modules/oimo/build/oimo.module.js";

const made = createRequire(import.meta.url)("ammo.js");
const ammo = typeof made === "function" ? await made() : made;

function ofOimo(type, size, density) {
  const world = new oimo.World({ gravity: [0, 0, 0] });
  const body = world.add({ type, size, density, move: true });
  const { elements } = body.localInertia;
  return { mass: body.mass, across: elements[0], along: elements[4] };
}

function ofBullet(shape) {
  const moments = new ammo.btVector3(0, 0, 0);
  shape.calculateLocalInertia(1, moments);
  return { mass: 1, across: moments.x(), along: moments.y() };
}

crashcat.registerAll();
const settings = crashcat.createWorldSettings();
const objectLayer = crashcat.addObjectLayer(settings, crashcat.addBroadphaseLayer(settings));
const world = crashcat.createWorld(settings);

/** By the angular velocity that an angular impulse of 1 N m s gives, about x and about y, the axis of the shape. */
function ofCrashcat(shape) {
  const still = { linearDamping: 0, angularDamping: 0, mass: 1 };
  const moment = (impulse, axis) => {
    const body = crashcat.rigidBody.create(world, { shape, motionType: crashcat.MotionType.DYNAMIC, objectLayer, ...still });
    crashcat.rigidBody.addAngularImpulse(world, body, impulse);
    return 1 / body.motionProperties.angularVelocity[axis];
  };
  return { mass: 1, across: moment([1, 0, 0], 0), along: moment([0, 1, 0], 1) };
}

/** The moments of a capsule of mass 1, whose half spheres stand `height` apart. */
function capsule(r, height) {
  const [cylinder, sphere] = [Math.PI * r ** 2 * height, (4 / 3) * Math.PI * r ** 3];
  const [a, b] = [cylinder, sphere].map((volume) => volume / (cylinder + sphere));
  const far = (2 / 5) * r ** 2 + height ** 2 / 4 + (3 / 8) * height * r;
  return { across: a * (r ** 2 / 4 + height ** 2 / 12) + b * far, along: (a * r ** 2) / 2 + (2 / 5) * b * r ** 2 };
}

const cylinder = (m) => ({ across: m * (0.25 / 4 + 4 / 12), along: (m * 0.25) / 2 });
const sphere = (m) => ({ across: 0.1 * m, along: 0.1 * m });
for (const [name, found, truth, across, along] of [
  ["Oimo: sphere", ofOimo("sphere", [0.5], 1), sphere, 1, 1],
  ["Oimo: cylinder of density 1", ofOimo("cylinder", [0.5, 2], 1), cylinder, 1, 0.637],
  ["Oimo: cylinder of density 50", ofOimo("cylinder", [0.5, 2], 50), cylinder, 1, 0.0127],
  ["Bullet: sphere", ofBullet(new ammo.btSphereShape(0.5)), sphere, 1, 1],
  ["Bullet: cylinder", ofBullet(new ammo.btCylinderShape(new ammo.btVector3(0.5, 1, 0.5))), cylinder, 1, 1],
  ["Bullet: capsule", ofBullet(new ammo.btCapsuleShape(0.1, 1)), () => capsule(0.1, 1), 1.3, 2.68],
  ["crashcat: sphere", ofCrashcat(crashcat.sphere.create({ radius: 0.5 })), sphere, 1, 1],
  ["crashcat: cylinder", ofCrashcat(crashcat.cylinder.create({ radius: 0.5, halfHeight: 1 })), cylinder, 1, 1],
  ["crashcat: capsule", ofCrashcat(crashcat.capsule.create({ radius: 0.5, halfHeightOfCylinder: 1 })), () => capsule(0.5, 2), 0.688, 0.895],
]) {
  const ratios = ["across", "along"].map((axis) => found[axis] / truth(found.mass)[axis]);
  const said = ratios.map((ratio) => ratio.toPrecision(3));
  console.log(`${name}, ${found.mass.toFixed(2)} kg: ${said[0]} times the true moment across, ${said[1]} times along its axis`);
  assert.ok([across, along].every((factor, i) => Math.abs(ratios[i] / factor - 1) < 0.01));
}
JS
node "$work/run.mjs"
