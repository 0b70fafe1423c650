import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { chooseStructure, fitMotion, refitMotion } from "../../src/records/fit/fit.js";
import { condition } from "../../src/records/fit/motion-process.js";
import { likeliestScales, possibleScales } from "../../src/records/fit/possible-scales.js";
import { scaleRecord } from "../../src/records/fit/scaled.js";
import { hyperpriorLoss, packScales, structuresOf, unpackScales } from "../../src/records/fit/structure.js";
import { adaptRecord, decodeModel, encodeModel, predictMotion, savedModel } from "../../src/records/index.js";
import { csv, read, simulated } from "./simulated-records.js";

interface Chains {
  metropolis(
    logDensity: (x: Float64Array) => number,
    start: Float64Array,
    factor: Float64Array,
    options: { steps: number; burnIn: number; random: ReturnType<typeof randomStream> },
  ): { samples: Float64Array[] };
}
const { metropolis }: Chains = await import(new URL("../../scripts/trust/chains/metropolis.mjs", import.meta.url).href);

const { times, columns } = simulated({
  rates: ([q = 0, p = 0]) => [Math.exp(p) - 1, 1 - Math.exp(q)],
  start: [0.6, 0],
  points: 24,
  duration: 10,
  noise: 0.02,
});
const recording = await read(csv("t,q,p", [...times], ...columns));

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value / values.length, 0);
const deviation = (values: readonly number[]) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));

describe("scales that a record leaves possible", () => {
  const record = scaleRecord(recording, [Array.from(times, (_, i) => i)]);
  const first = fitMotion(record, chooseStructure(record, structuresOf(1, false)));
  const fit = refitMotion(first, likeliestScales(first));

  test("have the noises and length scales of a long Markov chain of their posterior", () => {
    const { structure, design, rowsOfTerms } = fit;
    const scales = packScales(structure, fit.scales).subarray(0, -1);
    const n = scales.length + 2;
    // Written anew: scales, then factors on both columns' noise.
    const logDensity = (x: Float64Array) => {
      const noise = fit.record.noise.map((value, a) => value * Math.exp(x[scales.length + a] as number));
      const own = { ...unpackScales(structure, x), noise: 1 };
      const found = condition({ ...fit.record, noise }, design, rowsOfTerms, own);
      if (found === undefined) return Number.NEGATIVE_INFINITY;
      return found.evidence - hyperpriorLoss(structure, x) - (x[n - 1] as number) ** 2 / 2;
    };
    const wide = Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 0.3 : 0));
    const { samples } = metropolis(logDensity, Float64Array.from([...scales, 0, 0]), wide, {
      ...{ steps: 4000, burnIn: 1000 },
      random: randomStream(0, "chain"),
    });
    const drawn = possibleScales(fit, 400, randomStream(0, "scales"));
    const quantities: [string, (x: Float64Array) => number, (draw: (typeof drawn)[number]) => number][] = [
      [
        "noise of q",
        (x) => x[n - 2] as number,
        (own) => Math.log((own.record.noise[0] ?? 0) / (fit.record.noise[0] ?? 0)),
      ],
      [
        "noise of p",
        (x) => x[n - 1] as number,
        (own) => Math.log((own.record.noise[1] ?? 0) / (fit.record.noise[1] ?? 0)),
      ],
      ["a length", (x) => x[1] as number, (own) => Math.log(own.scales.terms[0]?.lengths[0] ?? 0)],
    ];
    for (const [name, ofChain, ofDraw] of quantities) {
      const [chain, own] = [samples.map(ofChain), drawn.map(ofDraw)];
      expect(Math.abs(mean(own) - mean(chain)) / deviation(chain), name).toBeLessThan(0.35);
      expect(deviation(own) / deviation(chain), name).toBeGreaterThan(0.75);
      expect(deviation(own) / deviation(chain), name).toBeLessThan(1.33);
    }
  });
});

test("draws of different scales are the same in the model's file", async () => {
  const saved = savedModel(recording, adaptRecord(recording, { method: "process", draws: 4 }));
  const readBack = await decodeModel(encodeModel(saved), "model");
  const predicted = [saved, readBack].map(({ model, ends, tick }) =>
    predictMotion(
      model,
      { time: ends[0]?.time ?? 0, state: ends[0]?.state ?? new Float64Array(2) },
      Float64Array.of(11, 15),
      { tick },
    ),
  );
  expect(predicted[1]?.deviations).toEqual(predicted[0]?.deviations);
});
