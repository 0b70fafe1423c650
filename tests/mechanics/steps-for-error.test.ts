import { expect, test } from "vitest";
import {
  doublePendulum,
  type fixedStepMethods,
  leapfrog,
  massSpring,
  sampleTimes,
  stepsForError,
  yoshida4,
} from "../../src/mechanics/index.js";

const times = sampleTimes(10, 21);
const state = Float64Array.of(1, 0);

test.each([1e-2, 1e-4])("leapfrog on a spring, within %f: by its own closed form", (error) => {
  const { substeps, error: found } = stepsForError(massSpring, state, times, leapfrog, error);
  // A step of h is a rotation by arccos(1 - h²/2) of q and p / sqrt(1 - h²/4).
  const distance = (n: number) => {
    const h = 0.5 / n;
    const angle = Math.acos(1 - h ** 2 / 2) / h;
    const stretch = Math.sqrt(1 - h ** 2 / 4);
    const [reachQ, reachP] = massSpring.box as unknown as [number, number];
    return Math.max(
      ...Array.from(times, (t) => Math.abs(Math.cos(angle * t) - Math.cos(t)) / reachQ),
      ...Array.from(times, (t) => Math.abs(stretch * Math.sin(angle * t) - Math.sin(t)) / reachP),
    );
  };
  expect(found).toBeLessThanOrEqual(error);
  expect(Math.abs(found / distance(substeps) - 1)).toBeLessThan(1e-3);
  if (substeps > 1) expect(distance(substeps / 2)).toBeGreaterThan(error);
});

test("a higher order takes fewer steps", () => {
  const steps = (method: (typeof fixedStepMethods)[number]) =>
    stepsForError(massSpring, state, times, method, 1e-7).substeps;
  expect(steps(yoshida4)).toBeLessThan(steps(leapfrog) / 8);
});

test("what cannot be held or told is one line", () => {
  expect(() => stepsForError(massSpring, state, times, leapfrog, 1e-12)).toThrow("cannot be told");
  expect(() => stepsForError(doublePendulum, Float64Array.of(2, 2, 0, 0), times, leapfrog, 1e-3)).toThrow(
    "needs a Hamiltonian T(p) + V(q)",
  );
});
