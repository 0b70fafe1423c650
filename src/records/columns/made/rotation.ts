import { UserError } from "../../../base/errors.js";
import { dot } from "../../../numerics/index.js";
import { type Batch, madeNumber, numberOrNaN, type Table } from "../../tables/table.js";
import type { ColumnFacts } from "../facts.js";
import type { Kind } from "../meaning.js";

/** A quaternion that turns about one axis. */
interface Rotation {
  readonly columns: readonly ColumnFacts[];
  /** Directions in the space of its four numbers in which half the angle has its cosine and its sine. */
  readonly cosine: Float64Array;
  readonly sine: Float64Array;
}

/** What ends the names of a quaternion's numbers, and which of them is its real part; numbered ones begin with it on most chips. */
const ENDS = ["wxyz", "0123", "1234"] as const;
/** A quaternion's squares add to one within this in every row. */
const UNIT = 0.02;
/** Least rows that tell. */
const ROWS = 8;
/** About one axis a quaternion stays on a circle: what leaves it is less than this share of what moves on it. */
const ROUND = 0.03;
/** The unit quaternion lies on the circle where its projection on it is longer. */
const THROUGH_ONE = 0.999;
/** What stands for the place of a body by itself. */
const PLACES: ReadonlySet<Kind> = new Set(["position", "angle", "momentum"]);

/**
 * A quaternion by its names and its length, whose body turns about one axis, in a record without places or other angles. The product with any fixed
 * quaternion keeps a circle a circle, so that neither the order of the four numbers nor the axes of the sensor matter.
 *
 * Throws `UserError` where the body turns about no single axis and the four numbers would pass for coordinates.
 */
export function rotationOf(file: string, facts: readonly ColumnFacts[]): Rotation | undefined {
  for (const ends of ENDS) {
    const columns = quaternion(facts, ends);
    if (columns === undefined || facts.some((other) => !columns.includes(other) && PLACES.has(other.meaning.kind)))
      continue;
    const circle = circleThrough(columns);
    if (circle !== undefined) return { columns, ...circle };
    if (ends === "wxyz") return undefined;
    throw new UserError(
      `${file}: ${columns.map(({ column }) => column.name).join(", ")} are a quaternion whose body turns about no single axis; compute the angles and name them with option coordinates`,
    );
  }
  return undefined;
}

/** Four columns of one stem with the given ends, in their order, whose squares add to one. */
function quaternion(facts: readonly ColumnFacts[], ends: string): ColumnFacts[] | undefined {
  const parts = facts.flatMap((column) => {
    const [, stem, end = ""] = /^(.*?)\[?([wxyz0-4])\]?$/i.exec(column.column.name) ?? [];
    const usable = stem !== undefined && column.numbers > column.texts;
    return usable ? [{ column, stem: `${column.column.group ?? ""} ${stem}`, end: end.toLowerCase() }] : [];
  });
  for (const { stem, end } of parts) {
    if (end !== ends[0]) continue;
    const found = [...ends].flatMap((wanted) =>
      parts.filter((part) => part.stem === stem && part.end === wanted).map(({ column }) => column),
    );
    if (found.length !== 4) continue;
    const rows = rowsOf(found);
    if (rows.length >= ROWS && rows.every((q) => Math.abs(innerProduct(q, q) - 1) < UNIT)) return found;
  }
  return undefined;
}

function rowsOf(columns: readonly ColumnFacts[]): Float64Array[] {
  const rows: Float64Array[] = [];
  const count = columns[0]?.values.length ?? 0;
  for (let i = 0; i < count; i++) {
    const q = Float64Array.from(columns, ({ values }) => values[i] as number);
    if (q.every(Number.isFinite)) rows.push(q);
  }
  return rows;
}

