import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { lawFrom } from "../../src/identification/law/spec.js";
import { conditionCoefficients } from "../../src/identification/shooting/belief.js";
import { plainVelocities, segmentsOf } from "../../src/identification/shooting/record.js";
import { eliminateStates } from "../../src/identification/shooting/smoother.js";
import { trace, weigh, writeNormal } from "../../src/identification/shooting/sweep.js";
import { cholesky, choleskySolve, logDeterminant } from "../../src/numerics/index.js";

/** A damped pendulum, two motions of 9 and 7 rows in segments, away from their likeliest states. */
function problem() {
  const random = randomStream(3, "smoother");
  const law = lawFrom(1, [
    { kind: "kinetic", pattern: [1], feature: { kind: "linear", coefficients: [1] }, constant: 1 },
    { kind: "potential", feature: { kind: "linear", coefficients: [1] }, basis: { kind: "fourier", orders: 1 } },
    { kind: "friction", directions: [[1]], law: "viscous", smoothing: 0 },
  ]);
  const motions = [9, 7].map((rows) => ({
    times: Float64Array.from({ length: rows }, (_, i) => 0.4 * i + 0.05 * random.uniform()),
    values: Float64Array.from({ length: 2 * rows }, (_, k) => (k === 5 ? Number.NaN : random.normal())),
  }));
  const segments = segmentsOf(motions, 1, 3);
  const steps = motions.map(({ times }) => new Int32Array(times.length - 1).fill(2));
  const states = Float64Array.from({ length: 2 * segments.length }, () => random.normal());
  return { law, motions, velocities: plainVelocities(1), segments, steps, states, theta: Float64Array.of(1, 0.1, 0.2) };
}

describe("elimination of the segments' states", () => {
  it("gives the posterior and the evidence that one dense linear problem gives", () => {
    const { states, theta, ...p } = problem();
    const noise = Float64Array.of(0.3, 0.5);
    const traced = trace(p, theta, states);
    if (traced === undefined) throw new Error("not followed");
    const found = weigh(p, traced, noise);
    const [P, S] = [3, p.segments.length];
    const looseness = p.segments.map(() => Float64Array.of(0.04, 0.09));
    const initial = Float64Array.of(2, 3);
    const marginal = eliminateStates(p, found, looseness, initial);
    if (marginal === undefined) throw new Error("not eliminated");
    const prior = { means: Float64Array.of(0.9, 0, 0), precisions: Float64Array.of(4, 1, 2) };
    const posterior = conditionCoefficients(marginal, prior, theta);
    if (posterior === undefined) throw new Error("not conditioned");

    // All unknowns at once: changes of every segment's state, then of the coefficients.
    const n = 2 * S + P;
    const A = new Float64Array(n * n);
    const b = new Float64Array(n);
    let constant = found.squares / 2;
    const place = (s: number, k: number) => (k < 2 ? 2 * s + k : 2 * S + k - 2);
    const addRow = (row: Float64Array, value: number, variance: number) => {
      constant += value ** 2 / (2 * variance);
      for (let i = 0; i < n; i++) {
        b[i] = (b[i] as number) + ((row[i] as number) * value) / variance;
        for (let j = 0; j < n; j++)
          A[i * n + j] = (A[i * n + j] as number) + ((row[i] as number) * (row[j] as number)) / variance;
      }
    };
    let normalisation = 0;
    p.segments.forEach(({ begins, ends }, s) => {
      const [N, r] = [new Float64Array(25), new Float64Array(5)];
      writeNormal(p, found, s, N, r);
      for (let k = 0; k < 5; k++) {
        b[place(s, k)] = (b[place(s, k)] as number) + (r[k] as number);
        for (let l = 0; l < 5; l++) {
          const at = place(s, k) * n + place(s, l);
          A[at] = (A[at] as number) + (N[Math.max(k, l) * 5 + Math.min(k, l)] as number);
        }
      }
      for (let i = 0; i < 2; i++) {
        const row = new Float64Array(n);
        if (begins) {
          row[2 * s + i] = 1;
          addRow(row, 0, (initial[i] as number) ** 2);
          normalisation += Math.log(initial[i] as number);
        }
        if (ends) continue;
        // The next state's change less the continuation's is the gap.
        const own = new Float64Array(n);
        own[2 * (s + 1) + i] = 1;
        for (let k = 0; k < 5; k++)
          own[place(s, k)] = (own[place(s, k)] as number) - (found.transition[s]?.[i * 5 + k] as number);
        addRow(own, found.gaps[s]?.[i] as number, looseness[s]?.[i] as number);
        normalisation += Math.log(looseness[s]?.[i] as number) / 2;
      }
    });
    for (let k = 0; k < P; k++) {
      const row = new Float64Array(n);
      row[2 * S + k] = 1;
      addRow(row, (prior.means[k] as number) - (theta[k] as number), 1 / (prior.precisions[k] as number));
      normalisation -= Math.log(prior.precisions[k] as number) / 2;
    }
    const factor = cholesky(A, n);
    if (factor === undefined) throw new Error("dense problem not positive definite");
    const solved = choleskySolve(factor, b);
    const gained = solved.reduce((sum, value, i) => sum + (value * (b[i] as number)) / 2, 0);
    const evidence = gained - constant - logDeterminant(factor) / 2 - normalisation;
    const close = (a: number, e: number) => expect(Math.abs(a - e)).toBeLessThan(1e-9 * Math.max(1, Math.abs(e)));
    posterior.delta.forEach((value, k) => {
      close(value, solved[2 * S + k] as number);
    });
    marginal.statesFor(posterior.delta).forEach((value, k) => {
      close(value, solved[k] as number);
    });
    close(posterior.evidence, evidence);
  });
});
