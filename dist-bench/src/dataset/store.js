import { randomUUID } from "node:crypto";
import { lstat, mkdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { FileSystemStore } from "@zarrita/storage";
import { create, get, isZarritaError, open, registry, root, set as setRegion, slice } from "zarrita";
import { UserError } from "../base/errors.js";
import { systemNamed } from "../mechanics/index.js";
import { crc32cCodec } from "./crc32c.js";
import { derivativesOf, joinStates, splitStates } from "./halves.js";
import { groupAttributes, parseGroupAttributes } from "./store-attributes.js";
// zarrita's own crc32c neither writes nor checks the checksum.
registry.set("crc32c", async () => ({ fromConfig: () => crc32cCodec }));
const CODECS = [
    { name: "bytes", configuration: { endian: "little" } },
    { name: "crc32c", configuration: {} },
];
/** Trajectories a chunk: 256 of 200 samples and two coordinates are 0.8 MB. */
const CHUNK = 256;
const DIMENSIONS = ["trajectory", "time", "coordinate"];
/** Largest relative difference between stored derivatives and those of the system they are loaded for. */
const DERIVATIVE_TOLERANCE = 1e-9;
const NAMES = ["q", "p", "dq_dt", "dp_dt"];
/**
 * Saves a set as a Zarr v3 group at `path`: arrays `t` [time], `q`, `p`, `dq_dt` and `dp_dt` [trajectory, time,
 * coordinate] in float64 with a checksum (CRC-32C) for every chunk, units and names of the coordinates with each array,
 * and everything needed to repeat the set with the group.
 *
 * The group appears at once, when it is complete. Throws `UserError` if anything exists at `path`.
 */
export async function saveTrajectories(trajectories, path) {
    await refuseExisting(path);
    const parent = dirname(resolve(path));
    await mkdir(parent, { recursive: true });
    const temporary = join(parent, `.${basename(path)}.${randomUUID()}.partial`);
    try {
        await writeGroup(trajectories, temporary);
        await refuseExisting(path);
        await rename(temporary, path);
    }
    catch (error) {
        await rm(temporary, { recursive: true, force: true });
        throw error;
    }
}
/**
 * Loads what `saveTrajectories` has saved. The system is looked up by name and given the stored constants; pass `system`
 * for one that is not among the library's own.
 *
 * Throws `UserError` for a folder that is missing, no such group, incomplete or damaged, and for derivatives that are
 * not those of the system.
 */
export async function loadTrajectories(path, options = {}) {
    const attributes = await readGroupAttributes(path);
    const system = systemOf(path, attributes, options.system);
    const samples = await readArray(path, "t", (shape) => shape.length === 1 && shape[0] >= 2);
    const N = samples.data.length;
    const shape = [attributes.trajectories, N, system.dimension];
    const read = async (name) => (await readArray(path, name, (found) => found.join() === shape.join(), shape)).data;
    const [q, p, dq, dp] = [await read("q"), await read("p"), await read("dq_dt"), await read("dp_dt")];
    for (let i = 1; i < N; i++)
        if (!(samples.data[i] > samples.data[i - 1]))
            throw new UserError(`${path}: array "t" must ascend, but t[${i}] does not`);
    const states = joinStates(q, p, system.dimension);
    checkDerivatives(path, system, states, joinStates(dq, dp, system.dimension));
    return {
        system,
        seed: attributes.seed,
        split: attributes.split,
        count: attributes.trajectories,
        times: samples.data,
        states,
        tolerance: attributes.tolerance,
        redraws: attributes.redraws,
        energyError: attributes.energy_error_max,
    };
}
async function refuseExisting(path) {
    const found = await lstat(path).catch(() => undefined);
    if (found !== undefined)
        throw new UserError(`${path} exists already; trajectories are only saved to a new folder`);
}
async function writeGroup(trajectories, path) {
    const { system, count, times, states } = trajectories;
    const group = root(new FileSystemStore(path));
    await create(group, { attributes: { ...(await groupAttributes(trajectories)) } });
    const t = await create(group.resolve("t"), {
        shape: [times.length],
        chunkShape: [times.length],
        dtype: "float64",
        codecs: CODECS,
        fillValue: Number.NaN,
        dimensionNames: ["time"],
        attributes: { units: "s", long_name: "time" },
    });
    await setRegion(t, null, { data: times, shape: [times.length], stride: [1] });
    const d = system.dimension;
    const shape = [count, times.length, d];
    const arrays = await Promise.all(NAMES.map((name) => create(group.resolve(name), {
        shape,
        chunkShape: [Math.min(CHUNK, count), times.length, d],
        dtype: "float64",
        codecs: CODECS,
        // A chunk that is missing reads as this.
        fillValue: Number.NaN,
        dimensionNames: DIMENSIONS,
        attributes: arrayAttributes(system, name),
    })));
    const length = times.length * 2 * d;
    for (let first = 0; first < count; first += CHUNK) {
        const end = Math.min(first + CHUNK, count);
        const part = states.subarray(first * length, end * length);
        const halves = [...splitStates(part, d), ...splitStates(derivativesOf(system, part), d)];
        const partShape = [end - first, times.length, d];
        for (const [i, array] of arrays.entries())
            await setRegion(array, [slice(first, end), null, null], {
                data: halves[i],
                shape: partShape,
                stride: [times.length * d, d, 1],
            });
    }
}
function arrayAttributes(system, name) {
    const derivative = name.startsWith("d");
    const quantities = system.coordinates.map((c) => (name === "q" || name === "dq_dt" ? c.position : c.momentum));
    const units = quantities.map(({ unit }) => (derivative ? `${unit} s^-1` : unit));
    return {
        long_name: `${name.includes("q") ? "generalised positions" : "conjugate momenta"}${derivative ? ", time derivative" : ""}`,
        // One unit where all coordinates share it, else one each.
        units: new Set(units).size === 1 ? units[0] : units,
        coordinate_names: quantities.map((quantity) => quantity.name),
    };
}
async function readGroupAttributes(path) {
    const folder = await lstat(path).catch(() => undefined);
    if (folder === undefined)
        throw new UserError(`${path}: there is no such folder`);
    const text = await readFile(join(path, "zarr.json"), "utf8").catch(() => undefined);
    if (text === undefined)
        throw new UserError(`${path}: not a Zarr v3 group (it has no zarr.json)`);
    const group = await open.v3(new FileSystemStore(path), { kind: "group" }).catch((error) => {
        throw new UserError(`${path}: not a Zarr v3 group: ${messageOf(error)}`);
    });
    return parseGroupAttributes(path, group.attrs);
}
function systemOf(path, attributes, given) {
    if (given !== undefined && given.name !== attributes.system)
        throw new UserError(`${path}: trajectories of ${attributes.system}, expected ${given.name}`);
    const system = given ?? systemNamed(attributes.system);
    const same = Object.entries(attributes.constants).every(([key, value]) => system.constants[key] === value);
    return same ? system : system.withConstants(attributes.constants);
}
/** A whole array; every number must be there and finite. */
async function readArray(path, name, fits, expected = []) {
    const fail = (problem) => new UserError(`${path}: array "${name}" ${problem}`);
    try {
        const array = await open.v3(root(new FileSystemStore(path)).resolve(name), { kind: "array" });
        if (!array.is("float64"))
            throw fail(`must be float64, found ${array.dtype}`);
        const dimensions = name === "t" ? ["time"] : DIMENSIONS;
        if (array.dimensionNames?.join() !== dimensions.join())
            throw fail(`must have the dimensions ${dimensions.join(", ")}, found ${array.dimensionNames?.join(", ") ?? "none"}`);
        if (!fits(array.shape))
            throw fail(`has shape [${array.shape}], expected [${expected}]`);
        const { data } = await get(array);
        const values = data;
        const bad = values.findIndex((value) => !Number.isFinite(value));
        if (bad >= 0)
            throw fail(`has a missing or non-finite number at flat index ${bad}; is one of its chunks missing?`);
        return { data: values };
    }
    catch (error) {
        if (error instanceof UserError)
            throw error;
        if (isZarritaError(error, "NotFoundError"))
            throw fail("is missing");
        if (isZarritaError(error))
            throw fail(`cannot be read: ${messageOf(error)}`);
        throw error;
    }
}
/** Stored derivatives must be those of the system, else its Hamiltonian or constants have changed since. */
function checkDerivatives(path, system, states, stored) {
    const computed = derivativesOf(system, states);
    for (let i = 0; i < stored.length; i++) {
        const [a, b] = [stored[i], computed[i]];
        if (!(Math.abs(a - b) <= DERIVATIVE_TOLERANCE * (1 + Math.abs(b))))
            throw new UserError(`${path}: the stored derivatives are not those of ${system.name} (${a} stored, ${b} expected at flat index ${i}); ` +
                "were its Hamiltonian or constants changed?");
    }
}
function messageOf(error) {
    if (!(error instanceof Error))
        return String(error);
    return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