const innerProduct = (a: Float64Array, b: Float64Array) => dot(a, 0, b, 0, a.length);
const unit = (a: Float64Array) => a.map((value) => value / Math.sqrt(innerProduct(a, a)));
const without = (a: Float64Array, b: Float64Array) =>
  a.map((value, i) => value - innerProduct(a, b) * (b[i] as number));

/** The plane of the circle, by the two largest directions of the rows' second moments, and in it where the angle is zero and whereto it grows. */
function circleThrough(columns: readonly ColumnFacts[]): Pick<Rotation, "cosine" | "sine"> | undefined {
  const rows = rowsOf(columns);
  const moment = (v: Float64Array) => {
    const sum = new Float64Array(4);
    for (const q of rows)
      q.forEach((value, i) => {
        sum[i] = (sum[i] as number) + (value * innerProduct(q, v)) / rows.length;
      });
    return sum;
  };
  const [first] = rows as [Float64Array, ...Float64Array[]];
  const farthest = rows.reduce(
    (best, q) => (Math.abs(innerProduct(q, first)) < Math.abs(innerProduct(best, first)) ? q : best),
    first,
  );
  let one = unit(first);
  let two = without(farthest, one);
  if (!(innerProduct(two, two) > 0)) return undefined;
  two = unit(two);
  for (let i = 0; i < 60; i++) {
    one = unit(moment(one));
    two = unit(without(moment(two), one));
  }
  const moved = innerProduct(two, moment(two));
  const left =
    rows.reduce((sum, q) => sum + innerProduct(q, q), 0) / rows.length - innerProduct(one, moment(one)) - moved;
  if (!(moved > 0 && left < ROUND * moved)) return undefined;
  const inPlane = (v: Float64Array) =>
    one.map((value, i) => innerProduct(v, one) * value + innerProduct(v, two) * (two[i] as number));
  const real = inPlane(Float64Array.of(1, 0, 0, 0));
  const mean = new Float64Array(4);
  for (const q of rows)
    q.forEach((value, i) => {
      mean[i] = (mean[i] as number) + Math.sign(innerProduct(q, one)) * value;
    });
  const cosine = unit(innerProduct(real, real) > THROUGH_ONE ** 2 ? real : inPlane(mean));
  const across = [one, two]
    .map((v) => without(v, cosine))
    .sort((a, b) => innerProduct(b, b) - innerProduct(a, a))[0] as Float64Array;
  const largest = across.slice(1).reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return { cosine, sine: unit(across).map((value) => (largest < 0 ? -value : value)) };
}

/** The table with the angle about the axis, in radians from -pi to pi, as one more column; its zero is that of the quaternion, or the middle of the motion. */
export function withRotation(table: Table, { columns, cosine, sine }: Rotation): Table {
  const angle = table.columns.length;
  const indices = columns.map(({ index }) => index);
  const names = columns.map(({ column }) => column.name);
  return {
    ...table,
    columns: [
      // Under their own names the numbers of one that counts them would pass for coordinates.
      ...table.columns.map((own, i) => (indices.includes(i) ? { ...own, name: `quaternion ${own.name}` } : own)),
      { name: "angle", unit: "rad" },
    ],
    notes: [...table.notes, `angle out of ${names.join(", ")}, a quaternion that turns about one axis`],
    async *batches(wanted): AsyncGenerator<Batch> {
      const inner = wanted.filter((column) => column !== angle);
      for await (const batch of table.batches([...new Set([...inner, ...indices])]))
        yield {
          count: batch.count,
          place: (i) => batch.place(i),
          cell: (i, column) => {
            if (column !== angle) return batch.cell(i, column);
            const q = Float64Array.from(indices, (at) => numberOrNaN(table, batch.cell(i, at), batch.place(i), at));
            const half = 2 * Math.atan2(innerProduct(q, sine), innerProduct(q, cosine));
            return half > Math.PI ? half - 2 * Math.PI : half < -Math.PI ? half + 2 * Math.PI : half;
          },
        };
    },
    number: madeNumber(table, [angle], indices[0]),
  };
}
