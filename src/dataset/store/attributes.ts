import { z } from "zod";
import { UserError } from "../../base/errors.js";
import { canonicalJson } from "../../base/keys.js";
import { version } from "../../base/package.js";
import { sha256 } from "../../base/sha256.js";
import { SPLITS } from "../trajectories.js";
import type { StoreDescription, StoreTotals } from "./description.js";

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
  /** Those that all trajectories share; of the others the default. */
  constants: z.record(z.string(), z.number()),
  /** Constants that differ between trajectories, in the order of the array `constants`. */
  varied_constants: z.array(z.string()).default([]),
  /** Of these, where known: what they were drawn from, uniformly. */
  constant_ranges: z.record(z.string(), z.tuple([z.number(), z.number()])).default({}),
  trajectories: z.int().positive(),
  seed: z.int(),
  split: z.enum(SPLITS),
  sampling: z.enum(["regular", "irregular"]).default("regular"),
  /** Standard deviation of Gaussian noise on q and p, as a fraction of their reach. */
  noise: z.number().nonnegative().default(0),
  /** Bound on the integration error of a step, relative and absolute. */
  tolerance: z.number().positive(),
  integrator: z.string(),
  /** Largest |H(t) - H(0)| of all trajectories, relative to `energy_scale` (J). */
  energy_error_max: z.number().nonnegative(),
  energy_scale: z.number().positive(),
  redraws: z.int().nonnegative(),
  code_version: z.string(),
});

/** Key of the digest of all other attributes: the SHA-256 of their JSON with keys in order. */
const DIGEST = "sha256";

const digestOf = (attributes: object) => sha256(new TextEncoder().encode(canonicalJson(attributes)));

/** Attributes as they are written: with their digest. */
export const withDigest = (attributes: GroupAttributes): object => ({ ...attributes, [DIGEST]: digestOf(attributes) });

/** What a stored set says of itself. */
export type GroupAttributes = z.infer<typeof schema>;

/** The attributes of a set's group. */
export function groupAttributes(
  { system, seed, split, count, tolerance, irregular, noise, varied }: StoreDescription,
  { redraws, energyError }: StoreTotals,
): GroupAttributes {
  return {
    format: FORMAT,
    format_version: 1,
    coordinates: "t",
    system: system.name,
    title: system.title,
    hamiltonian: system.formula,
    source: system.source,
    constants: { ...system.constants },
    varied_constants: varied.map(({ name }) => name),
    constant_ranges: Object.fromEntries(
      varied.flatMap(({ name, range }) => (range === undefined ? [] : [[name, [...range] as [number, number]]])),
    ),
    trajectories: count,
    seed,
    split,
    sampling: irregular ? "irregular" : "regular",
    noise,
    tolerance,
    integrator: "DOP853",
    energy_error_max: energyError,
    energy_scale: system.energyScale,
    redraws,
    code_version: version,
  };
}

/**
 * Checks the attributes of a group found at `path`; throws `UserError` naming the first one that is wrong, and where they are not what
 * their digest, if they have one, was taken of.
 */
export function parseGroupAttributes(path: string, found: unknown): GroupAttributes {
  if (typeof found !== "object" || found === null || !("format" in found) || found.format !== FORMAT)
    throw new UserError(`${path}: a Zarr group, but not one of trajectories (attribute "format" is not "${FORMAT}")`);
  const { [DIGEST]: digest, ...attributes } = found as Readonly<Record<string, unknown>>;
  const { data, error } = schema.safeParse(attributes);
  if (data !== undefined && digest !== undefined && digest !== digestOf(attributes))
    throw new UserError(`${path}: damaged: its attributes are not those that it was written with`);
  if (data !== undefined) return data;
  const issue = error.issues[0];
  const name = issue?.path.join(".") ?? "";
  const missing = issue?.path.length === 1 && !Object.hasOwn(found, name);
  throw new UserError(`${path}: attribute "${name}" is ${missing ? "missing" : `wrong: ${issue?.message}`}`);
}
