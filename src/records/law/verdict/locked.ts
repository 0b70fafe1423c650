import type { Motion, Recording } from "../../recording.js";
import type { LearnedForce } from "../force-kinds.js";

/** A force has a whole multiple of a coordinate's frequency that lies within this share of what the record's length tells apart. */
const LOCKED = 0.1;
/** Multiples that are looked at: what is missing of a law has the harmonics of the motion. A force's own frequency is in the motion besides, whatever it is. */
const MULTIPLES = [2, 3, 4];
/** Over fewer periods of a force a multiple is no news. */
const PERIODS = 5;
/** Rows by which a frequency is found at most, and frequencies tried for each that they tell apart. */
const [MOST_ROWS, OVERSAMPLING] = [2000, 8];

/**
 * In words, that every harmonic drive that was guessed has a multiple of the motion's own frequency: such forces are the overtones of what the form of the energy lacks, as of points that are tied to one another. Undefined
 * where there is none, or one that is not.
 */
export function lockedIn(record: Recording, forces: readonly LearnedForce[]): string | undefined {
  const drives = forces.filter(({ kind }) => kind === "harmonic");
  if (drives.length === 0) return undefined;
  const { space, motions } = record;
  const longest = motions.reduce((best, own) => (own.times.length > best.times.length ? own : best));
  const N = Math.min(MOST_ROWS, longest.times.length);
  const span = (longest.times[N - 1] as number) - (longest.times[0] as number);
  const told = (2 * Math.PI) / span;
  const own = space.coordinates.map((_, c) => ownFrequency(longest, c, N, told));
  const found = drives.map(({ frequency }) => {
    const w = Math.abs(frequency?.value ?? 0);
    if (w < PERIODS * told) return undefined;
    const c = own.findIndex((w0) => MULTIPLES.some((n) => Math.abs(w - n * w0) < LOCKED * told));
    return c < 0 ? undefined : { c, n: Math.round(w / (own[c] as number)) };
  });
  const [first] = found;
  if (first === undefined || found.includes(undefined)) return undefined;
  const name = space.coordinates[first.c]?.position.name ?? "";
  return `the force that oscillates has ${first.n} times the frequency of ${name}: so has what is left where the form of the energy lacks something, as that of points that are tied to one another`;
}

/** The angular frequency at which a coordinate oscillates most: the highest peak of the periodogram of its first N values about their mean. */
function ownFrequency({ times, positions }: Motion, c: number, N: number, told: number): number {
  const d = positions.length / times.length;
  const rows = Array.from({ length: N }, (_, i) => positions[i * d + c] as number);
  const mean = rows.reduce((sum, value) => sum + value / N, 0);
  const power = (w: number): number => {
    let [cosine, sine] = [0, 0];
    rows.forEach((value, i) => {
      const phase = w * (times[i] as number);
      cosine += (value - mean) * Math.cos(phase);
      sine += (value - mean) * Math.sin(phase);
    });
    return cosine * cosine + sine * sine;
  };
  const step = told / OVERSAMPLING;
  let [at, most] = [0, 0];
  // Up to half of the rows' own frequency.
  for (let k = OVERSAMPLING; 2 * k * step < N * told; k++) {
    const own = power(k * step);
    if (own > most) [at, most] = [k, own];
  }
  // The top of the parabola through the highest value and its neighbours.
  const [before, after] = [power((at - 1) * step), power((at + 1) * step)];
  const bend = before - 2 * most + after;
  return (at + (bend < 0 ? (before - after) / (2 * bend) : 0)) * step;
}
