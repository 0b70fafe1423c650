import { readFile } from "node:fs/promises";
import { z } from "zod";
import { UserError } from "../base/errors.js";
import { SPLITS } from "./trajectories.js";
const FORMAT = "metahamilton-trajectories";
const schema = z.object({
    format: z.literal(FORMAT),
    format_version: z.literal(1),
    /** For xarray: `t` is a coordinate, not data. */
    coordinates: z.literal("t"),
    system: z.string(),
    title: z.string(),
    hamiltonian: z.string(),
    source: z.string(),
    constants: z.record(z.string(), z.number()),
    trajectories: z.int().positive(),
    seed: z.int(),
    split: z.enum(SPLITS),
    /** Bound on the integration error of a step, relative and absolute. */
    tolerance: z.number().positive(),
    integrator: z.string(),
    /** Largest |H(t) - H(0)| of all trajectories, relative to `energy_scale` (J). */
    energy_error_max: z.number().nonnegative(),
    energy_scale: z.number().positive(),
    redraws: z.int().nonnegative(),
    code_version: z.string(),
});
/** The attributes of a set's group. */
export async function groupAttributes(set) {
    const { system } = set;
    return {
        format: FORMAT,
        format_version: 1,
        coordinates: "t",
        system: system.name,
        title: system.title,
        hamiltonian: system.formula,
        source: system.source,
        constants: { ...system.constants },
        trajectories: set.count,
        seed: set.seed,
        split: set.split,
        tolerance: set.tolerance,
        integrator: "DOP853",
        energy_error_max: set.energyError,
        energy_scale: system.energyScale,
        redraws: set.redraws,
        code_version: await packageVersion(),
    };
}
/** Checks the attributes of a group found at `path`; throws `UserError` naming the first one that is wrong. */
export function parseGroupAttributes(path, found) {
    if (typeof found !== "object" || found === null || !("format" in found) || found.format !== FORMAT)
        throw new UserError(`${path}: a Zarr group, but not one of trajectories (attribute "format" is not "${FORMAT}")`);
    const { data, error } = schema.safeParse(found);
    if (data !== undefined)
        return data;
    const issue = error.issues[0];
    throw new UserError(`${path}: attribute "${issue?.path.join(".")}" is wrong: ${issue?.message}`);
}
async function packageVersion() {
    const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
    return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
