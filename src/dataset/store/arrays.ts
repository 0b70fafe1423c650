import { rm } from "node:fs/promises";
import { join } from "node:path";
import { FileSystemStore } from "@zarrita/storage";
import { create, open, registry, root, set as setRegion, slice } from "zarrita";
import type { System } from "../../mechanics/index.js";
import { derivativesOf, splitStates } from "../halves.js";
import type { Block } from "../trajectories.js";
import { crc32cCodec } from "./crc32c.js";
import type { StoreDescription } from "./description.js";

// zarrita's own crc32c neither writes nor checks the checksum.
registry.set("crc32c", async () => ({ fromConfig: () => crc32cCodec }));

export const CODECS = [
  { name: "bytes", configuration: { endian: "little" } },
  { name: "crc32c", configuration: {} },
];
/** Trajectories a chunk: 256 of 200 samples and two coordinates are 0.8 MB. */
export const CHUNK = 256;

/** Arrays of states and their time derivatives [trajectory, time, coordinate]. */
export const STATE_ARRAYS = ["q", "p", "dq_dt", "dp_dt"] as const;
export type StateArray = (typeof STATE_ARRAYS)[number];

/** Where an array lies and what it is like. */
export interface ArrayLayout {
  readonly name: string;
  readonly dimensions: readonly string[];
  readonly shape: readonly number[];
  readonly chunkShape: readonly number[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Every array of a set. All but regular times are divided into chunks of `CHUNK` trajectories, each a file. */
export function arrayLayouts({ system, count, times, irregular, varied }: StoreDescription): ArrayLayout[] {
  const [N, d] = [times.length, system.dimension];
  const rows = Math.min(CHUNK, count);
  const layout = (name: string, dimensions: readonly string[], shape: readonly number[], attributes: object) => ({
    name,
    dimensions,
    shape,
    chunkShape: [rows, ...shape.slice(1)],
    attributes: { ...attributes },
  });
  const time = { units: "s", long_name: "time" };
  return [
    irregular
      ? layout("t", ["trajectory", "time"], [count, N], time)
      : { ...layout("t", ["time"], [N], time), chunkShape: [N] },
    ...STATE_ARRAYS.map((name) =>
      layout(name, ["trajectory", "time", "coordinate"], [count, N, d], stateAttributes(system, name)),
    ),
    ...(varied.length === 0
      ? []
      : [
          layout("constants", ["trajectory", "constant"], [count, varied.length], {
            long_name: "constants of each trajectory",
            constant_names: varied.map(({ name }) => name),
          }),
        ]),
  ];
}

/** Number of chunks of `CHUNK` trajectories. */
export const chunksOf = (count: number): number => Math.ceil(count / CHUNK);

/** The file of chunk `index` of an array that is divided by trajectories, relative to the group's folder. */
export const chunkFile = ({ name, shape }: Pick<ArrayLayout, "name" | "shape">, index: number): string =>
  join(name, "c", String(index), ...shape.slice(1).map(() => "0"));

/** Makes the arrays of a group, all but regular times still without numbers. */
export async function createArrays(path: string, description: StoreDescription): Promise<void> {
  const group = root(new FileSystemStore(path));
  for (const { name, dimensions, shape, chunkShape, attributes } of arrayLayouts(description)) {
    const array = await create(group.resolve(name), {
      shape: [...shape],
      chunkShape: [...chunkShape],
      dtype: "float64",
      codecs: CODECS,
      // A chunk that is missing reads as this.
      fillValue: Number.NaN,
      dimensionNames: [...dimensions],
      attributes,
    });
    const { times } = description;
    if (shape.length === 1) await setRegion(array, null, { data: times, shape: [times.length], stride: [1] });
  }
}

/** Makes the group itself; the last thing to be written, since without it there is no set. */
export async function createGroup(path: string, attributes: object): Promise<void> {
  await create(root(new FileSystemStore(path)), { attributes: { ...attributes } });
}

/** Writes chunk `index`: the trajectories from `index * CHUNK` on, as many as the block has. */
export async function writeChunk(
  path: string,
  description: StoreDescription,
  index: number,
  block: Omit<Block, "redraws" | "energyError">,
): Promise<void> {
  const { system } = description;
  const d = system.dimension;
  const derivatives = block.derivatives ?? derivativesOf(system, block.states);
  const [[q, p], [dq, dp]] = [splitStates(block.states, d), splitStates(derivatives, d)];
  const values: Readonly<Record<string, Float64Array | undefined>> = {
    ...{ q, p, dq_dt: dq, dp_dt: dp },
    t: block.ownTimes,
    constants: block.constants,
  };
  const first = index * CHUNK;
  const end = Math.min(first + CHUNK, description.count);
  for (const layout of arrayLayouts(description)) {
    const data = values[layout.name];
    if (data === undefined) continue;
    // What an interrupted run has left may not even be readable.
    await rm(join(path, chunkFile(layout, index)), { force: true });
    const array = await open.v3(root(new FileSystemStore(path)).resolve(layout.name), { kind: "array" });
    const shape = [end - first, ...layout.shape.slice(1)];
    const stride = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, n) => product * n, 1));
    const region = [slice(first, end), ...layout.shape.slice(1).map(() => null)];
    const chunk = setRegion(array as typeof array & { dtype: "float64" }, region, { data, shape, stride });
    // A disk that is full is noticed by a write, which does not know its file.
    await chunk.catch((error: NodeJS.ErrnoException) => {
      throw error.code === undefined ? error : Object.assign(error, { path: join(path, chunkFile(layout, index)) });
    });
  }
}

function stateAttributes(system: System, name: StateArray): Record<string, unknown> {
  const derivative = name.startsWith("d");
  const quantities = system.coordinates.map((c) => (name === "q" || name === "dq_dt" ? c.position : c.momentum));
  const units = quantities.map(({ unit }) => (!derivative ? unit : unit === "1" ? "s^-1" : `${unit} s^-1`));
  return {
    long_name: `${name.includes("q") ? "generalised positions" : "conjugate momenta"}${derivative ? ", time derivative" : ""}`,
    // One unit where all coordinates share it, else one each.
    units: new Set(units).size === 1 ? units[0] : units,
    coordinate_names: quantities.map((quantity) => quantity.name),
  };
}
