import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { type Adaptation, adaptRecord, type Recording } from "../../src/records/index.js";
import { adaptApart } from "../../src/records/law/by-motion/apart.js";
import { recordResults } from "../../src/records/results.js";
import { heldOutSentence } from "../../src/report/record/held-out.js";
import { lawLines } from "../../src/report/record/law-text.js";
import { verdictSentence, warnings } from "../../src/report/record/wording.js";
import { readText } from "./harness.js";

// Runs of one experiment, between which something was changed: x'' = -k (x - rest) - gamma x', in its closed form.

interface Run {
  readonly k: number;
  readonly gamma: number;
  readonly rest: number;
}

function table(runs: readonly Run[]): string {
  const random = randomStream(3, "runs");
  const rows = runs.flatMap(({ k, gamma, rest }, run) =>
    Array.from({ length: 150 }, (_, i) => {
      const t = i / 15;
      const omega = Math.sqrt(k - gamma ** 2 / 4);
      const x = rest + 0.05 * Math.exp((-gamma * t) / 2) * Math.cos(omega * t + run);
      return [run + 1, t, x + 4e-4 * random.normal()].join();
    }),
  );
  return ["run,t [s],x [m]", ...rows].join("\n");
}

const adapted = async (runs: readonly Run[]) => adaptRecord(await readText(table(runs)), { draws: 0 });
const constant = ({ apart = [] }: Awaited<ReturnType<typeof adapted>>, motion: number, wanted: string) =>
  apart[motion]?.constants.find(({ name }) => name === wanted);

describe("runs between which something was changed", () => {
  const runs = [
    { k: 30, gamma: 0.1, rest: 0.1 },
    { k: 20, gamma: 0.3, rest: 0.15 },
  ];

  test("have laws of their own, each with its constants", async () => {
    const found = await adapted(runs);
    expect(found.apart?.map(({ motion, verdict }) => [motion, verdict])).toEqual([
      ["1", "dissipative"],
      ["2", "dissipative"],
    ]);
    expect(found.check.verdict).toBe("dissipative");
    expect(found.check.reasons).toEqual([expect.stringContaining("no one law explains them all")]);
    expect(found.law?.explains).toBe(false);
    const facts = { command: "", options: {}, versions: {}, seconds: 1, date: "" };
    const results = recordResults(await readText(table(runs)), found, facts);
    expect(results.curves).toEqual([]);
    const told = lawLines(results).join("\n");
    expect(told).toMatch(/^The law of each motion[\s\S]*\n {2}motion 1, [\s\S]*\n {2}motion 2, /);
    expect(told).not.toMatch(/The same in all/);
    expect(verdictSentence(results)).toBe("Each motion loses energy to friction.");
    expect(heldOutSentence(results)).toMatch(/^One law for all motions/);
    expect(warnings(results)).toHaveLength(1);
    for (const [m, { k, gamma, rest }] of runs.entries())
      for (const [name, truth] of Object.entries({ "k/m": k, gamma, "centre of x": rest })) {
        const { value = Number.NaN, deviation = Number.NaN } = constant(found, m, name) ?? {};
        expect(Math.abs(value - truth)).toBeLessThan(4 * deviation);
        expect(deviation).toBeLessThan(0.05 * truth);
      }
  });

  test("and of one law, have that one", async () => {
    const found = await adapted([runs[0] as Run, runs[0] as Run]);
    expect(found.apart).toBeUndefined();
    expect(found.check.verdict).toBe("dissipative");
    expect(found.law?.explains).toBe(true);
  });

  test("one without any law is left out beside others of one law, and said", async () => {
    const [own] = runs as [Run];
    const record = await readText(table([own, own, own]));
    const learn = (some: Recording) => adaptRecord(some, { draws: 0 });
    const lawless = ({ check, ...others }: Adaptation): Adaptation => ({
      ...others,
      check: { ...check, verdict: "undetermined" },
    });
    const one = learn({ ...record, motions: record.motions.slice(0, 1) });
    const found = adaptApart(record, lawless(one), (some) =>
      some.motions.length === 1 && some.motions[0]?.id === "2" ? lawless(one) : learn(some),
    );
    expect(found.apart).toBeUndefined();
    expect(found.record?.motions.map(({ id }) => id)).toEqual(["1", "3"]);
    expect(found.check.verdict).toBe("dissipative");
    expect(found.check.reasons.join()).toMatch(/^motion 2 left out: none of the others' law/);
    expect(found.law?.explains).toBe(true);
  });
});
