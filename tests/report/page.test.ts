import { describe, expect, it } from "vitest";
import type { HeldOutResult, NetworkResult, Results } from "../../src/measure/index.js";
import { htmlReport } from "../../src/report/index.js";
import { formatNumber } from "../../src/report/numbers.js";
import { makeResults } from "./fixture.js";

/** One system in which the meta-trained model's and the HNN's means and intervals at every step are the given ones. */
function resultsWith(meta: readonly [number, number, number], hnn: readonly [number, number, number]): Results {
  const results = makeResults(1);
  const system = results.systems[0] as HeldOutResult;
  const set = (method: NetworkResult, [low, mean, high]: readonly [number, number, number]): NetworkResult => {
    const all = (value: number) => method.step.map(() => value);
    return { ...method, mse: { mean: all(mean), median: all(mean), low: all(low), high: all(high) } };
  };
  const methods = system.methods.slice(0, 2).map((method, i) => set(method, i === 0 ? meta : hnn));
  return { ...results, systems: [{ ...system, methods }] };
}

const summary = (page: string) => /<section id="summary">(.*?)<\/section>/s.exec(page)?.[1] ?? "";

describe("summary", () => {
  it.each([
    [
      "Below HNN, same step size, intervals apart",
      "lower on 1 of 1 held-out system (95 % intervals apart on 1).",
      [1, 2, 3],
      [4, 5, 6],
    ],
    [
      "Below HNN, same step size, intervals overlap",
      "lower on 1 of 1 held-out system (95 % intervals apart on 0).",
      [1, 4, 6],
      [3, 5, 7],
    ],
    [
      "Not below HNN, same step size, intervals apart",
      "lower on none of 1 held-out system, not lower on 1 (95 % intervals apart on 1).",
      [4, 5, 6],
      [1, 2, 3],
    ],
    [
      "Not below HNN, same step size, intervals overlap",
      "not lower on 1 (95 % intervals apart on 0).",
      [3, 5, 7],
      [1, 4, 6],
    ],
    [
      "Not below HNN, same step size, intervals overlap",
      "not lower on 1 (95 % intervals apart on 0).",
      [1, 2, 3],
      [1, 2, 3],
    ],
    [
      "Not comparable with HNN, same step size, a mean is not finite",
      "lower on none of 1 held-out system, not comparable on 1.",
      [1, Number.NaN, 3],
      [4, 5, 6],
    ],
    [
      "Below HNN, same step size, intervals not known",
      "(95 % intervals apart on 0)",
      [1, 2, Number.POSITIVE_INFINITY],
      [4, 5, 6],
    ],
  ] as const)("says: %s", (verdict, sentence, meta, hnn) => {
    const text = summary(htmlReport(JSON.parse(JSON.stringify(resultsWith(meta, hnn)))));
    expect(text).toContain(`<strong>${verdict}:</strong>`);
    expect(text).toContain(sentence);
  });

  it("gives means, intervals and escaped rollouts as they are in the results", () => {
    const results = makeResults(4);
    const text = summary(htmlReport(results));
    for (const { methods } of results.systems) {
      const meta = methods[0] as NetworkResult;
      const values = [meta.mse.mean, meta.mse.low, meta.mse.high].map((of) => formatNumber(of.at(-1)));
      expect(text).toContain(
        `${values[0]} (95 % interval ${values[1]} to ${values[2]}); ${meta.escaped.at(-1)} of 300 rollouts escaped`,
      );
    }
  });

  it("says when there is nothing to compare", () => {
    const results = makeResults(1);
    const system = results.systems[0] as HeldOutResult;
    const only = (meta: boolean) => ({
      ...results,
      systems: [{ ...system, methods: system.methods.filter((m) => m.name.startsWith("meta") === meta) }],
    });
    expect(summary(htmlReport(only(false)))).toContain("No comparison: the results of the meta-trained model");
    expect(summary(htmlReport(only(true)))).toContain("No comparison: the results of a baseline");
  });
});

describe("tables", () => {
  it("hold every number of the results in full", () => {
    const results = makeResults(2);
    const page = htmlReport(results);
    for (const { mse, energyError, step } of results.systems.flatMap(({ methods }) => methods)) {
      for (const shown of [0, 1, 5, 15, 50, 100]) {
        const i = step.indexOf(shown);
        for (const values of [mse.mean, mse.median, mse.low, mse.high, energyError.mean]) {
          const value = values[i] as number;
          expect(page).toContain(`<data value="${value}">${formatNumber(value)}</data>`);
        }
      }
    }
  });

  it("show the steps that there are", () => {
    const results = makeResults(1);
    const system = results.systems[0] as HeldOutResult;
    const short = system.methods.map((method) => ({ ...method, step: [0, 1, 2, 3] }));
    const page = htmlReport({ ...results, systems: [{ ...system, methods: short }] });
    const numbers = /<section id="numbers">(.*?)<\/section>/s.exec(page)?.[1] ?? "";
    expect(numbers.match(/<tr>/g)?.length).toBe(1 + 4 * 2);
  });
});

describe("page", () => {
  const page = htmlReport(makeResults(4));

  it("asks for nothing from outside", () => {
    expect(page).not.toMatch(/<(script|img|iframe|object|link(?! rel="icon" href="data:,"))/);
    expect(page.replaceAll('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:|url\(|@import/);
  });

  it("shows every choice, the configuration, the machine and the command", () => {
    const results = makeResults(4);
    for (const { topic, choice, reason } of results.choices)
      for (const text of [topic, choice, reason]) expect(page).toContain(text);
    expect(page).toContain("&quot;outerSteps&quot;: 2000");
    expect(page).toContain(results.machine.engine);
    expect(page).toContain(results.command);
    expect(page).toContain("1 h 12 min");
  });

  it("has no id twice", () => {
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("draws in the page's own colours", () => {
    expect(page).toContain('stroke="var(--figure-blue)"');
    const figures = page.slice(page.indexOf("</style>"));
    expect(figures).not.toMatch(/(fill|stroke)="#/);
  });

  it("escapes text from the results", () => {
    const results = makeResults(1);
    const hostile = "<img src=x onerror=alert(1)>";
    const system = results.systems[0] as HeldOutResult;
    const dirty = htmlReport({
      ...results,
      profile: hostile,
      command: hostile,
      config: { [hostile]: hostile },
      choices: [{ topic: hostile, choice: hostile, reason: hostile }],
      machine: { ...results.machine, cpu: hostile },
      systems: [
        {
          ...system,
          heldOut: hostile,
          title: hostile,
          trainedOn: [hostile],
          methods: system.methods.map((m) => ({ ...m, label: hostile })),
        },
      ],
    });
    expect(dirty).not.toContain("<img");
  });

  it("stands results with nulls and without methods", () => {
    const results: Results = JSON.parse(
      JSON.stringify(makeResults(1), (_, value) =>
        typeof value === "number" && value < 0.5 && value % 1 !== 0 ? null : value,
      ),
    );
    expect(htmlReport(results)).not.toMatch(/NaN|Infinity|>null<|undefined/);
    const system = results.systems[0] as HeldOutResult;
    expect(htmlReport({ ...results, systems: [{ ...system, methods: [] }] })).toContain("No comparison");
    expect(htmlReport({ ...results, systems: [] })).toContain("</html>");
  });
});
