import type { CoordinateColumns } from "./coordinate-columns.js";
import type { ColumnFacts } from "./facts.js";

/** A radius that varies by less than this share is that of a rod. */
const RIGID = 0.05;

/** Columns are the same where they differ by less than this share of the spread. */
const SAME = 0.02;

/**
 * Leaves out coordinates that others determine: of x, y and an angle (with or without a radius) of one body, the angle stays where the
 * radius is constant, else x and y; a distance that x and y (and z) went from row to row, or that they have from the origin; what is the velocity of
 * another coordinate once more; the other end of a string or of a column of water; angles that do not move beyond their noise beside others that do.
 */
export function withoutDerived(
  { facts }: { readonly facts: readonly ColumnFacts[] },
  found: readonly CoordinateColumns[],
): { coordinates: readonly CoordinateColumns[]; notes: readonly string[] } {
  const factsOf = ({ position }: CoordinateColumns) => facts[position] as ColumnFacts;
  const notes: string[] = [];
  const drop = new Set<CoordinateColumns>();
  for (const c of found.filter(
    (c) => c.momentum === undefined && factsOf(c).column.name.length < LONGEST && TREATED.test(factsOf(c).column.name),
  )) {
    const raw = found.find((other) => other !== c && !drop.has(other) && isTreated(factsOf(c), factsOf(other)));
    if (raw === undefined) continue;
    drop.add(c);
    notes.push(`${factsOf(c).column.name} is ${factsOf(raw).column.name} once more and is not used`);
  }
  for (const c of found) {
    const twin = found.find(
      (other) =>
        other !== c && other.velocity !== undefined && isSame(factsOf(c), facts[other.velocity] as ColumnFacts),
    );
    if (twin === undefined) continue;
    drop.add(c);
    notes.push(`${factsOf(c).column.name} is the velocity of ${factsOf(twin).column.name} once more and is not used`);
  }
  for (const c of found.filter((c) => factsOf(c).meaning.kind === "position" && !drop.has(c))) {
    const angle = found.find(
      (other) => factsOf(other).meaning.kind === "angle" && isMultiple(factsOf(c), factsOf(other)),
    );
    if (angle === undefined) continue;
    drop.add(c);
    notes.push(`${factsOf(c).column.name} is a multiple of ${factsOf(angle).column.name} and is not used`);
  }
  for (const [a, b] of mirrored(
    found.filter((c) => !drop.has(c)),
    factsOf,
  )) {
    drop.add(b);
    const { name } = factsOf(b).column;
    notes.push(`${name} goes as ${factsOf(a).column.name} does, or against it, and is not used`);
  }
  const moving = found.filter((c) => !drop.has(c) && !isNoise(factsOf(c)));
  for (const c of found.filter((c) => !moving.includes(c) && !drop.has(c) && factsOf(c).meaning.kind === "angle"))
    if (moving.some((other) => factsOf(other).meaning.kind === "angle")) {
      drop.add(c);
      notes.push(`${factsOf(c).column.name} does not move beyond its noise and is not used`);
    }
  for (const group of new Set(found.map((c) => factsOf(c).column.group))) {
    const members = found.filter((c) => factsOf(c).column.group === group);
    const subject = (pattern: RegExp) => members.find((c) => pattern.test(factsOf(c).meaning.subject));
    const [x, y] = [subject(/^x$/), subject(/^y$/)];
    const angle = members.find((c) => factsOf(c).meaning.kind === "angle");
    if (x === undefined || y === undefined) continue;
    if (angle === undefined) {
      const z = subject(/^z$/);
      const planes = [[x, y], ...(z === undefined ? [] : [[x, y, z]])].map((axes) => axes.map(factsOf));
      for (const c of members.filter((c) => c !== x && c !== y && c !== z)) {
        const axes = planes.find((axes) => isDistance(axes, factsOf(c)));
        if (axes === undefined) continue;
        drop.add(c);
        const names = axes.map(({ column }) => column.name);
        notes.push(
          `${factsOf(c).column.name} follows from ${names.slice(0, -1).join(", ")} and ${names.at(-1)} and is not used`,
        );
      }
      continue;
    }
    const radius = facts.find(
      ({ column, meaning }) => column.group === group && /^(r|radius|length)$/.test(meaning.subject || column.name),
    );
    const rigid = isRigid(factsOf(x), factsOf(y), radius);
    if (!rigid && radius === undefined) continue;
    const left = rigid
      ? [x, y, ...members.filter((c) => factsOf(c) === radius)]
      : members.filter((c) => c === angle || factsOf(c) === radius);
    for (const c of left) drop.add(c);
    const names = (list: readonly CoordinateColumns[]) => list.map((c) => factsOf(c).column.name).join(", ");
    notes.push(`${names(left)} follow from ${names(members.filter((c) => !left.includes(c)))} and are not used`);
  }
  const untreated = (c: CoordinateColumns): CoordinateColumns => {
    const velocity = c.velocity === undefined ? -1 : measuredInstead(facts, c.velocity);
    return velocity < 0 || TREATED.test(factsOf(c).column.name) ? c : { ...c, velocity };
  };
  return { coordinates: found.filter((c) => !drop.has(c)).map(untreated), notes };
}

