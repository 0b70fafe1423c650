import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import type { Sweep } from "../../src/sweeps/folder.js";
import { limitSeconds, planSubmission } from "../../src/sweeps/launchers/sbatch.js";

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

test("a task whose shell is signalled while it sets up still starts", () => {
  const slurm = {
    ...{ time: "1", memory: "1G", cpus: 1, runsPerTask: 1, atOnce: null, arraySize: 10, restarts: 0, stopBefore: 30 },
    ...{ partition: undefined, account: undefined, qos: undefined, options: [] },
    setup: ["kill -USR1 $$"],
  };
  const sweep = { directory: "/sweeps/one", name: "one", slurm } as Partial<Sweep> as Sweep;
  const [array] = planSubmission(sweep, ["a"], 1, ["echo"]).arrays;
  const { status, signal, stdout } = spawnSync("bash", ["-c", array?.text ?? ""], { encoding: "utf8" });
  expect([status, signal]).toEqual([0, null]);
  expect(stdout).toBe("sweep-task /sweeps/one --submission 1 --array 1\n");
});
