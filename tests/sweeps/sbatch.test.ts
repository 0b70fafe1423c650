import { expect, test } from "vitest";
import { limitSeconds } from "../../src/sweeps/launchers/sbatch.js";

// The forms that sbatch's manual lists under --time.
test.each([
  ["90", 5400],
  ["1:30", 90],
  ["01:00:00", 3600],
  ["2-12", 216_000],
  ["2-12:30", 217_800],
  ["1-00:00:01", 86_401],
])("the limit %s is %i seconds", (time, seconds) => {
  expect(limitSeconds(time)).toBe(seconds);
});
