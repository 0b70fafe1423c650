import { randomUUID } from "node:crypto";
import { type FileHandle, link, mkdir, open, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { UserError } from "./errors.js";
import { isLoose } from "./keys.js";

/**
 * Files that one process at a time holds, also on storage that several machines share.
 *
 * What is assumed: making a hard link fails where the name is taken, also across machines (POSIX, NFS from version 3 on); hosts have
 * different names; a holder renews its file's time at least every `STALE_MS`. Whether a holder on this host is alive
 * is asked of the operating system; one on another host counts as dead when its file has not been renewed for `STALE_MS`,
 * both times taken from the file server's clock, so that the hosts' clocks need not agree.
 */
export interface Holder {
  readonly token: string;
  readonly host: string;
  readonly pid: number;
  /** When the process was started, in the system's own count, so that a pid used again is not mistaken for it; null: unknown. */
  readonly started: string | null;
  /** When the lock was taken, ISO 8601. */
  readonly since: string;
  /** The Slurm task that the process is part of. */
  readonly slurm: SlurmTask | null;
}

/** One start of one task of a job array. */
export interface SlurmTask {
  /** Number of the submission that the task belongs to, counted in the sweep's folder. */
  readonly submission: number;
  readonly job: string;
  /** How often the task has been queued again. */
  readonly restart: number;
}

export interface Lock {
  /** Aborted if the lock was taken away, which happens to a process that was silent for too long. */
  readonly lost: AbortSignal;
  /** Throws `UserError` unless the lock is still held: its folder may have been deleted. */
  verify(): Promise<void>;
  release(): Promise<void>;
}

const RENEW_MS = 15_000;
const STALE_MS = 5 * 60_000;
const GUARD_STALE_MS = 60_000;

interface LockOptions {
  readonly slurm?: SlurmTask | null;
  /** Says that a holder is dead although it might seem alive. */
  readonly isDead?: (holder: Holder) => boolean;
}

/** Takes the lock at `path`, or returns who holds it. The lock of a dead process is taken over. */
export async function takeLock(path: string, options: LockOptions = {}): Promise<Lock | Holder> {
  const own: Holder = {
    token: randomUUID(),
    host: hostname(),
    pid: process.pid,
    started: await processStart(process.pid),
    since: new Date().toISOString(),
    slurm: options.slurm ?? null,
  };
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${own.token}`;
  const file = await open(temporary, "wx");
  let held = false;
  try {
    await renew(file, own);
    for (;;) {
      if (await linkNew(temporary, path)) {
        held = true;
        await removeAbandoned(path, temporary);
        return hold(path, own, file);
      }
      const found = await findHolder(path, (await stat(temporary)).mtimeMs);
      if (found === undefined) continue;
      if (found.alive && !(options.isDead?.(found.holder) ?? false)) return found.holder;
      await removeDead(path, found.holder.token, temporary);
      await renew(file, own);
    }
  } finally {
    await rm(temporary, { force: true });
    if (!held) await file.close();
  }
}

/**
 * Does `work` while this process alone holds the lock at `path`; a `UserError` says that `what` is being worked on, and by
 * whom. `lost`: aborted if the lock is taken away.
 */
export async function whileLocked<T>(path: string, what: string, work: (lost: AbortSignal) => Promise<T>): Promise<T> {
  const lock = await takeLock(path);
  if (!isLock(lock))
    throw new UserError(`${what} is being worked on by ${describeHolder(lock)}; wait for it or stop it`);
  try {
    const result = await work(lock.lost);
    await lock.verify();
    return result;
  } finally {
    await lock.release();
  }
}

/** Whether what `takeLock` returned is the lock. */
export const isLock = (result: Lock | Holder): result is Lock => "release" in result;

/** Who holds the lock at `path` and is alive; undefined if nobody does. */
export async function lockHolder(path: string): Promise<Holder | undefined> {
  // The file server's present time is that of a file just written.
  const probe = `${path}.${randomUUID()}`;
  const now = await writeFile(probe, "")
    .then(async () => (await stat(probe)).mtimeMs)
    .catch(() => Date.now());
  await rm(probe, { force: true });
  const found = await findHolder(path, now);
  return found?.alive ? found.holder : undefined;
}

/** A holder for people: "process 123 on node1 since 2026-01-01T00:00:00.000Z". */
export function describeHolder({ pid, host, since, slurm }: Holder): string {
  return `process ${pid} on ${host}${slurm === null ? "" : ` (Slurm job ${slurm.job})`} since ${since}`;
}

/** Links `existing` to the new name `path`; false if that is taken. */
export async function linkNew(existing: string, path: string): Promise<boolean> {
  try {
    await link(existing, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function hold(path: string, own: Holder, file: FileHandle): Lock {
  const lost = new AbortController();
  const loss = () =>
    new UserError(
      `${path} is gone or another process's: the folder was deleted or moved, or this process was silent for too long`,
    );
  const check = async () => {
    try {
      await renew(file, own);
      if ((await readHolder(path))?.token === own.token) return;
    } catch (error) {
      // A storage that does not answer for a while is not a lock that is lost.
      if (!(error instanceof UserError) && (error as NodeJS.ErrnoException).code !== "ESTALE") return;
    }
    lost.abort(loss());
  };
  const timer = setInterval(check, RENEW_MS).unref();
  return {
    lost: lost.signal,
    async verify() {
      if ((await readHolder(path))?.token !== own.token) throw loss();
    },
    async release() {
      clearInterval(timer);
      const holder = await readHolder(path).catch(() => undefined);
      if (holder?.token === own.token) await rm(path, { force: true });
      await file.close();
    },
  };
}

