import type { Motion, Recording } from "../../recording.js";
import { withCoordinates } from "./kept-coordinates.js";
import { PIVOT } from "./kept-distance.js";
import type { MarkerPoint } from "./points.js";
import type { SpacePoint } from "./space-points.js";

type Vector = readonly [number, number, number];

/** Points stay in a plane that leave it by less than this share of what they move in it; a pivot says nothing of the plane. */
const FLAT = 0.03;
/** Along the vertical what swings moves by less than this share of what it moves across. */
const LESS = 0.5;
const AXES = ["x", "y", "z"] as const;

/**
 * Points in space that stay in planes of one direction, as a pendulum's do whose plane lies askew to the axes of a motion capture, as points in that plane: of every point the two coordinates in the plane, with the names of the axes
 * that are nearest to it, the one that points up last. Undefined where they leave it.
 */
export function inOnePlane(
  record: Recording,
  points: readonly SpacePoint[],
): { readonly record: Recording; readonly points: readonly MarkerPoint[] } | undefined {
  const covariances = points.map((point) => covarianceOf(record, point));
  const moved = covariances.map((own) => Math.sqrt(trace(own)));
  const most = Math.max(...moved);
  const moving = covariances.filter((_, i) => (moved[i] as number) > PIVOT * most);
  const normal = normalOf(moving);
  if (normal === undefined) return undefined;
  if (moving.some((own) => along(own, normal) > FLAT ** 2 * trace(own))) return undefined;
  const sizes = normal.map(Math.abs);
  const dropped = sizes.indexOf(Math.max(...sizes));
  const [across, up] = uprightLast(moving, [0, 1, 2].filter((axis) => axis !== dropped) as [number, number]);
  const upwards = unit(normal.map((value, k) => (k === up ? 1 : 0) - (normal[up] as number) * value));
  const aside = cross(normal, upwards);
  const sign = Math.sign(aside[across] as number);
  const directions: readonly Vector[] = [aside.map((value) => sign * value) as unknown as Vector, upwards];
  const kept = points.flatMap(({ axes }) => [axes[across] as number, axes[up] as number]);
  const seen = points.filter((_point, i) => (moved[i] as number) > PIVOT * most).map(({ name }) => name);
  const tilt = Math.round((Math.acos(Math.min(1, sizes[dropped] as number)) * 180) / Math.PI);
  const flat = withCoordinates(
    record,
    kept,
    points.flatMap((_, i) => [i, i]),
    record.motions.map((motion) => inPlane(motion, record.space.dimension, points, directions)),
    `${seen.join(" and ")} ${seen.length === 1 ? "stays" : "stay"} in a plane, ${tilt}° off that of ${[AXES[across], AXES[up]].sort().join(" and ")}: what counts is where in it`,
  );
  const placed = points.map((_, i): MarkerPoint => {
    const [x, y] = [2 * i, 2 * i + 1];
    const name = (c: number) => flat.space.coordinates[c]?.position.name;
    return { name: `(${name(x)}, ${name(y)})`, x, y };
  });
  return { record: flat, points: placed };
}

/** Every vector of a motion by its parts along the directions of the plane. */
function inPlane(motion: Motion, d: number, points: readonly SpacePoint[], directions: readonly Vector[]): Motion {
  const projected = (vectors: Float64Array | undefined) => {
    if (vectors === undefined) return undefined;
    const width = points.length * directions.length;
    const own = new Float64Array(motion.times.length * width);
    for (let i = 0; i < motion.times.length; i++)
      points.forEach(({ axes }, p) => {
        directions.forEach((direction, k) => {
          own[i * width + p * directions.length + k] = axes.reduce(
            (sum, axis, a) => sum + (vectors[i * d + axis] as number) * (direction[a] as number),
            0,
          );
        });
      });
    return own;
  };
  const { id, times, positions, velocities, inputs } = motion;
  const rates = projected(velocities);
  return { id, times, positions: projected(positions) as Float64Array, momenta: rates, velocities: rates, inputs };
}

/** Of a point about its mean, over all motions, [3 x 3]. */
function covarianceOf({ motions, space: { dimension: d } }: Recording, { axes }: SpacePoint): Float64Array {
  const sums = new Float64Array(3);
  const products = new Float64Array(9);
  let count = 0;
  for (const { positions } of motions) count += positions.length / d;
  for (const { positions } of motions)
    for (let k = 0; k < positions.length; k += d)
      axes.forEach((axis, a) => {
        sums[a] = (sums[a] as number) + (positions[k + axis] as number) / count;
      });
  for (const { positions } of motions)
    for (let k = 0; k < positions.length; k += d)
      for (let a = 0; a < 3; a++)
        for (let b = 0; b < 3; b++) {
          const [p, q] = [a, b].map((e) => (positions[k + (axes[e] as number)] as number) - (sums[e] as number));
          products[3 * a + b] = (products[3 * a + b] as number) + ((p as number) * (q as number)) / count;
        }
  return products;
}

/** The direction in which points move least, of the three that depend on the others by least squares along each axis. */
function normalOf(covariances: readonly Float64Array[]): Vector | undefined {
  const sum = Float64Array.from({ length: 9 }, (_, k) =>
    covariances.reduce((total, own) => total + (own[k] as number), 0),
  );
  const at = (a: number, b: number) => sum[3 * a + b] as number;
  const found = [0, 1, 2].flatMap((axis): Vector[] => {
    const [i, j] = [0, 1, 2].filter((other) => other !== axis) as [number, number];
    const determinant = at(i, i) * at(j, j) - at(i, j) ** 2;
    if (!(determinant > 0)) return [];
    const slopes = new Float64Array(3);
    slopes[axis] = 1;
    slopes[i] = -(at(j, j) * at(i, axis) - at(i, j) * at(j, axis)) / determinant;
    slopes[j] = -(at(i, i) * at(j, axis) - at(i, j) * at(i, axis)) / determinant;
    return [unit([...slopes])];
  });
  return found.sort((a, b) => along(sum, a) - along(sum, b))[0];
}

/** Two axes, the one that points up last: that along which points move much less, as what swings does, else the later one. */
function uprightLast(moving: readonly Float64Array[], [a, b]: [number, number]): [number, number] {
  const [along, other] = [a, b].map((axis) => moving.reduce((sum, own) => sum + (own[4 * axis] as number), 0));
  return (along as number) < LESS ** 2 * (other as number) ? [b, a] : [a, b];
}

const trace = (m: Float64Array): number => (m[0] as number) + (m[4] as number) + (m[8] as number);

/** Variance along a direction. */
const along = (m: Float64Array, n: Vector): number =>
  n.reduce((sum, a, i) => sum + n.reduce((part, b, j) => part + a * b * (m[3 * i + j] as number), 0), 0);

function unit(v: readonly number[]): Vector {
  const length = Math.hypot(...v);
  return v.map((value) => value / length) as unknown as Vector;
}

const cross = ([a, b, c]: Vector, [d, e, f]: Vector): Vector => [b * f - c * e, c * d - a * f, a * e - b * d];
