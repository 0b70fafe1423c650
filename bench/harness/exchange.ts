import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withTemporaryFolder } from "./temporary.js";

/** Numbers that every contestant gets: row-major, little-endian. */
export interface SharedArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array;
}

/** Work for contestants: what to do, as JSON, and the numbers to do it with. */
export interface Job {
  readonly work: string;
  readonly threads: number;
  readonly options: Readonly<Record<string, unknown>>;
  readonly arrays: Readonly<Record<string, SharedArray>>;
}

/** A job as its folder's job.json describes it; every array lies in NAME.bin. */
export interface JobFile extends Omit<Job, "arrays"> {
  readonly arrays: Readonly<Record<string, { readonly shape: readonly number[]; readonly type: "f32" | "f64" }>>;
}

/** Writes a job into a new temporary folder, runs `use` with its path and removes it. */
export async function withJob<Result>(job: Job, use: (folder: string) => Promise<Result>): Promise<Result> {
  return withTemporaryFolder("job", async (folder) => {
    const described = Object.entries(job.arrays).map(([name, { shape, data }]) => {
      const type = data instanceof Float64Array ? "f64" : "f32";
      return [name, { shape, type }] as const;
    });
    for (const [name, { data }] of Object.entries(job.arrays))
      await writeFile(join(folder, `${name}.bin`), new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    await writeFile(join(folder, "job.json"), JSON.stringify({ ...job, arrays: Object.fromEntries(described) }));
    return use(folder);
  });
}

/** Reads a job folder; the arrays are read on demand. */
export async function readJob(folder: string) {
  const job = JSON.parse(await readFile(join(folder, "job.json"), "utf8")) as JobFile;
  return {
    ...job,
    async f32(name: string): Promise<Float32Array> {
      return new Float32Array(await bytesOf(folder, name));
    },
    async f64(name: string): Promise<Float64Array> {
      return new Float64Array(await bytesOf(folder, name));
    },
  };
}

async function bytesOf(folder: string, name: string): Promise<ArrayBuffer> {
  const bytes = await readFile(join(folder, `${name}.bin`));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}
