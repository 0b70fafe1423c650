import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";

type Quantities = Readonly<Record<string, number>>;
interface Target {
  readonly start: Float64Array;
  readonly steps: readonly number[];
  residuals(x: Float64Array): Float64Array;
  logDensity(x: Float64Array): number;
  quantities(x: Float64Array): Quantities;
  approximation(count: number, seed: number): { mean: Quantities; drawn: readonly Quantities[] };
}
interface Summary {
  readonly mean: number;
  readonly deviation: number;
  readonly rHat: number;
  readonly effective: number;
}
type Random = ReturnType<typeof randomStream>;
const at = (path: string) => import(new URL(`../../scripts/trust/${path}`, import.meta.url).href);
const { metropolis, gaussNewtonFactor, lowerFactor } = (await at("chains/metropolis.mjs")) as {
  metropolis(
    logDensity: (x: Float64Array) => number,
    start: Float64Array,
    factor: Float64Array,
    options: { steps: number; burnIn: number; thin?: number; random: Random },
  ): { samples: Float64Array[]; accepted: number };
  gaussNewtonFactor(
    residuals: (x: Float64Array) => Float64Array,
    x: Float64Array,
    steps: readonly number[],
  ): Float64Array;
  lowerFactor(covariance: Float64Array, n: number): Float64Array;
};
const { summarize } = (await at("chains/diagnostics.mjs")) as { summarize(chains: readonly number[][]): Summary };
const { lawPosterior } = (await at("chains/law-posterior.mjs")) as {
  lawPosterior(law: unknown, record: unknown): Promise<Target>;
};
const { LAWS } = (await at("calibration/laws.mjs")) as { LAWS: Readonly<Record<string, unknown>> };
const { simulate } = (await at("calibration/record.mjs")) as {
  simulate(law: unknown, noise: number, seed: number): unknown;
};

describe("chains", () => {
  test("of a normal density have its mean and covariance", () => {
    const [mean, covariance] = [Float64Array.of(3, -1), Float64Array.of(4, 0.9, 0.9, 0.25)];
    const determinant = 4 * 0.25 - 0.9 ** 2;
    const logDensity = ([x = 0, y = 0]: Float64Array) => {
      const [a, b] = [x - 3, y + 1];
      return -(0.25 * a * a - 2 * 0.9 * a * b + 4 * b * b) / (2 * determinant);
    };
    // Proposals know nothing of how the two go together, and are far too large.
    const wide = lowerFactor(Float64Array.of(25, 0, 0, 25), 2);
    const chains = [0, 1, 2, 3].map(
      (k) =>
        metropolis(logDensity, Float64Array.of(0, 0), wide, {
          ...{ steps: 20_000, burnIn: 2000, thin: 4 },
          random: randomStream(k, "chain"),
        }).samples,
    );
    for (const [i, j] of [
      [0, 0],
      [0, 1],
      [1, 1],
    ] as const) {
      const products = summarize(
        chains.map((chain) =>
          chain.map((x) => ((x[i] as number) - (mean[i] as number)) * ((x[j] as number) - (mean[j] as number))),
        ),
      );
      expect(products.rHat).toBeLessThan(1.01);
      const expected = covariance[2 * i + j] as number;
      expect(Math.abs(products.mean - expected)).toBeLessThan((4 * products.deviation) / Math.sqrt(products.effective));
    }
  });

  test("are worth as many samples as an autoregression's closed form says", () => {
    const [n, correlation] = [20_000, 0.9];
    const chains = [0, 1].map((k) => {
      const random = randomStream(k, "autoregression");
      let x = random.normal();
      return Array.from({ length: n }, () => {
        x = correlation * x + Math.sqrt(1 - correlation ** 2) * random.normal();
        return x;
      });
    });
    const found = summarize(chains);
    expect(found.effective / ((2 * n * (1 - correlation)) / (1 + correlation))).toBeGreaterThan(0.85);
    expect(found.effective / ((2 * n * (1 - correlation)) / (1 + correlation))).toBeLessThan(1.15);
    expect(found.rHat).toBeLessThan(1.01);
    expect(summarize([chains[0] as number[], (chains[1] as number[]).map((x) => x + 1)]).rHat).toBeGreaterThan(1.1);
  });

  test("of a pendulum's law and motion say what adapt's draws say", async () => {
    const target = await lawPosterior(LAWS.pendulum, simulate(LAWS.pendulum, 0.05, 0));
    const factor = gaussNewtonFactor(target.residuals, target.start, target.steps);
    const chains = [0, 1].map((k) =>
      metropolis(target.logDensity, target.start, factor, {
        ...{ steps: 4000, burnIn: 500, thin: 10 },
        random: randomStream(k, "pendulum"),
      }).samples.map(target.quantities),
    );
    const { mean, drawn } = target.approximation(256, 0);
    for (const name of Object.keys(mean)) {
      const chain = summarize(chains.map((own) => own.map((values) => values[name] as number)));
      const spread = Math.sqrt(
        drawn.reduce((sum, values) => sum + ((values[name] as number) - (mean[name] as number)) ** 2 / drawn.length, 0),
      );
      expect(chain.rHat, name).toBeLessThan(1.1);
      expect(Math.abs((mean[name] as number) - chain.mean) / chain.deviation, name).toBeLessThan(0.4);
      expect(spread / chain.deviation, name).toBeGreaterThan(0.8);
      expect(spread / chain.deviation, name).toBeLessThan(1.25);
    }
  });
});
