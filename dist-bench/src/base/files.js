import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
/**
 * Writes a file so that a reader, or a crash, sees the old content or the new, never a part: into a temporary file in the
 * same folder, then renamed over `path`. Missing folders are made.
 */
export async function atomicWrite(path, content) {
    const folder = dirname(path);
    await mkdir(folder, { recursive: true });
    const temporary = join(folder, `.${basename(path)}.${randomUUID()}.tmp`);
    try {
        const file = await open(temporary, "wx");
        try {
            await file.writeFile(content);
            // Without this a power cut after the rename could leave an empty file.
            await file.sync();
        }
        finally {
            await file.close();
        }
        await rename(temporary, path);
    }
    catch (error) {
        await rm(temporary, { force: true });
        throw error;
    }
}
