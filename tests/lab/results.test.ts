import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readResults } from "../../lab/parts/runs/results.js";

const committed = (name: string) =>
  readFile(fileURLToPath(new URL(`../../results/${name}/results.json`, import.meta.url)), "utf8");

test.each([
  ["paper", "reproduce"],
  ["compare", "compare"],
] as const)("results of %s are read as they are", async (name, kind) => {
  const text = await committed(name);
  expect(readResults(text, name)).toEqual({ kind, results: JSON.parse(text) });
});

test.each([
  ["{", /^x: not JSON/],
  ["null", /^x: not the results of a run/],
  ['{"version":2,"systems":[]}', /^x: not the results of a run/],
  ['{"version":1,"systems":[{"title":"A","methods":[{}]}]}', /^x: the results of A are incomplete/],
  ['{"version":1,"kind":"compare","systems":[]}', /^x: the results are incomplete: methods is missing/],
  ['{"version":1,"kind":"tea"}', /^x: results of tea; expected/],
  ['{"version":1,"kind":"toString"}', /^x: results of toString; expected/],
])("%s is refused in one line", (text, message) => {
  expect(() => readResults(text, "x")).toThrow(message);
});
