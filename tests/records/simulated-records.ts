import { randomStream } from "../../src/base/random.js";
import { dop853 } from "../../src/mechanics/index.js";
import { type Adaptation, bytesSource, type Recording, readRecord } from "../../src/records/index.js";
import { adaptLaw } from "../../src/records/law/adapt-law.js";
import type { LawModel } from "../../src/records/law/model.js";

/** dx/dt of a state. */
export type Rates = (state: Float64Array, t: number) => readonly number[];

interface Simulated {
  readonly rates: Rates;
  readonly start: readonly number[];
  readonly points: number;
  readonly duration: number;
  /** Relative to the largest value of each column. */
  readonly noise?: number;
  readonly seed?: number;
}

/** True states [points][n] of dx/dt = rates(x, t) at equal steps, and the noise to add to them. */
export function simulated({ rates, start, points, duration, noise = 0, seed = 0 }: Simulated) {
  const n = start.length;
  const times = Float64Array.from({ length: points }, (_, i) => (i * duration) / (points - 1));
  const { states } = dop853(
    (x, out) => out.set([...rates(x.subarray(0, n), x[n] as number), 1]),
    Float64Array.from([...start, 0]),
    times,
    { tolerance: 1e-13 },
  );
  const column = (c: number) => Array.from(times, (_, i) => states[i * (n + 1) + c] as number);
  const random = randomStream(seed, "laws");
  const columns = start.map((_, c) => {
    const own = column(c);
    const size = Math.max(...own.map(Math.abs));
    return own.map((value) => value + noise * size * random.normal());
  });
  return { times, columns, truth: start.map((_, c) => column(c)) };
}

/** Columns as a text. */
export function csv(headings: string, ...columns: readonly ArrayLike<number>[]): string {
  const rows = Array.from(columns[0] as ArrayLike<number>, (_, i) => columns.map((column) => column[i]).join());
  return [headings, ...rows].join("\n");
}

/** The record of a text. */
export const read = (text: string, options = {}): Promise<Recording> =>
  readRecord(bytesSource("record.csv", new TextEncoder().encode(text)), options);

/** What is learned by the law of motion, without its formula unless that is asked for; throws where none was found. */
export function learned(
  record: Recording,
  options = {},
): Omit<Adaptation, "law"> & { readonly law: LawModel; readonly adaptation: Adaptation } {
  const adaptation = adaptLaw(record, { draws: 4, formula: false, ...options });
  const law = adaptation?.model.law;
  if (adaptation === undefined || law === undefined) throw new Error("no law was found");
  return { ...adaptation, law, adaptation };
}

/** Of 1 m. */
export const pendulum: Rates = ([theta = 0, omega = 0]) => [omega, -9.81 * Math.sin(theta)];
