/** A sample is far off that misses what its neighbours say by so many times the usual miss and by this share of the spread. */
const [OFF_TIMES, OFF_SHARE] = [10, 0.1];
/** It jumps by so many times what this share of all steps stays below. */
const [JUMPS, MOST_STEPS] = [1.5, 0.8];
/** What differs by less than this share of the values is the same number. */
const ROUNDING = 1e-9;
/** Whole numbers, such as pixels, jump by one or two of them without a reason. */
const WHOLE_STEPS = 3;
/** Without the sample, its neighbours agree to this share of its miss. */
const AGREE = 0.3;
/** So many rows in succession may be off together, as where a tracker held on to something else or a sensor saw no echo. */
const LONGEST_RUN = 6;
/** More than this share of the rows in such runs are pulses of the motion. */
const MOST_IN_RUNS = 0.03;
/** At an end it must miss what the rows beside it say by so many times what any other row does, in so many rows at least. */
const [END_TIMES, END_ROWS] = [3, 20];

/**
 * Rows whose values lie far off. Each is judged by the cubic through the two rows on either side that are still kept; where these agree without it, it is left out. Rows that miss
 * most come first; then a few rows in succession that are off together, where no other step of the record is as large as those into and out of them (not of rates, which have pulses where something slips). The two rows at either end are held against what the rows beside them say onward, where nowhere else as much is missed.
 */
export function spikes(times: Float64Array, x: Float64Array, kind: "position" | "rate" = "position"): number[] {
  const N = x.length;
  if (N < 12) return [];
  const before = Int32Array.from({ length: N }, (_, i) => i - 1);
  const after = Int32Array.from({ length: N }, (_, i) => (i + 1 < N ? i + 1 : -1));
  const around = (i: number): number[] | undefined => {
    const [b, a] = [before[i] as number, after[i] as number];
    if (b < 0 || a < 0) return undefined;
    const [bb, aa] = [before[b] as number, after[a] as number];
    return bb < 0 || aa < 0 ? undefined : [bb, b, a, aa];
  };
  const missAt = (row: number): number => {
    const own = around(row);
    return own === undefined ? 0 : missOf(times, x, row, own);
  };
  const misses = Float64Array.from({ length: N }, (_, i) => missAt(i));
  const jumps = Float64Array.from({ length: N - 1 }, (_, i) => Math.abs((x[i + 1] as number) - (x[i] as number)));
  // A sample that is off jumps further than the motion does from row to row.
  const step = JUMPS * quantile(jumps, MOST_STEPS);
  const limit = Math.max(
    OFF_TIMES * quantile(misses, 0.5),
    OFF_SHARE * spreadOf(x),
    ROUNDING * largest(x),
    x.every(Number.isInteger) ? WHOLE_STEPS : 0,
  );
  const suspects = Array.from({ length: N }, (_, i) => i)
    .filter((i) => (misses[i] as number) > limit)
    .sort((a, b) => (misses[b] as number) - (misses[a] as number));
  const found: number[] = [];
  for (const row of suspects) {
    const own = around(row);
    if (own === undefined) continue;
    const miss = missOf(times, x, row, own);
    const [, b, a] = own as [number, number, number, number];
    const off = [b, a].every((i) => Math.abs((x[row] as number) - (x[i] as number)) > step);
    if (miss <= limit || !off) continue;
    after[b] = a;
    before[a] = b;
    // Where the neighbours still disagree it was no single sample: a kink, or too few rows a turn.
    const left = Math.max(...own.map(missAt));
    if (left < AGREE * miss || left <= limit) found.push(row);
    else {
      after[b] = row;
      before[a] = row;
    }
  }
  if (kind === "position") found.push(...runsOff());
  const off = new Set(found);
  const kept = Array.from({ length: N }, (_, i) => i).filter((i) => !off.has(i));
  const least = Math.max(OFF_SHARE * spreadOf(x), ROUNDING * largest(x), step);
  for (const rows of [kept, kept.toReversed()]) {
    const end = offAtStart(times, x, rows, least);
    if (end !== undefined) found.push(end);
  }
  return found;

  /** Rows of runs that are off together. */
  function runsOff(): number[] {
    const runs: { readonly rows: readonly number[]; readonly jump: number }[] = [];
    for (let first = nextOf(0); first >= 0; first = nextOf(first + 1)) {
      const run = runFrom(first);
      if (run !== undefined) runs.push(run);
    }
    const rows = runs.flatMap((run) => run.rows);
    if (rows.length === 0 || rows.length > MOST_IN_RUNS * N) return [];
    const kept = rowsKept();
    const steps = kept.slice(1).map((row, k) => Math.abs((x[row] as number) - (x[kept[k] as number] as number)));
    const others = steps.reduce((most, own) => Math.max(most, own), 0);
    return runs.every(({ jump }) => jump > JUMPS * others) ? rows : [];
  }

  /** The shortest run of rows from this one on that is off, left out; undefined where there is none. */
  function runFrom(first: number): { readonly rows: readonly number[]; readonly jump: number } | undefined {
    const b = before[first] as number;
    if (b < 0 || !(Math.abs((x[first] as number) - (x[b] as number)) > step)) return undefined;
    const rows = [first];
    for (;;) {
      const last = after[rows.at(-1) as number] as number;
      if (last < 0 || rows.length === LONGEST_RUN) return undefined;
      rows.push(last);
      const a = after[last] as number;
      const [bb, aa] = [before[b] as number, a < 0 ? -1 : (after[a] as number)];
      if (bb < 0 || aa < 0) return undefined;
      const back = Math.abs((x[last] as number) - (x[a] as number));
      if (!(back > step)) continue;
      const own = [bb, b, a, aa];
      const least = Math.min(...rows.map((row) => missOf(times, x, row, own)));
      if (!(least > limit)) continue;
      after[b] = a;
      before[a] = b;
      const left = Math.max(...own.map(missAt));
      if (left < AGREE * least || left <= limit)
        return { rows, jump: Math.min(back, Math.abs((x[first] as number) - (x[b] as number))) };
      after[b] = first;
      before[a] = last;
    }
  }

  /** The first row from one on that is kept; -1 after the last. */
  function nextOf(row: number): number {
    for (let i = row; i < N; i++)
      if ((before[i] as number) < 0 ? i === 0 : (after[before[i] as number] as number) === i) return i;
    return -1;
  }

  function rowsKept(): number[] {
    const kept = [];
    for (let i = nextOf(0); i >= 0; i = after[i] as number) kept.push(i);
    return kept;
  }
}

