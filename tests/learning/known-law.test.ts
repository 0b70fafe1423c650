import { expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { choosePoints, generateTrajectories } from "../../src/dataset/index.js";
import { knownLaw, phaseSpaceOf } from "../../src/learning/index.js";
import { observeWithNoise } from "../../src/measure/index.js";
import { doublePendulum, kepler, pendulum } from "../../src/mechanics/index.js";

const random = () => randomStream(1, "not used");

/** Observations of a motion of a system whose constants are not the family's. */
function observed(system: typeof pendulum, points: number, noise: number, trajectory = 0) {
  const set = generateTrajectories(system, { count: trajectory + 1, seed: 5, split: "validation" });
  const { supportIndices } = choosePoints(set, points, randomStream(5, "points", trajectory));
  return { set, observations: observeWithNoise(set, trajectory, supportIndices, noise, 5) };
}

/** Relative error of a field at the samples of a set. */
function fieldError(
  field: typeof pendulum.vectorField,
  { system, states }: ReturnType<typeof observed>["set"],
): number {
  const size = 2 * system.dimension;
  const [found, exact] = [new Float64Array(size), new Float64Array(size)];
  let [error, norm] = [0, 0];
  for (let from = 0; from < states.length; from += size) {
    const state = states.slice(from, from + size);
    field(state, found);
    system.vectorField(state, exact);
    for (let a = 0; a < size; a++) {
      error += ((found[a] as number) - (exact[a] as number)) ** 2;
      norm += (exact[a] as number) ** 2;
    }
  }
  return Math.sqrt(error / norm);
}

test.each([
  { family: pendulum, constants: { mass: 1.3, length: 0.8, gravity: 1.7 } },
  { family: kepler, constants: { mass: 0.7, attraction: 1.4 } },
  { family: doublePendulum, constants: { mass1: 1.2, mass2: 0.8, length1: 0.9, length2: 1.3, gravity: 1.1 } },
])("finds the field of $family.name with other constants", async ({ family, constants }) => {
  const system = family.withConstants(constants);
  const { set, observations } = observed(system, 10, 0);
  const learned = await knownLaw(family).adapt(phaseSpaceOf(system), observations, { random: random() });
  expect(fieldError(family.vectorField, set)).toBeGreaterThan(0.1);
  expect(fieldError(learned.vectorField, set)).toBeLessThan(1e-6);
});

test("weighs noise as maximum likelihood does: better than unweighted least squares on average", async () => {
  const system = kepler.withConstants({ mass: 0.7, attraction: 1.4 });
  let [ours, plain] = [0, 0];
  for (let trajectory = 0; trajectory < 20; trajectory++) {
    const { set, observations } = observed(system, 20, 0.02, trajectory);
    const learned = await knownLaw(kepler).adapt(phaseSpaceOf(system), observations, { random: random() });
    ours += Math.log(fieldError(learned.vectorField, set));
    // H = p^2 / (2 m) - k / r: dq/dt and dp/dt are linear in 1 / m and k.
    const { states, derivatives } = observations;
    const slope = (rows: (k: number) => number) => {
      let [product, norm] = [0, 0];
      for (let k = 0; k < states.length; k++) {
        product += rows(k) * (derivatives[k] as number);
        norm += rows(k) ** 2;
      }
      return product / norm;
    };
    const position = (k: number) => k % 4 < 2;
    const radius = (k: number) => Math.hypot(states[k - (k % 4)] as number, states[k - (k % 4) + 1] as number);
    const inverseMass = slope((k) => (position(k) ? (states[k + 2] as number) : 0));
    const attraction = slope((k) => (position(k) ? 0 : -(states[k - 2] as number) / radius(k) ** 3));
    plain += Math.log(fieldError(kepler.withConstants({ mass: 1 / inverseMass, attraction }).vectorField, set));
  }
  expect(ours).toBeLessThan(plain);
});
