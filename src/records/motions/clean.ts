import { inFileUnit, type Motion, type Recording } from "../recording.js";
import { clippedRows } from "./clipped.js";
import { heldAtStart } from "./held-start.js";
import { keptRows } from "./kept-rows.js";
import { spikes } from "./spikes.js";
import { stuckRows } from "./stuck.js";

/**
 * Leaves out what is safe to leave out: rest before a release and after a sudden end, last rows that repeat one another, single samples that lie far off. What was left out is added to what was understood.
 */
export function cleanRecord(record: Recording): Recording {
  const notes: string[] = [];
  const stops: (number | undefined)[] = [];
  const motions = record.motions.map((motion) => {
    const of = motion.id === "" ? "" : ` of motion ${motion.id}`;
    const unit = record.time.unit === "" ? "" : ` ${record.time.unit}`;
    const repeated = repeatedEnd(motion);
    let own = repeated === 0 ? motion : keptRows(motion, (i) => i < motion.times.length - repeated);
    if (repeated > 0) notes.push(`the last ${repeated} rows${of} repeat the one before them and are left out`);
    if (isLoneStart(own.times)) {
      notes.push(`the first row${of} stands alone before a gap and is left out`);
      own = keptRows(own, (i) => i > 0);
    }
    const rest = restAtStart(measuredOf(own, record));
    if (rest > 0) {
      const [from, to] = [own.times[0] as number, own.times[rest] as number];
      notes.push(`nothing moves from ${short(from)} to ${short(to)}${unit}${of}: these ${rest} rows are left out`);
      own = keptRows(own, (i) => i >= rest);
    }
    const held = rest > 0 ? 0 : heldAtStart(measuredOf(own, record));
    if (held > 0) {
      const [from, to] = [own.times[0] as number, own.times[held] as number];
      notes.push(
        `it is held, more or less still, from ${short(from)} to ${short(to)}${unit}${of}: these ${held} rows are left out`,
      );
      own = keptRows(own, (i) => i >= held);
    }
    const end = restAtStart(reversed(measuredOf(own, record)));
    stops.push(end > 0 ? own.times[own.times.length - end] : repeated >= REST_ROWS ? own.times.at(-1) : undefined);
    if (end > 0) {
      const N = own.times.length;
      const [from, to] = [own.times[N - end] as number, own.times[N - 1] as number];
      notes.push(
        `nothing moves any more from ${short(from)} to ${short(to)}${unit}${of}: these ${end} rows are left out`,
      );
      own = keptRows(own, (i) => i < N - end);
    }
    const clipped = clippedRows(own, record.space.dimension);
    if (clipped.rows.size > 0) {
      const ends = clipped.limits.map(
        ({ coordinate, value }) =>
          `${record.space.coordinates[coordinate]?.position.name} at ${inFileUnit(record, coordinate, value, 4)}`,
      );
      notes.push(
        `${clipped.rows.size} rows${of} stay at an end of the range that the motion leads beyond (${ends.join(", ")}), as of a sensor at its limit or at a stop, and are left out`,
      );
      own = keptRows(own, (i) => !clipped.rows.has(i));
    }
    const stuck = stuckRows(own);
    if (stuck.size > 0) {
      const from = short(own.times[stuck.values().next().value as number] as number);
      notes.push(
        `${stuck.size} rows${of} repeat the one before them while the motion goes on (the first at ${from}${unit}) and are left out`,
      );
      own = keptRows(own, (i) => !stuck.has(i));
    }
    const lost = lostRows(own);
    if (lost.value !== undefined) {
      notes.push(
        `${lost.rows.size} rows${of} are ${lost.value} throughout, far from all others, as where nothing was seen, and are left out`,
      );
      own = keptRows(own, (i) => !lost.rows.has(i));
    }
    const { outliers, columns } = farOff(own, record);
    // Where some zeros lie far off, those that happen to lie near stand for missing numbers as well.
    const zeros = zeroRows(own);
    if (zeros.some((i) => outliers.has(i))) for (const i of zeros) outliers.add(i);
    if (outliers.size > 0) {
      const times = [...outliers]
        .sort((a, b) => a - b)
        .slice(0, 5)
        .map((i) => short(own.times[i] as number));
      const more = outliers.size > 5 ? ", ..." : "";
      notes.push(
        `${outliers.size} ${outliers.size === 1 ? "sample lies far off its" : "samples lie far off their"} neighbours${of} (${columns.join(", ")}; at ${times.join(", ")}${more}${unit}) and ${outliers.size === 1 ? "is" : "are"} left out`,
      );
      own = keptRows(own, (i) => !outliers.has(i));
    }
    return own;
  });
  if (notes.length === 0) return record;
  const kept = motions.reduce((total, { times }) => total + times.length, 0);
  const stopped = stops.some((time) => time !== undefined) ? { stops } : {};
  return { ...record, ...stopped, motions, kept, understood: [...record.understood, ...notes] };
}

