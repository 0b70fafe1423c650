import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
/** Writes a job into a new temporary folder, runs `use` with its path and removes it. */
export async function withJob(job, use) {
    const folder = await mkdtemp(join(tmpdir(), "metahamilton-bench-"));
    try {
        const described = Object.entries(job.arrays).map(([name, { shape, data }]) => {
            const type = data instanceof Float64Array ? "f64" : "f32";
            return [name, { shape, type }];
        });
        for (const [name, { data }] of Object.entries(job.arrays))
            await writeFile(join(folder, `${name}.bin`), new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
        await writeFile(join(folder, "job.json"), JSON.stringify({ ...job, arrays: Object.fromEntries(described) }));
        return await use(folder);
    }
    finally {
        await rm(folder, { recursive: true, force: true });
    }
}
/** Reads a job folder; the arrays are read on demand. */
export async function readJob(folder) {
    const job = JSON.parse(await readFile(join(folder, "job.json"), "utf8"));
    return {
        ...job,
        async f32(name) {
            return new Float32Array(await bytesOf(folder, name));
        },
        async f64(name) {
            return new Float64Array(await bytesOf(folder, name));
        },
    };
}
async function bytesOf(folder, name) {
    const bytes = await readFile(join(folder, `${name}.bin`));
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}
