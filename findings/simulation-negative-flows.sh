#!/usr/bin/env bash
# simulation 9.0.0
#
# Expected: a flow adds its rate, whatever its sign, to the stock that it leads to: x' = v, v' = -x is two stocks and two flows.
#   A constraint that cuts rates would be an option to switch on.
# Seen: rates below 0 are taken as 0 unless a flow has nonNegative: false, which the README never mentions. An oscillator that is
#   let go at x = 1 stays there for ever; one that starts at v = 1 and x = 0 moves on at constant speed; x' = -x / 2 does not
#   decay. With nonNegative: false all three are right to 1e-5. Stocks, which have an option of the same name, do go below 0.
# Why it matters: no warning, and the result looks like a state of rest or a free motion: the force has vanished.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error simulation@9.0.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { Model } from "simulation";

const times = { timeStart: 0, timeLength: 5, timeStep: 0.05, timeUnits: "Seconds", algorithm: "RK4" };

/** x after 5 s of x' = v, v' = -x. */
function oscillator(x, v, options) {
  const model = new Model(times);
  const place = model.Stock({ name: "x", initial: x });
  const speed = model.Stock({ name: "v", initial: v });
  model.Link(speed, model.Flow(null, place, { name: "velocity", rate: "[v]", ...options }));
  model.Link(place, model.Flow(null, speed, { name: "force", rate: "-[x]", ...options }));
  return model.simulate().series(place).at(-1);
}

/** x after 5 s of x' = -x / 2. */
function decay(options) {
  const model = new Model(times);
  const place = model.Stock({ name: "x", initial: 1 });
  model.Link(place, model.Flow(null, place, { name: "loss", rate: "-0.5 * [x]", ...options }));
  return model.simulate().series(place).at(-1);
}

const signed = { nonNegative: false };
for (const [what, plain, free, seen, truth] of [
  ["oscillator from x = 1, v = 0", oscillator(1, 0), oscillator(1, 0, signed), 1, Math.cos(5)],
  ["oscillator from x = 0, v = 1", oscillator(0, 1), oscillator(0, 1, signed), 5, Math.sin(5)],
  ["decay from x = 1", decay(), decay(signed), 1, Math.exp(-2.5)],
]) {
  console.log(`${what}, after 5 s: x = ${plain.toFixed(6)}, with nonNegative: false ${free.toFixed(6)}, truly ${truth.toFixed(6)}`);
  assert.ok(Math.abs(plain - seen) < 1e-9 && Math.abs(free - truth) < 1e-5);
}
JS
node "$work/run.mjs"
