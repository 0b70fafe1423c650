import type { InputSignal } from "../../identification/index.js";
import type { Adaptation } from "../adaptation.js";
import { lawPath } from "../law/curves/path.js";
import type { Recording } from "../recording.js";

/** The law's motion along a record, and how far the measurements are from it. */
export interface FittedPath {
  /** States and their deviations [times][2d] at ascending times within the record. */
  at(times: Float64Array): { readonly states: Float64Array; readonly deviations: Float64Array };
  /** At the rows, over what the noise lets expect, [component][row]; null where a component says nothing of its own. */
  readonly residuals: readonly (readonly number[] | null)[];
}

/** A path that is so many times the noise away from the measurements is no path. */
const LOST = 10;

/** Lays a law's motion through some rows of a motion of the record; undefined for what is no law, and where that cannot be done. */
export function fittedPath(
  record: Recording,
  { model, motions, noise }: Adaptation,
  m: number,
  rows: readonly number[],
  signal: InputSignal | undefined,
): FittedPath | undefined {
  const { law } = model;
  if (law === undefined) return undefined;
  const d = record.space.dimension;
  const motion = record.motions[m] as Recording["motions"][number];
  const { kind, factors, lag, model: columns } = law.velocities;
  const plain = kind === "measured" && lag.value === 0 && columns.smoothing === undefined;
  const second = record.momenta === "given" ? motion.momenta : plain ? motion.velocities : undefined;
  const factor = (c: number) => (record.momenta === "given" ? 1 : (factors[law.active.indexOf(c)]?.value ?? 1));
  const pick = (values: Float64Array, scale: (c: number) => number) =>
    Float64Array.from(
      rows.flatMap((i) => Array.from({ length: d }, (_, c) => (values[i * d + c] as number) / scale(c))),
    );
  const positions = pick(motion.positions, () => 1);
  const seconds = second === undefined ? undefined : pick(second, factor);
  const times = Float64Array.from(rows, (i) => motion.times[i] as number);
  const noises = noise.map((value, a) => (value === null || a < d ? value : value / Math.abs(factor(a - d))));
  const { start } = motions[m] as Adaptation["motions"][number];
  const path = lawPath(law, { times, positions, second: seconds, noise: noises }, start, signal);
  if (path === undefined) return undefined;
  const residuals = Array.from({ length: 2 * d }, (_, a) => {
    const values = a < d ? positions : seconds;
    const own = noises[a] ?? null;
    if (values === undefined || own === null || !(own > 0)) return null;
    return rows.map((_, i) => path.misses[i * 2 * d + a] as number);
  });
  const lost = residuals.some((own) => own !== null && own.reduce((sum, r) => sum + r * r, 0) > LOST ** 2 * own.length);
  if (lost) return undefined;
  return {
    residuals,
    at(wanted) {
      const deviations = new Float64Array(wanted.length * 2 * d);
      let i = 0;
      wanted.forEach((t, k) => {
        while (i < times.length - 1 && (times[i] as number) < t) i++;
        deviations.set(path.deviations.subarray(i * 2 * d, (i + 1) * 2 * d), k * 2 * d);
      });
      return { states: path.at(wanted), deviations };
    },
  };
}
