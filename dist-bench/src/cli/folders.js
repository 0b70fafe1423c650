import { access, constants, lstat, mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { UserError } from "../base/errors.js";
/**
 * Makes a folder to write into, with those above it, where it is missing. Throws where it cannot be made or written to, so
 * that this comes out before long work and not after it.
 */
export async function makeFolder(path) {
    if (path === "")
        throw new UserError("--out needs the name of a folder");
    await make(resolve(path));
    if (!(await stat(path)).isDirectory())
        throw new UserError(`${path} is a file; --out needs a folder`);
    await access(path, constants.W_OK);
}
/** Whether anything lies at a path. */
export async function exists(path) {
    try {
        await lstat(path);
        return true;
    }
    catch (error) {
        if (error.code === "ENOENT")
            return false;
        throw error;
    }
}
/** `mkdir` with `recursive` never returns where a file system has a folder but refuses new ones as missing, as /proc does. */
async function make(path) {
    try {
        await mkdir(path);
    }
    catch (error) {
        const { code } = error;
        if (code === "EEXIST")
            return;
        // Some file systems refuse what exists already for another reason first.
        if (code !== "ENOENT") {
            if (await exists(path))
                return;
            throw error;
        }
        const parent = dirname(path);
        if (await exists(parent))
            throw error;
        await make(parent);
        await mkdir(path);
    }
}
