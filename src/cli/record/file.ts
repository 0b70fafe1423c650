import type { FileHandle } from "node:fs/promises";
import { basename, join } from "node:path";
import type { ByteSource } from "../../records/index.js";

/** The bytes of an open file. */
export function fileSource(name: string, file: FileHandle, size: number): ByteSource {
  return {
    name,
    size,
    async slice(start, end) {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
      return bytes.subarray(0, bytesRead);
    },
  };
}

/** A record's name without folders and ending, for the name of a run. */
export function recordStem(path: string): string {
  return basename(path).replace(/\.[^.]*$/, "") || "record";
}

/** Name of the model in an adaptation's folder. */
export const modelPath = (run: string) => join(run, "model.safetensors");