/** The first or second of some rows where it is a single one far off: undefined else. `least`: what it jumps at least. */
function offAtStart(times: Float64Array, x: Float64Array, rows: readonly number[], least: number): number | undefined {
  if (rows.length < END_ROWS) return undefined;
  // What the cubic through others says of a row: of the first four beyond it, of the second one on the one side and three on the other.
  const patterns = [
    [1, 2, 3, 4],
    [-1, 1, 2, 3],
  ];
  const at = (k: number) => rows[k] as number;
  const miss = (list: readonly number[], k: number, pattern: readonly number[]) =>
    missOf(
      times,
      x,
      list[k] as number,
      pattern.map((step) => list[k + step] as number),
    );
  for (const [k, pattern] of patterns.entries()) {
    const jumps = (k === 0 ? [1] : [0, 2]).every(
      (other) => Math.abs((x[at(k)] as number) - (x[at(other)] as number)) > least,
    );
    if (!jumps) continue;
    const elsewhere = Float64Array.from({ length: rows.length - 8 }, (_, i) => miss(rows, i + 2, pattern)).sort();
    const limit = Math.max(OFF_TIMES * quantile(elsewhere, 0.5), END_TIMES * (elsewhere.at(-1) as number));
    if (miss(rows, k, pattern) <= limit) continue;
    // Without it the rest agrees, or it was no single one.
    const without = rows.filter((row) => row !== at(k));
    if (patterns.every((other, i) => miss(without, i, other) <= limit)) return at(k);
  }
  return undefined;
}

/** What the cubic through four rows misses at another, over what noise of size one would miss. */
function missOf(times: Float64Array, x: Float64Array, row: number, own: readonly number[]): number {
  const t = times[row] as number;
  let [value, squares] = [0, 1];
  for (const i of own) {
    let weight = 1;
    for (const j of own)
      if (j !== i) weight *= (t - (times[j] as number)) / ((times[i] as number) - (times[j] as number));
    value += weight * (x[i] as number);
    squares += weight * weight;
  }
  return Math.abs((x[row] as number) - value) / Math.sqrt(squares);
}

const quantile = (values: Float64Array, share: number) =>
  values.slice().sort()[Math.floor(share * (values.length - 1))] as number;

const largest = (x: Float64Array) => x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

function spreadOf(x: Float64Array): number {
  const mean = x.reduce((sum, value) => sum + value / x.length, 0);
  return Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2 / x.length, 0));
}