/** Two coordinates are the same but for where they are counted from, and the sign, where they differ by less than this share of the spread; or by noise, up to the second. */
const [MIRRORED, NOISY] = [0.04, 0.2];

/** Of two coordinates of one unit that are no axes of a plane, both, where each says all of the other. */
function mirrored(
  found: readonly CoordinateColumns[],
  factsOf: (c: CoordinateColumns) => ColumnFacts,
): (readonly [CoordinateColumns, CoordinateColumns])[] {
  const [a, b] = found;
  if (a === undefined || b === undefined || found.length > 2) return [];
  const [one, other] = [factsOf(a), factsOf(b)];
  const axes = [one, other].some(({ meaning }) => /^[xyz]$/.test(meaning.subject));
  if (axes || one.column.unit !== other.column.unit || one.meaning.kind !== other.meaning.kind) return [];
  const middle = (values: Float64Array) => {
    const known = values.filter(Number.isFinite);
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  const [m, n] = [middle(one.values), middle(other.values)];
  const along = (sign: number) => {
    const values = one.values.map((value) => n + sign * (value - m));
    if (isSame({ values }, other, MIRRORED)) return true;
    const left = values.map((value, i) => value - (other.values[i] as number));
    return isSame({ values }, other, NOISY) && isNoise({ values: left, minimum: 0, maximum: 1 });
  };
  return along(1) || along(-1) ? [[a, b]] : [];
}

function isRigid(x: ColumnFacts, y: ColumnFacts, radius: ColumnFacts | undefined): boolean {
  const radii =
    radius === undefined
      ? Array.from(x.values, (value, i) => Math.hypot(value, y.values[i] as number))
      : [...radius.values];
  const known = radii.filter(Number.isFinite);
  const mean = known.reduce((sum, r) => sum + r, 0) / known.length;
  const variance = known.reduce((sum, r) => sum + (r - mean) ** 2, 0) / known.length;
  return known.length > 4 && Math.sqrt(variance) < RIGID * Math.abs(mean);
}

/** What columns of a quantity are called that was measured once and treated, or computed by a model, afterwards. */
const TREATED =
  /([\s_(]*(filt(ered)?|smooth(ed)?|fit(ted)?|model|corrected|kalman|lowpass|lpf?)|[\s_(]+(pred(icted|iction)?|est(imated?)?|sim(ulated|ulation)?|theo(ry|retical)?|calc(ulated)?|ref(erence)?|hat))[\s_)]*(?=\d*$)/i;
/** What they are called as they were measured. */
const MEASURED = /[\s_(]*(meas(ured)?|raw)[\s_)]*(?=\d*$)/i;

/** Longer names are looked at no further. */
const LONGEST = 100;

/** Whether a column is another of the same quantity after some treatment. */
function isTreated(treated: ColumnFacts, other: ColumnFacts): boolean {
  const stem = treated.column.name.replace(TREATED, "").toLowerCase();
  const own = other.column.name.toLowerCase();
  const another = own !== treated.column.name.toLowerCase();
  const same = own.startsWith(stem) || own.replace(MEASURED, "") === stem;
  return another && same && isSame(treated, other, 0.3);
}

/** The column of the quantity of which another one was treated; -1 where there is none. */
function measuredInstead(facts: readonly ColumnFacts[], of: number): number {
  const treated = facts[of] as ColumnFacts;
  if (treated.column.name.length > LONGEST || !TREATED.test(treated.column.name)) return -1;
  const stem = treated.column.name.replace(TREATED, "").toLowerCase();
  return facts.findIndex((other, k) => {
    const own = other.column.name.toLowerCase();
    return k !== of && (own === stem || own.replace(MEASURED, "") === stem) && isTreated(treated, other);
  });
}

/** Steps of noise have twice its variance, also over a few rows: those of runs whose rows stand in turn are small from one row of a run to its next. */
const [WHITE, IN_TURN, MOST_IN_TURN] = [1.6, 1, 12];

/** Whether a column holds nothing but noise about one value. */
export function isNoise({ values, minimum, maximum }: Pick<ColumnFacts, "values" | "minimum" | "maximum">): boolean {
  const known = values.filter(Number.isFinite);
  if (known.length < 30 || maximum === minimum) return false;
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const spread = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const jumps = (lag: number) =>
    known.subarray(lag).reduce((sum, value, i) => sum + (value - (known[i] as number)) ** 2, 0);
  for (let lag = 2; lag <= Math.min(MOST_IN_TURN, known.length / 5); lag++)
    if (jumps(lag) < IN_TURN * spread) return false;
  return jumps(1) > WHITE * spread;
}

/** Whether two columns hold the same, up to their noise. */
function isSame(
  { values: a }: Pick<ColumnFacts, "values">,
  { values: b }: Pick<ColumnFacts, "values">,
  share = SAME,
): boolean {
  const rows = Array.from(a, (_, i) => i).filter((i) => Number.isFinite(a[i]) && Number.isFinite(b[i]));
  if (rows.length < 5) return false;
  const mean = rows.reduce((sum, i) => sum + (b[i] as number), 0) / rows.length;
  const [off, spread] = rows.reduce(
    ([o, s], i) => [o + ((a[i] as number) - (b[i] as number)) ** 2, s + ((b[i] as number) - mean) ** 2],
    [0, 0],
  );
  return spread > 0 && off < share ** 2 * spread;
}

/** Whether a is b times a number, to more digits than two measurements would agree. */
function isMultiple({ values: a }: ColumnFacts, { values: b }: ColumnFacts): boolean {
  let [aa, ab, bb] = [0, 0, 0];
  a.forEach((value, i) => {
    const other = b[i] as number;
    if (!Number.isFinite(value) || !Number.isFinite(other)) return;
    aa += value * value;
    ab += value * other;
    bb += other * other;
  });
  return aa > 0 && bb > 0 && 1 - (ab * ab) / (aa * bb) < 1e-10;
}

/** Whether d is how far a point, of which the axes are given, is from the origin, or from where it was a row before. */
function isDistance(axes: readonly ColumnFacts[], d: ColumnFacts): boolean {
  const along = (of: (axis: Float64Array, i: number) => number) =>
    d.values.map((_, i) => Math.hypot(...axes.map(({ values }) => of(values, i))));
  const radius = along((axis, i) => axis[i] as number);
  const step = along((axis, i) => (axis[i] as number) - (axis[i - 1] ?? Number.NaN));
  return isSame(d, { values: radius }) || isSame(d, { values: step });
}