/** Writes the file's content over itself: that sets its time by the file server's clock, and goes to this file even if its name is another's now. */
async function renew(file: FileHandle, own: Holder): Promise<void> {
  await file.write(JSON.stringify(own), 0);
  await file.sync();
}

async function findHolder(path: string, now: number): Promise<{ holder: Holder; alive: boolean } | undefined> {
  const holder = await readHolder(path);
  if (holder === undefined) return undefined;
  if (holder.host === hostname()) return { holder, alive: await isAlive(holder) };
  const renewed = await stat(path).catch(() => undefined);
  return { holder, alive: renewed !== undefined && now - renewed.mtimeMs < STALE_MS };
}

async function readHolder(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ESTALE") return undefined;
    throw Object.assign(error, { path });
  });
  return text === undefined ? undefined : parseHolder(text, path);
}

/** A lock is written before it gets its name, so that an odd one is nobody's that works. */
function parseHolder(text: string, path: string): Holder {
  try {
    const holder: unknown = JSON.parse(text);
    if (isHolder(holder)) return holder;
  } catch {
    // Said below.
  }
  throw new UserError(`${path}: damaged, it names no process; delete it if none is at work in its folder`);
}

function isHolder(value: unknown): value is Holder {
  if (!isLoose(value)) return false;
  const { token, host, pid, started, since, slurm } = value;
  return (
    [token, host, since].every((text) => typeof text === "string") &&
    Number.isSafeInteger(pid) &&
    (started === null || typeof started === "string") &&
    (slurm === null || isLoose(slurm))
  );
}

/**
 * Removes the lock with this token, one process at a time: without a guard a second one that judged the same lock could remove
 * what the first has put in its place.
 */
async function removeDead(path: string, token: string, temporary: string): Promise<void> {
  const guard = `${path}.takeover`;
  if (await linkNew(temporary, guard)) {
    try {
      if ((await readHolder(path))?.token === token) await rm(path, { force: true });
    } finally {
      await rm(guard, { force: true });
    }
    return;
  }
  await setTimeout(20);
  // Removing takes milliseconds: a guard this old was left by a process that died at it.
  const left = await stat(guard).catch(() => undefined);
  if (left !== undefined && (await stat(temporary)).mtimeMs - left.mtimeMs > GUARD_STALE_MS)
    await rm(guard, { force: true });
}

/** Removes what processes that died while they asked for the lock have left beside it; `temporary`: this one's own. */
async function removeAbandoned(path: string, temporary: string): Promise<void> {
  const now = (await stat(temporary)).mtimeMs;
  for (const name of await readdir(dirname(path)).catch(() => [])) {
    const file = join(dirname(path), name);
    if (!name.startsWith(`${basename(path)}.`) || !TOKEN.test(name) || file === join(temporary)) continue;
    const found = await findHolder(file, now).catch(() => undefined);
    // One that names nobody may be about to be written.
    const age = now - ((await stat(file).catch(() => undefined))?.mtimeMs ?? now);
    if (found?.alive === false || (found === undefined && age > GUARD_STALE_MS)) await rm(file, { force: true });
  }
}

/** How the name of a file ends that asks for a lock. */
const TOKEN = /\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function isAlive({ pid, started }: Holder): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: there is such a process, another user's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return started === null || (await processStart(pid)) === started;
}

/** Boot and clock tick at which a process was started (proc(5), field 22 of stat); null where there is no /proc. */
async function processStart(pid: number): Promise<string | null> {
  try {
    const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
    const text = await readFile(`/proc/${pid}/stat`, "utf8");
    // The name of the program, in parentheses, may hold blanks; field 3 follows it.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    // A zombie has ended.
    return fields[0] === "Z" ? "ended" : `${boot.trim()} ${fields[19]}`;
  } catch {
    return null;
  }
}
