import type { Motion } from "../recording.js";

/** What a hand holds stays within this share of the range, for so many rows and this share of them at least. */
const [BAND, ROWS, SHARE] = [0.03, 12, 0.03];
/** First rows by which it is told where. */
const FIRST = 5;
/** Means of so many parts tell how it drifts: over the last ones no further than over the others. What falls does most of its way last. */
const [PARTS, LAST] = [12, 4];
/** Then it goes, in half as long again, so many times further than it moved before: from a turning point it would go about three times as far. */
const LEAVES = 8;

/**
 * How many first rows of a motion a hand holds, which trembles, before it lets go: all coordinates stay about one place, more or less, and then leave it at once. What falls from where it stood leaves that slowly at first; its rows stay. 0 where
 * there is none.
 */
export function heldAtStart({ times, positions }: Pick<Motion, "times" | "positions">): number {
  const N = times.length;
  const d = positions.length / N;
  const x = (i: number, c: number) => positions[i * d + c] as number;
  const each = Array.from({ length: d }, (_, c) => c);
  const ranges = each.map((c) => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = 0; i < N; i++) [low, high] = [Math.min(low, x(i, c)), Math.max(high, x(i, c))];
    return high - low;
  });
  const places = each.map((c) => meanOf(Array.from({ length: Math.min(FIRST, N) }, (_, i) => x(i, c))));
  let held = 0;
  while (held < N && each.every((c) => Math.abs(x(held, c) - (places[c] as number)) <= BAND * (ranges[c] as number)))
    held++;
  if (held === N || held < Math.max(ROWS, SHARE * N)) return 0;
  // The last rows within the band may be those of the release.
  const steady = held - Math.ceil(held / 10);
  const until = (times[held] as number) + ((times[held] as number) - (times[0] as number)) / 2;
  const leaves = each.some((c) => {
    const rows = Array.from({ length: steady }, (_, i) => x(i, c));
    const parts = Array.from({ length: PARTS }, (_, k) =>
      meanOf(rows.slice(Math.floor((k * steady) / PARTS), Math.max(1, Math.floor(((k + 1) * steady) / PARTS)))),
    );
    if (widthOf(parts.slice(PARTS - LAST - 1)) > widthOf(parts.slice(0, PARTS - LAST))) return false;
    const before = rows.reduce((most, value) => Math.max(most, Math.abs(value - (places[c] as number))), 0);
    let after = 0;
    for (let i = held; i < N && (times[i] as number) <= until; i++)
      after = Math.max(after, Math.abs(x(i, c) - (places[c] as number)));
    return after > LEAVES * before;
  });
  return leaves ? held : 0;
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value / values.length, 0);

const widthOf = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
