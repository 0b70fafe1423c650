import { cholesky, choleskySolve } from "../../../numerics/index.js";

/** A point in the plane. */
export type PlanePoint = readonly [x: number, y: number];

/** Steps of Gauss and Newton towards the least squares of distances; they end earlier where nothing changes. */
const STEPS = 30;
const SETTLED = 1e-10;

/**
 * The centre of the circle, or in space of the sphere, that points lie on: Kåsa's fit (1976), which is in closed form but makes circles of short noisy arcs too small, then least squares of the
 * points' distances from the circle. Undefined where the points do not show any.
 */
export function circleCentre<P extends readonly number[]>(points: readonly P[]): P | undefined {
  const mean = meanOf(points);
  const about = points.map((point) => point.map((value, k) => value - (mean[k] as number)));
  // x^2 + y^2 = 2 a x + 2 b y + c, about the mean.
  const squares = about.map((point) => point.reduce((sum, value) => sum + value * value, 0));
  const centre = solved(about, squares);
  return centre === undefined
    ? undefined
    : (refined(
        points,
        mean.map((own, k) => own + (centre[k] as number) / 2),
      ) as unknown as P);
}

/** From a centre on to that of least squares; the given one where the steps lead away. */
function refined(points: readonly (readonly number[])[], from: readonly number[]): readonly number[] {
  let centre = from;
  let best = scatter(points, centre);
  for (let step = 0; step < STEPS; step++) {
    // Distances are r_i(c), about their mean; their slopes are the directions to the centre, about theirs.
    const radii = points.map((point) => distance(point, centre));
    const slopes = points.map((point, i) =>
      point.map((value, k) => ((centre[k] as number) - value) / (radii[i] as number)),
    );
    const [slope, radius] = [meanOf(slopes), radii.reduce((sum, r) => sum + r / radii.length, 0)];
    const change = solved(
      slopes.map((own) => own.map((value, k) => value - (slope[k] as number))),
      radii.map((r) => r - radius),
    );
    if (change === undefined) break;
    const next = centre.map((value, k) => value - (change[k] as number));
    const value = scatter(points, next);
    if (!(value < best)) break;
    const gain = 1 - value / best;
    [centre, best] = [next, value];
    if (gain < SETTLED) break;
  }
  return centre;
}

/** The x that minimises the sum of (row . x - right)^2; undefined where rows do not tell it. */
function solved(rows: readonly (readonly number[])[], right: readonly number[]): Float64Array | undefined {
  const n = rows[0]?.length ?? 0;
  const matrix = new Float64Array(n * n);
  const sums = new Float64Array(n);
  rows.forEach((row, i) => {
    row.forEach((a, j) => {
      sums[j] = (sums[j] as number) + a * (right[i] as number);
      row.forEach((b, k) => {
        matrix[j * n + k] = (matrix[j * n + k] as number) + a * b;
      });
    });
  });
  const factor = cholesky(matrix, n);
  const x = factor === undefined ? undefined : choleskySolve(factor, sums);
  return x?.every(Number.isFinite) ? x : undefined;
}

/** Variance of the points' distances from a centre. */
export function scatter(points: readonly (readonly number[])[], centre: readonly number[]): number {
  const radii = points.map((point) => distance(point, centre));
  const mean = radii.reduce((sum, r) => sum + r / radii.length, 0);
  return radii.reduce((sum, r) => sum + (r - mean) ** 2 / radii.length, 0);
}

const distance = (point: readonly number[], centre: readonly number[]): number =>
  Math.hypot(...point.map((value, k) => value - (centre[k] as number)));

/** The mean of points. */
export const meanOf = (points: readonly (readonly number[])[]): number[] =>
  (points[0] ?? []).map((_, k) => points.reduce((sum, point) => sum + (point[k] as number) / points.length, 0));
