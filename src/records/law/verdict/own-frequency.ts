import type { Motion } from "../../recording.js";

/** Rows by which a frequency is found at most, and frequencies tried for each that they tell apart. */
const [MOST_ROWS, OVERSAMPLING] = [2000, 8];

export const longestOf = (motions: readonly Motion[]): Motion =>
  motions.reduce((best, own) => (own.times.length > best.times.length ? own : best));

/** How many rows of a motion, from its first on, show a frequency, and by how much angular frequencies differ that they tell apart. */
export function judgedRows({ times }: Motion): { N: number; told: number } {
  const N = Math.min(MOST_ROWS, times.length);
  return { N, told: (2 * Math.PI) / ((times[N - 1] as number) - (times[0] as number)) };
}

/** The angular frequency at which a coordinate oscillates most: the highest peak of the periodogram of its first values about their mean. */
export function ownFrequency(motion: Motion, c: number): number {
  const { times, positions } = motion;
  const { N, told } = judgedRows(motion);
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
  // The slowest frequency that is tried may be no peak.
  if (before > most || after > most) return at * step;
  const bend = before - 2 * most + after;
  return (at + (bend < 0 ? (before - after) / (2 * bend) : 0)) * step;
}