/** A step of so many usual ones, and so many times the next longest, is a gap that no other is like; of so many rows. */
const [GAP, UNLIKE, FEWEST_ROWS] = [10, 3, 16];

/** Whether a single row comes long before all others: a line that lost its beginning when a terminal began to listen, or a reading of a time before. */
function isLoneStart(times: Float64Array): boolean {
  if (times.length < FEWEST_ROWS) return false;
  const [first = 0, ...others] = Array.from(times.subarray(1), (t, i) => t - (times[i] as number));
  const sorted = others.sort((a, b) => a - b);
  return first > GAP * (sorted[sorted.length >> 1] as number) && first > UNLIKE * (sorted.at(-1) as number);
}

/** What trackers write for a point that they lost, in both columns; up to this share of the rows, and by so much of what the others reach out of their range. */
const [LOST, MOST_LOST, APART] = [[-1, 0], 0.3, 0.25] as const;

/** Rows in which every position is the same number that stands for none. */
function lostRows({ times, positions }: Motion): { readonly rows: ReadonlySet<number>; readonly value?: number } {
  const N = times.length;
  const d = positions.length / N;
  // A single coordinate may well be -1 or 0 at times.
  if (d < 2 || N < FEWEST_ROWS) return { rows: new Set() };
  for (const value of LOST) {
    const rows = new Set<number>();
    for (let i = 0; i < N; i++) if (positions.subarray(i * d, (i + 1) * d).every((x) => x === value)) rows.add(i);
    if (rows.size === 0 || rows.size > MOST_LOST * N) continue;
    for (let c = 0; c < d; c++) {
      let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (let i = 0; i < N; i++) {
        if (rows.has(i)) continue;
        low = Math.min(low, positions[i * d + c] as number);
        high = Math.max(high, positions[i * d + c] as number);
      }
      const apart = APART * (high - low);
      if (apart > 0 && (value < low - apart || value > high + apart)) return { rows, value };
    }
  }
  return { rows: new Set() };
}

/** Rows of nothing but zeros. */
function zeroRows({ times, positions, velocities = new Float64Array() }: Motion): number[] {
  const N = times.length;
  const isZero = (values: Float64Array, i: number) => {
    const width = values.length / N;
    for (let k = i * width; k < (i + 1) * width; k++) if (values[k] !== 0) return false;
    return true;
  };
  const rows: number[] = [];
  for (let i = 0; i < N; i++) if (isZero(positions, i) && isZero(velocities, i)) rows.push(i);
  return rows;
}

/** Positions that were integrated from velocities drift while nothing moves: there it is the velocities that rest. */
const measuredOf = (motion: Motion, { integrated }: Recording): Pick<Motion, "times" | "positions"> =>
  integrated === true ? { times: motion.times, positions: motion.velocities ?? motion.positions } : motion;

const short = (value: number) => String(Number(value.toPrecision(4)));

/** Positions and times backwards. */
function reversed({ times, positions }: Pick<Motion, "times" | "positions">): Pick<Motion, "times" | "positions"> {
  const N = times.length;
  const d = positions.length / N;
  const last = times[N - 1] ?? 0;
  return {
    times: times.map((_, i) => last - (times[N - 1 - i] as number)),
    positions: positions.map((_, k) => positions[(N - 1 - Math.floor(k / d)) * d + (k % d)] as number),
  };
}

/** How many last rows are the same as the one before them, in every column; at least two, or none. */
function repeatedEnd({ times, positions, velocities, momenta }: Motion): number {
  const N = times.length;
  const same = (values: Float64Array | undefined, i: number) => {
    if (values === undefined) return true;
    const width = values.length / N;
    for (let c = 0; c < width; c++) if (values[i * width + c] !== values[(i - 1) * width + c]) return false;
    return true;
  };
  let count = 0;
  while (count < N - 1 && [positions, velocities, momenta].every((values) => same(values, N - 1 - count))) count++;
  return count >= 2 ? count : 0;
}

