import { expect, test } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { aChoice, aFunction, anInteger, aText, checkOptions, texts } from "../../src/base/options.js";

const kinds = {
  name: aText,
  columns: texts,
  draws: anInteger(0, 100),
  method: aChoice("fast", "slow"),
  onEnd: aFunction,
};
const check = (given: unknown) => () => checkOptions("learn", given, kinds);

test.each<[string, unknown, string]>([
  ["an option that is misspelt", { colums: ["x"] }, 'learn has no option "colums"; did you mean columns?'],
  ["one that does not exist", { zebra: 1 }, 'learn has no option "zebra"; it has name, columns, draws, method, onEnd'],
  ["one of every object", { toString: aText }, 'learn has no option "toString"; it has'],
  ["a text for a list", { columns: "x" }, 'columns must be a list of texts, got "x"'],
  ["a list of numbers", { columns: [1] }, "columns must be a list of texts, got [1]"],
  ["half a draw", { draws: 1.5 }, "draws must be an integer from 0 to 100, got 1.5"],
  ["no number", { draws: Number.NaN }, "draws must be an integer from 0 to 100, got NaN"],
  ["another choice", { method: "medium" }, 'method must be one of fast, slow, got "medium"'],
  ["a name for a function", { onEnd: "print" }, 'onEnd must be a function, got "print"'],
  ["a text", "x.csv", 'learn: its options must be an object, got "x.csv"'],
  ["nothing", undefined, "learn: its options must be an object, got undefined"],
])("%s is refused", (_what, given, message) => {
  expect(check(given)).toThrow(UserError);
  expect(check(given)).toThrow(message);
});

test("what fits, and what is left out or undefined, passes", () => {
  expect(check({})).not.toThrow();
  expect(check({ name: undefined, columns: [], draws: 100, method: "slow", onEnd: () => {} })).not.toThrow();
});
