import { expect, test } from "vitest";
import { tuned } from "../../src/experiments/comparison/tune.js";
import type { Learner } from "../../src/learning/index.js";
import { pendulum } from "../../src/mechanics/index.js";

/** A learner whose field is the pendulum's, times a factor, whatever it has seen. */
const scaled = (name: string, factor: number): Learner => ({
  name,
  title: name,
  adapt: () =>
    Promise.resolve({
      vectorField(state, out) {
        pendulum.vectorField(state, out);
        out.forEach((value, i) => {
          out[i] = factor * value;
        });
      },
    }),
});

test("the candidate whose field is nearest on validation trajectories is chosen, and a field that is none never", async () => {
  const candidates = [scaled("a", 2), scaled("b", 0.9), scaled("c", Number.NaN), scaled("d", 1.5)];
  const context = { heldOut: "pendulum", seed: 0, models: null };
  expect((await tuned({ name: "scaled", title: "scaled", candidates }, context)).name).toBe("b");
});
