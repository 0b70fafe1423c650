import type { Recording } from "../recording.js";

/** Impacts: instants at which a velocity jumps. */
export interface Impacts {
  readonly count: number;
  /** About when, in the record's unit of time. */
  readonly times: readonly number[];
  /** The coordinate that bounces. */
  readonly coordinate: string;
  /** Median share of the kinetic energy that is left after an impact. */
  readonly kept: number;
}

/** A jump of the velocity is an impact that is so many times the usual change from row to row, and this share of the usual speed. */
const [JUMP_TIMES, JUMP_SHARE] = [6, 0.8];
/** Impacts happen at one place: within this share of the coordinate's range. */
const ONE_PLACE = 0.15;
/** At more than this share of the rows there are none: the motion is only sampled too rarely. */
const MOST = 0.2;
/** One sudden turn may be many things. */
const FEWEST = 2;
/** An impact takes up to so many rows. */
const ROWS = 3;

/**
 * Instants at which a coordinate turns around from one row to the next though it hardly changes its velocity elsewhere, all of them at one place: a ball on a floor, a cart against
 * a wall. Undefined where there are none.
 */
export function impactsOf({ motions, space }: Recording): Impacts | undefined {
  const d = space.dimension;
  let best: Impacts | undefined;
  for (let c = 0; c < d; c++) {
    const times: number[] = [];
    const places: number[] = [];
    const kept: number[] = [];
    let [rows, low, high] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const { times: t, positions } of motions) {
      const N = t.length;
      const x = (i: number) => positions[i * d + c] as number;
      const speeds = Array.from(
        { length: N - 1 },
        (_, i) => (x(i + 1) - x(i)) / ((t[i + 1] as number) - (t[i] as number)),
      );
      const jumps = speeds.slice(1).map((speed, i) => speed - (speeds[i] as number));
      const usual = median(jumps.map(Math.abs));
      const speed = Math.sqrt(speeds.reduce((sum, value) => sum + value * value, 0) / speeds.length);
      rows += N;
      for (let i = 0; i < N; i++) {
        low = Math.min(low, x(i));
        high = Math.max(high, x(i));
      }
      for (let i = 1; i < jumps.length; i++) {
        // Over the rows that an impact may take.
        const total = jumps.slice(i, i + 2).reduce((sum, value) => sum + value, 0);
        if (Math.abs(total) < Math.max(JUMP_TIMES * usual, JUMP_SHARE * speed)) continue;
        if (i < 2 || i + 3 >= speeds.length) continue;
        const middle = (k: number) => ((t[k] as number) + (t[k + 1] as number)) / 2;
        const instant = middle(i) / 2 + middle(i + 1) / 2;
        // Velocities just before and just after: lines through the two intervals on either side of the rows that it takes.
        const towards = (near: number, far: number) => {
          const [s, o] = [speeds[near] as number, speeds[far] as number];
          return s + ((s - o) / (middle(near) - middle(far))) * (instant - middle(near));
        };
        const [before, after] = [towards(i - 1, i - 2), towards(i + 2, i + 3)];
        if (before * after >= 0) continue;
        times.push(t[i + 1] as number);
        places.push(x(i + 1));
        kept.push((after / before) ** 2);
        i += ROWS;
      }
    }
    if (times.length < FEWEST || times.length > MOST * rows) continue;
    if (Math.max(...places) - Math.min(...places) > ONE_PLACE * (high - low)) continue;
    if (best === undefined || times.length > best.count)
      best = {
        count: times.length,
        times,
        coordinate: space.coordinates[c]?.position.name ?? "",
        kept: median(kept),
      };
  }
  return best;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
