import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { isTextTooDeep } from "../../src/base/text-depth.js";

const levels = (count: number, line: (level: number) => string) => Array.from({ length: count }, (_, i) => line(i));

test.each([
  ["brackets", (n: number) => "[".repeat(n) + "]".repeat(n)],
  ["braces", (n: number) => '{"a":'.repeat(n)],
  ["keys", (n: number) => levels(n, (i) => `${"  ".repeat(i)}a:`).join("\n")],
  ["dashes of a line", (n: number) => `${"- ".repeat(n - 1)}1`],
])("%s in each other are counted", (_, text) => {
  expect([text(100), text(101)].map(isTextTooDeep)).toEqual([false, true]);
});

test("what stands side by side is not deep", () => {
  expect(isTextTooDeep(levels(500, (i) => `a${i}: [1, {b: ${"-".repeat(300)}}]\n  # ]`).join("\n"))).toBe(false);
  expect(isTextTooDeep(levels(500, (i) => `- ${i}`).join("\r\n"))).toBe(false);
});

test("no sweep of ours is", async () => {
  const folder = new URL("../../sweeps/", import.meta.url);
  for (const name of await readdir(folder))
    expect(isTextTooDeep(await readFile(new URL(name, folder), "utf8"))).toBe(false);
});
