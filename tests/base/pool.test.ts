import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { runInPool } from "../../src/base/pool/pool.js";
import { built } from "../built.js";

// Threads need JavaScript: the part that serves them is the built one, which `npm test` makes before.
const folder = mkdtempSync(join(tmpdir(), "pool-"));
const script = pathToFileURL(join(folder, "thread.mjs"));
const dist = new URL("./", built("base/pool/serve-jobs.js"));
writeFileSync(
  script,
  `import { readFileSync, writeFileSync } from "node:fs";
  import { setTimeout } from "node:timers/promises";
  import { workerData } from "node:worker_threads";
  import { serveJobs } from "${dist}serve-jobs.js";
  import { UserError } from "${dist}../errors.js";
  serveJobs(async (job, { onProgress, signal }) => {
    if (job === "mistake") throw new UserError("no such column");
    if (job === "missing") readFileSync("/no/such/file");
    if (job === "wrapped") throw new Error("cannot read", { cause: Object.assign(new Error("denied"), { code: "EACCES", path: "/x" }) });
    if (job === "defect") undefined.x;
    if (job === "exit") process.exit(3);
    if (job === "long") {
      onProgress("begun");
      try {
        await setTimeout(60_000, undefined, { signal });
      } finally {
        writeFileSync(workerData.left, "left in order");
      }
    }
    return 2 * job;
  });`,
);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const failureOf = (jobs: readonly unknown[]) =>
  runInPool(jobs, { script, threads: 1, nameOf: (job) => `job ${job}` }).then(
    () => undefined,
    (error: Error & { code?: string; path?: string }) => error,
  );

describe("runInPool", () => {
  test.each([1, 3])("does every job once on %i threads", async (threads) => {
    const results = new Map<number, number>();
    await runInPool<number, number>([1, 2, 3, 4, 5], {
      script,
      threads,
      onResult: (result, job) => void results.set(job, result),
    });
    expect([...results].sort()).toEqual([1, 2, 3, 4, 5].map((job) => [job, 2 * job]));
  });

  test("keeps what an error is: a user's mistake, a refusal of the system, a defect", async () => {
    expect(await failureOf(["mistake"])).toMatchObject({ name: "UserError", message: "job mistake: no such column" });
    expect(await failureOf(["missing"])).toMatchObject({ code: "ENOENT", path: "/no/such/file" });
    expect(await failureOf(["wrapped"])).toMatchObject({ code: "EACCES", path: "/x" });
    const defect = await failureOf(["defect"]);
    expect(defect).toMatchObject({ name: "TypeError", message: expect.stringMatching(/^job defect: /) });
    expect(defect?.stack).toContain("thread.mjs");
    expect((await failureOf(["exit"]))?.message).toMatch(/ended with status 3/);
  });

  test("takes no further jobs after an error, nor results that cannot be kept", async () => {
    const done: number[] = [];
    const failing = runInPool<number | string, number>([1, "mistake", 3, 4], {
      script,
      threads: 1,
      onResult: (result) => void done.push(result),
    });
    await expect(failing).rejects.toThrow("no such column");
    expect(done).toEqual([2]);
    const full = runInPool<number, number>([1, 2], {
      script,
      threads: 1,
      onResult: () => Promise.reject(new Error("disk full")),
    });
    await expect(full).rejects.toThrow("disk full");
  });

  test("lets a job leave in order when it is stopped, and throws the signal's reason", async () => {
    const stop = new AbortController();
    const left = join(folder, "left");
    const running = runInPool<string, number, string>(["long", "mistake"], {
      script,
      data: { left },
      threads: 1,
      onProgress: () => stop.abort(new Error("enough")),
      signal: stop.signal,
    });
    await expect(running).rejects.toThrow("enough");
    const { readFileSync } = await import("node:fs");
    expect(readFileSync(left, "utf8")).toBe("left in order");
    await expect(runInPool([1], { script, threads: 1, signal: stop.signal })).rejects.toThrow("enough");
  });
});
