import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import type { Readable } from "node:stream";

/** What is sent of a file: bytes that all connections share, or where it is too large for that, a stream for each. */
export interface KeptContent {
  readonly size: number;
  readonly content: Uint8Array | (() => Readable);
}

/** Files that may change, kept in memory while they do not. */
export interface Kept {
  /** undefined for what is not a file. */
  read(path: string): Promise<KeptContent | undefined>;
}

/** Together the kept files take no more than this, in bytes; a larger file is streamed. */
const KEPT_BYTES = 64 * 2 ** 20;

interface Entry {
  readonly version: string;
  readonly size: number;
  readonly bytes: Promise<Uint8Array>;
}

/** Keeps files that were read last, as long as their time and size stay what they were. */
export function openKept(): Kept {
  const entries = new Map<string, Entry>();
  const total = () => [...entries.values()].reduce((sum, { size }) => sum + size, 0);
  return {
    async read(path) {
      const info = await stat(path).catch(() => undefined);
      if (!info?.isFile()) return undefined;
      const { size, mtimeMs, ino } = info;
      if (size > KEPT_BYTES) return { size, content: () => createReadStream(path, { end: size - 1 }) };
      const version = `${ino} ${mtimeMs} ${size}`;
      const known = entries.get(path);
      const entry = known?.version === version ? known : { version, size, bytes: readFile(path) };
      // The last of the map is the one used last.
      entries.delete(path);
      entries.set(path, entry);
      for (const [oldest] of entries) {
        if (total() <= KEPT_BYTES) break;
        entries.delete(oldest);
      }
      try {
        const bytes = await entry.bytes;
        return { size: bytes.length, content: bytes };
      } catch (error) {
        if (entries.get(path) === entry) entries.delete(path);
        throw error;
      }
    },
  };
}
