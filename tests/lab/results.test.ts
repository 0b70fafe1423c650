import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readResults } from "../../lab/parts/runs/desk.js";

const committed = (name: string) =>
  readFile(fileURLToPath(new URL(`../../results/${name}/results.json`, import.meta.url)), "utf8");

test("results of a run are read as they are", async () => {
  const text = await committed("paper");
  expect(readResults(text, "paper")).toEqual(JSON.parse(text));
});

test.each([
  ["{", /^x: not JSON/],
  ["null", /^x: not the results of a run/],
  ['{"version":2,"systems":[]}', /^x: not the results of a run/],
  ['{"version":1,"systems":[{"title":"A","methods":[{}]}]}', /^x: the results of A are incomplete/],
  ['{"version":1,"kind":"compare","systems":[]}', /^x: results of compare/],
])("%s is refused in one line", (text, message) => {
  expect(() => readResults(text, "x")).toThrow(message);
});
