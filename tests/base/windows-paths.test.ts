import { win32 } from "node:path";
import { expect, test } from "vitest";
import { isSystemFile } from "../../src/dataset/system-file.js";
import { adapt } from "../../src/records/index.js";

// What is decided from a path by its text, for paths as Windows and macOS write them, on whatever system the test runs.

test.each([
  "C:\\Users\\me\\well.ts",
  "..\\systems\\well",
  ".\\well.mjs",
  "\\\\server\\share\\well.js",
  "/Users/me/Meine Systeme/well.ts",
])("%s is the file of a system, not a name", (path) => {
  expect(isSystemFile(path)).toBe(true);
});

test("a name is no file, whatever stands in it", () => {
  for (const name of ["pendulum", "law-2-17", "quartic-well"]) expect(isSystemFile(name)).toBe(false);
});

test.each(["C:\\Users\\Zoë Müller\\Messung 1\\swing up.csv", "/Volumes/Data/Messung 1/swing up.csv"])(
  "the record %s gives its law the name of the file alone",
  async (name) => {
    const rows = Array.from({ length: 80 }, (_, i) => `${i / 10},${Math.cos(i / 10)}`);
    const { law } = await adapt({ name, content: ["t [s],theta [rad]", ...rows].join("\n") });
    expect(win32.basename(name)).toBe("swing up.csv");
    expect(JSON.stringify(law)).toContain('name: \\"swing-up-learned\\"');
  },
);
