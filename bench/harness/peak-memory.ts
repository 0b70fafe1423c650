import { readFileSync } from "node:fs";

/**
 * Most memory that a running process has held so far, bytes; undefined where the system does not say. A process's own count
 * (getrusage) will not do: on Linux it begins with what its parent held when it was started.
 */
export function peakMemoryOf(pid: number | undefined): number | undefined {
  try {
    const [, kibibytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  } catch {
    return undefined;
  }
}
