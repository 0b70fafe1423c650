import { expect, it } from "vitest";
import { bestForm } from "../../src/identification/choice/form-choice.js";
import { bestFriction } from "../../src/identification/choice/friction-choice.js";
import { deviationOf } from "../../src/identification/index.js";
import { smoothRecord } from "../../src/identification/prepare/smoothed.js";
import { plainVelocities } from "../../src/identification/shooting/record.js";
import { measured, type SimulatedLaw } from "./simulated.js";

/** The kinds of friction that are found for a motion, whose form is known, and what they are off by in their deviations. */
function frictionOf(law: SimulatedLaw, form: string, truth: readonly number[]) {
  const { kinds } = law;
  const record = smoothRecord([measured(law, 1e-4)], kinds.length);
  const coordinates = { kinds, bodies: kinds.map((_, i) => i) };
  const task = { record, coordinates, inputs: undefined, velocities: plainVelocities(kinds.length) };
  const chosen = bestForm(task, ["viscous"], [], new Set([form]));
  if (chosen === undefined) throw new Error("no form");
  const found = bestFriction(task, chosen, []);
  const { candidate, law: own, fit } = found.fitted;
  const at = candidate.terms.flatMap(({ spec }, t) => (spec.kind === "friction" ? [own.offsets[t] as number] : []));
  return {
    kinds: found.kinds,
    off: at.map((k, i) => Math.abs((fit.theta[k] as number) - (truth[i] as number)) / deviationOf(fit, k)),
  };
}

it("three kinds of friction together are told apart where a motion shows them", () => {
  const { kinds, off } = frictionOf(
    {
      kinds: ["length"],
      accelerate: ([x = 0], [v = 0]) => [-4 * x - 0.05 * Math.tanh(v / 0.01) - 0.04 * v - 0.06 * Math.abs(v) * v],
      start: [1.5, 0],
      duration: 12,
      rows: 150,
    },
    "polynomial 2",
    [0.05, 0.04, 0.06],
  );
  expect(kinds).toEqual(["dry", "viscous", "quadratic"]);
  for (const z of off) expect(z).toBeLessThan(3);
});
