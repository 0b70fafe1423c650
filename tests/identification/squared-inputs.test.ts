import { expect, it } from "vitest";
import { assemble } from "../../src/identification/choice/assemble.js";
import { fitCandidate } from "../../src/identification/choice/fitting/fit-candidate.js";
import type { CoordinateKind } from "../../src/identification/choice/form-builder.js";
import { conservativeForms } from "../../src/identification/choice/forms.js";
import { judgeInputs } from "../../src/identification/choice/judge-inputs.js";
import { openVelocities } from "../../src/identification/choice/judge-velocities.js";
import { findFormulas, inputsOf, ratesOf, sideBySide, wordsOf } from "../../src/identification/index.js";
import { smoothRecord } from "../../src/identification/prepare/smoothed.js";
import { measured } from "./simulated.js";

type Force = (x: number, v: number, u: number, rate: number) => number;

const wave = (t: number) => 2.2 + 1.3 * Math.sin(0.9 * t) + 0.6 * Math.sin(2.1 * t + 1);
const waveRate = (t: number) => 1.17 * Math.cos(0.9 * t) + 1.26 * Math.cos(2.1 * t + 1);

/** One coordinate under an input measured at its 120 rows, with 0.3 % noise: which inputs and squares were found to act, and the constants of the formula. */
function found(kind: CoordinateKind, force: Force) {
  const accelerate = ([x = 0]: readonly number[], [v = 0]: readonly number[], t: number) => [
    force(x, v, wave(t), waveRate(t)),
  ];
  const motion = measured({ kinds: [kind], accelerate, start: [0.8, 0], duration: 5, rows: 120 }, 0.003, 2);
  const record = smoothRecord([motion], 1);
  const coordinates = { kinds: [kind], bodies: [0] };
  const samples = { times: motion.times, values: motion.times.map(wave), count: 1 };
  const rates = {
    ...samples,
    values: sideBySide(samples.values, ratesOf(samples, [0]), samples.times.length),
    count: 2,
  };
  const { inputs } = judgeInputs(record, coordinates, {
    inputs: inputsOf(samples, [false]),
    withRates: () => ({ ...inputsOf(rates, [false, false]), rates: [0] }),
  });
  const task = { record, coordinates, inputs, velocities: openVelocities(1) };
  const form = conservativeForms(record, coordinates)[kind === "angle" ? 1 : 0];
  const fitted = form && fitCandidate(assemble(task, form, ["viscous"], []), record, task);
  const [best] = fitted === undefined ? [] : findFormulas(fitted, record, coordinates, { inputs }).formulas;
  if (best === undefined) throw new Error("no formula");
  const { constants } = wordsOf(best.fitted, {
    names: { coordinates: ["x"], time: "t", inputs: ["u", "u'"] },
    units: { coordinates: [""], time: "", inputs: ["", ""] },
  });
  return { inputs, constants };
}

function expectConstants(
  constants: ReturnType<typeof found>["constants"],
  truth: Readonly<Record<string, number>>,
): void {
  expect(constants.map(({ name }) => name).sort()).toEqual(Object.keys(truth).sort());
  for (const { name, value, deviation } of constants)
    expect(Math.abs(value - (truth[name] as number))).toBeLessThan(3 * deviation);
}

it("a bead on a hoop that is turned at a measured rate feels its square", () => {
  const { inputs, constants } = found(
    "angle",
    (x, v, u) => u * u * Math.sin(x) * Math.cos(x) - 11 * Math.sin(x) - 0.1 * v,
  );
  expect(inputs?.squares).toEqual([0]);
  expectConstants(constants, { "effect of sin(x) cos(x) u^2 on x": 1, gamma: 0.1, "coefficient of cos(x)": 11 });
});

it("a ball between springs on a beam feels the square of the rate of its measured angle", () => {
  const { inputs, constants } = found("length", (x, v, _u, rate) => rate * rate * x - 14 * x - 0.15 * v);
  expect([inputs?.rates, inputs?.squares]).toEqual([[0], [1]]);
  expectConstants(constants, { "effect of x u'^2 on x": 1, gamma: 0.15, "k/m": 14 });
});

it("a measured force is no square", () => {
  const { inputs } = found("length", (x, v, u) => 0.7 * u - 14 * x - 0.15 * v);
  expect([inputs?.rates, inputs?.squares]).toEqual([undefined, undefined]);
});
