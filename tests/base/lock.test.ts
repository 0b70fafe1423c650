import { fork, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Holder, isLock, type Lock, lockHolder, takeLock } from "../../src/base/lock.js";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lock-"));
  path = join(folder, "lock");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const holder = (changes: Partial<Holder>): Holder => ({
  token: "theirs",
  host: hostname(),
  pid: process.pid,
  started: null,
  since: "2026-01-01T00:00:00.000Z",
  slurm: null,
  ...changes,
});
const put = (changes: Partial<Holder>) => writeFile(path, JSON.stringify(holder(changes)));

async function endedPid(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  return child.pid as number;
}

describe("a lock", () => {
  test("is held by one, who is named to others, and free again afterwards", async () => {
    const first = (await takeLock(path)) as Lock;
    expect(isLock(first)).toBe(true);
    const second = await takeLock(path);
    expect(second).toMatchObject({ pid: process.pid, host: hostname() });
    expect(await lockHolder(path)).toMatchObject({ pid: process.pid });
    await first.release();
    expect(await lockHolder(path)).toBeUndefined();
    expect(isLock(await takeLock(path))).toBe(true);
    expect(await readdir(folder)).toEqual(["lock"]);
  });

  test("of a process that has ended is taken over", async () => {
    await put({ pid: await endedPid() });
    expect(await lockHolder(path)).toBeUndefined();
    expect(isLock(await takeLock(path))).toBe(true);
  });

  test("of an ended process whose number is used again is taken over", async () => {
    await put({ pid: process.pid, started: "another boot 123" });
    expect(isLock(await takeLock(path))).toBe(process.platform === "linux");
  });

  test("of another host holds as long as it is renewed", async () => {
    await put({ host: "elsewhere", pid: await endedPid() });
    expect(await takeLock(path)).toMatchObject({ host: "elsewhere" });
    const old = new Date(Date.now() - 6 * 60_000);
    await utimes(path, old, old);
    expect(isLock(await takeLock(path))).toBe(true);
  });

  test("whose holder is known to be dead is taken over at once", async () => {
    await put({ host: "elsewhere", slurm: { submission: 1, job: "5", restart: 0 } });
    expect(isLock(await takeLock(path, { isDead: ({ slurm }) => slurm?.job === "6" }))).toBe(false);
    expect(isLock(await takeLock(path, { isDead: ({ slurm }) => slurm?.job === "5" }))).toBe(true);
  });

  test("takes away what processes that died while they asked for it have left, not what others ask with", async () => {
    const [dead, alive, empty, before] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    const asks = (token: string, text: string) => writeFile(`${path}.${token}`, text);
    await asks(dead, JSON.stringify(holder({ pid: await endedPid() })));
    await asks(alive, JSON.stringify(holder({})));
    await asks(empty, "");
    await asks(before, "");
    const old = new Date(Date.now() - 6 * 60_000);
    await utimes(`${path}.${before}`, old, old);
    await writeFile(`${path}.note`, "");
    expect(isLock(await takeLock(path))).toBe(true);
    expect((await readdir(folder)).sort()).toEqual(["lock", `lock.${alive}`, `lock.${empty}`, "lock.note"].sort());
  });

  test("that was taken over is not removed by its former holder", async () => {
    const first = (await takeLock(path)) as Lock;
    await put({ token: "another's" });
    await first.release();
    expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ token: "another's" });
  });

  test("is taken by exactly one of many processes, also over a dead one's", async () => {
    const script = join(folder, "take.mjs");
    const lockModule = new URL("../../dist/base/lock.js", import.meta.url).href;
    await writeFile(
      script,
      `import { takeLock, isLock } from ${JSON.stringify(lockModule)};
       process.on("message", async () => process.send(isLock(await takeLock(${JSON.stringify(path)}))));
       process.send("ready");`,
    );
    await put({ pid: await endedPid() });
    const children = Array.from({ length: 6 }, () => fork(script));
    try {
      await Promise.all(children.map((child) => once(child, "message")));
      const answers = children.map(async (child) => (await once(child, "message"))[0] as boolean);
      for (const child of children) child.send("go");
      expect((await Promise.all(answers)).filter(Boolean)).toHaveLength(1);
    } finally {
      for (const child of children) child.kill("SIGKILL");
    }
  });
});