/** A motion rests at first where it stays within so many times the noise, over this share of its rows and so many of them, and then goes so many times further. */
const [REST_NOISE, REST_SHARE, REST_ROWS, REST_LEAVES] = [5, 0.03, 10, 6];

/** Rows at the beginning in which nothing moves, before it is let go. */
function restAtStart({ times, positions }: Pick<Motion, "times" | "positions">): number {
  const N = times.length;
  const d = positions.length / N;
  let rest = N;
  for (let c = 0; c < d; c++) {
    const x = (i: number) => positions[i * d + c] as number;
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = 0; i < N; i++) {
      low = Math.min(low, x(i));
      high = Math.max(high, x(i));
    }
    rest = Math.min(rest, restingRows(x, N, high - low));
  }
  if (rest === N || rest < Math.max(REST_ROWS, REST_SHARE * N)) return 0;
  return stays({ times, positions }, rest) ? rest : 0;
}

/** In how many first rows a coordinate stays within its noise; all where it moves too little to tell. */
function restingRows(x: (i: number) => number, N: number, range: number): number {
  const within = (judged: number) => {
    const { mean, noise } = restOf(x, judged);
    if (range < REST_LEAVES * 2 * REST_NOISE * noise) return N;
    const allowed = REST_NOISE * noise + 1e-9 * range;
    let i = 0;
    while (i < N && Math.abs(x(i) - mean) <= allowed) i++;
    return i;
  };
  let rows = within(Math.min(N, REST_ROWS));
  // Ten rows say little about the noise: those that were found to rest say more.
  while (rows > REST_ROWS && rows < N) {
    const more = within(rows);
    if (more <= rows || more === N) break;
    rows = more;
  }
  return rows;
}

/** Mean of the first rows, and their noise by second differences, which a slow start hardly changes. */
function restOf(x: (i: number) => number, rows: number): { mean: number; noise: number } {
  let [mean, squares] = [0, 0];
  for (let i = 0; i < rows; i++) mean += x(i) / rows;
  for (let i = 1; i + 1 < rows; i++) squares += (x(i + 1) - 2 * x(i) + x(i - 1)) ** 2 / 6 / (rows - 2);
  return { mean, noise: Math.sqrt(squares) };
}

/**
 * Whether the first `rest` rows are rest and no turning point: from one, the motion leaves in as long a time again by about three times what it moved before, which is in the noise.
 */
function stays({ times, positions }: Pick<Motion, "times" | "positions">, rest: number): boolean {
  const N = times.length;
  const d = positions.length / N;
  const until = (times[rest] as number) + ((times[rest] as number) - (times[0] as number)) / 2;
  for (let c = 0; c < d; c++) {
    let [before, after] = [0, 0];
    const x = (i: number) => positions[i * d + c] as number;
    for (let i = 0; i < rest; i++) before = Math.max(before, Math.abs(x(i) - x(0)));
    for (let i = rest; i < N && (times[i] as number) <= until; i++) after = Math.max(after, Math.abs(x(i) - x(0)));
    if (after > LEAVES_FAST * before) return true;
  }
  return false;
}

/** A parabola's growth over half as long again is 2.25; a release from rest leaves the noise much faster. */
const LEAVES_FAST = 8;

/** More than this share of the rows is no set of single samples. */
const MOST_OFF = 0.1;

/** Single rows that lie far off what their neighbours say, and the names of the columns that show it. */
function farOff(motion: Motion, record: Recording): { outliers: Set<number>; columns: string[] } {
  const { times, positions } = motion;
  const N = times.length;
  const d = record.space.dimension;
  const outliers = new Set<number>();
  const columns: string[] = [];
  const second = record.momenta === "given" ? motion.momenta : motion.velocities;
  const all: { name: string; values: Float64Array; c: number }[] = [];
  for (let c = 0; c < d; c++) {
    const coordinate = record.space.coordinates[c];
    all.push({ name: coordinate?.position.name ?? "", values: positions, c });
    if (second !== undefined)
      all.push({ name: record.velocities?.[c]?.name ?? coordinate?.momentum.name ?? "", values: second, c });
  }
  for (const { name, values, c } of all) {
    const x = Float64Array.from({ length: N }, (_, i) => values[i * d + c] as number);
    const found = spikes(times, x, values === positions ? "position" : "rate");
    if (found.length === 0) continue;
    columns.push(name);
    for (const i of found) outliers.add(i);
  }
  return outliers.size > MOST_OFF * N ? { outliers: new Set(), columns: [] } : { outliers, columns };
}
