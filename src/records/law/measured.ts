import {
  type CoordinateKind,
  type Coordinates,
  type InputSignal,
  type Inputs,
  inputsOf,
  type MeasuredMotion,
  signalOf,
} from "../../identification/index.js";
import { stemOf, suffixOf } from "../columns/names.js";
import type { Motion, Recording } from "../recording.js";

/** A record as the identification of laws takes it. */
export interface MeasuredRecord {
  /** Coordinates that move, by number; the others stay where they are. */
  readonly active: readonly number[];
  /** Where the others are, [d]. */
  readonly rest: Float64Array;
  readonly motions: readonly MeasuredMotion[];
  readonly coordinates: Coordinates;
  readonly inputs?: Inputs | undefined;
  /** What was added to every motion's times while laws are fitted, so that inputs of several motions do not mix: each goes with its own motion, whatever their clocks say. */
  readonly offsets: readonly number[];
}

/** A coordinate that moves less than this share of its size stands still. */
const STILL = 1e-9;

/** Takes from a record what is fitted, the first `counts` rows of every motion. */
export function measuredRecord(record: Recording, counts?: readonly number[]): MeasuredRecord {
  const d = record.space.dimension;
  const moving = Array.from({ length: d }, (_, c) => c).filter((c) => moves(record, c));
  const active = moving.length === 0 ? [0] : moving;
  const kinds = record.space.coordinates.map((_, c): CoordinateKind => record.coordinateKinds?.[c] ?? "unknown");
  const offsets = clockOffsets(record);
  const motions = record.motions.map((motion, m) => {
    const N = counts?.[m] ?? motion.times.length;
    const values = new Float64Array(N * 2 * active.length).fill(Number.NaN);
    const second = record.momenta === "given" ? motion.momenta : motion.velocities;
    for (let i = 0; i < N; i++)
      active.forEach((c, k) => {
        values[i * 2 * active.length + k] = motion.positions[i * d + c] as number;
        const value = second?.[i * d + c];
        if (value !== undefined) values[i * 2 * active.length + active.length + k] = value;
      });
    return { times: motion.times.slice(0, N).map((t) => t + (offsets[m] as number)), values };
  });
  const bodies = bodiesOf(record, kinds);
  const own = active.map((c) => bodies[c] as number);
  const numbers = [...new Set(own)];
  const given = record.masses.some((mass) => mass !== 1) && record.momenta !== "given";
  return {
    active,
    rest: Float64Array.from({ length: d }, (_, c) => record.motions[0]?.positions[c] as number),
    motions,
    coordinates: {
      kinds: active.map((c) => kinds[c] as CoordinateKind),
      bodies: own.map((body) => numbers.indexOf(body)),
      ...(ungrouped(record, active, kinds) ? { ungrouped: true } : {}),
      ...(given ? { masses: numbers.map((body) => record.masses[bodies.indexOf(body)] as number) } : {}),
    },
    offsets,
    ...inputsIn(record, offsets),
  };
}

function moves({ motions, space: { dimension: d } }: Recording, c: number): boolean {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { positions } of motions)
    for (let k = c; k < positions.length; k += d) {
      low = Math.min(low, positions[k] as number);
      high = Math.max(high, positions[k] as number);
    }
  return high - low > STILL * Math.max(Math.abs(low), Math.abs(high));
}

/** Parts of a place in the sky, or on a map. */
const IN_SKY = /^((d|delta|δ|Δ)?[ _*]?(ra|dec|de)[ _*]?(cos(dec)?|off(set)?)?|east(ing)?|north(ing)?)$/i;

/** Which body every coordinate belongs to: those with one number in their names, or the axes x, y and z of one place; angles each for themselves. */
export function bodiesOf({ space }: Recording, kinds: readonly CoordinateKind[]): number[] {
  const keys = space.coordinates.map(({ position: { name } }, c) => {
    if (kinds[c] === "angle") return `angle ${c}`;
    const suffix = suffixOf(name);
    if (suffix !== "") return suffix;
    if (IN_SKY.test(name)) return "space of the sky";
    // The axes of one place: x and y, pos.x and pos.y, ProbeX and ProbeY, x_eci and y_eci, xA and yA, ax and ay.
    const axis =
      /^(?:(.+)[\s._:])?[xyz]$/i.exec(name) ??
      /^(.*[a-z])[XYZ]$/.exec(name) ??
      /^[xyz][\s._:](.+)$/i.exec(name) ??
      /^[xyz]([A-Z])$/.exec(name) ??
      /^([a-z])_?[xyz]$/.exec(name);
    return axis === null ? `own ${c}` : `space ${axis[1] ?? ""}`;
  });
  const order = [...new Set(keys)];
  return keys.map((key) => order.indexOf(key));
}

/** Whether lengths are the columns of one array of positions: position_1 and position_2, but not x1 and x2, which are two bodies' in every textbook. */
function ungrouped({ space }: Recording, active: readonly number[], kinds: readonly CoordinateKind[]): boolean {
  const stems = new Set(active.map((c) => stemOf(space.coordinates[c]?.position.name ?? "")));
  const [stem] = stems;
  return active.length > 1 && stems.size === 1 && (stem?.length ?? 0) > 1 && active.every((c) => kinds[c] === "length");
}

function clockOffsets({ motions, inputs }: Recording): number[] {
  if (inputs.length === 0 || motions.length < 2) return motions.map(() => 0);
  let clock = 0;
  return motions.map(({ times }) => {
    const offset = clock - (times[0] as number);
    clock += 2 * ((times.at(-1) as number) - (times[0] as number));
    return offset;
  });
}

function inputsIn({ motions, inputs }: Recording, offsets: readonly number[]): { inputs?: Inputs } {
  const count = inputs.length;
  if (count === 0) return {};
  const times = motions.flatMap((motion, m) => Array.from(motion.times, (t) => t + (offsets[m] as number)));
  const values = motions.flatMap((motion) => [...(motion.inputs ?? [])]);
  return {
    inputs: inputsOf(
      { times, values, count },
      inputs.map(({ held }) => held),
    ),
  };
}

/** The measured inputs of a motion on its own clock; undefined where it has none. */
export function inputsAlong({ motions, inputs }: Recording, m: number): InputSignal | undefined {
  const { times, inputs: values } = motions[m] as Motion;
  if (values === undefined) return undefined;
  return signalOf(
    { times, values, count: inputs.length },
    inputs.map(({ held = false }) => held),
  );
}

/** Rows of every motion. */
export const rowsOf = (motions: readonly Motion[]): number[] => motions.map(({ times }) => times.length);
