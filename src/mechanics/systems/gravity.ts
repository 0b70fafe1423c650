import type { Random } from "../../base/random.js";
import { add, div, sqrt, square, sub, type Tensor } from "../../graph/index.js";
import type { Coordinate } from "../definition.js";

/** Cartesian coordinates of point masses in the plane: x_1, y_1, x_2, ... with one reach for all of a kind. */
export function planarCoordinates(bodies: number, reach: { position: number; momentum: number }): Coordinate[] {
  return Array.from({ length: 2 * bodies }, (_, i) => {
    const body = Math.floor(i / 2);
    const axis = i % 2 === 0 ? "x" : "y";
    return {
      body,
      slot: i % 2 === 0 ? 0 : 1,
      position: { name: `${axis}_${body + 1}`, unit: "m", reach: reach.position },
      momentum: { name: `p_${axis}_${body + 1}`, unit: "kg m/s", reach: reach.momentum },
    };
  });
}

/** H = sum p_i^2 / (2 m_i) - sum over pairs G m_i m_j / |r_i - r_j|, for point masses in the plane. */
export function gravitationalEnergy(
  q: readonly Tensor[],
  p: readonly Tensor[],
  masses: readonly number[],
  gravitation: number,
): Tensor {
  const vector = (values: readonly Tensor[], body: number) =>
    [values[2 * body], values[2 * body + 1]] as [Tensor, Tensor];
  const kinetic = masses.map((mass, i) => {
    const [px, py] = vector(p, i);
    return div(add(square(px), square(py)), 2 * mass);
  });
  const potential = masses.flatMap((mass, i) =>
    masses.slice(0, i).map((other, j) => {
      const [xi, yi] = vector(q, i);
      const [xj, yj] = vector(q, j);
      const distance = sqrt(add(square(sub(xi, xj)), square(sub(yi, yj))));
      return div(-gravitation * mass * other, distance);
    }),
  );
  return [...kinetic, ...potential].reduce((sum, term) => add(sum, term));
}

/** The smallest distance between two bodies of an own state in the plane, m. */
export function closestDistance(state: Float64Array): number {
  const bodies = state.length / 4;
  let smallest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < bodies; i++)
    for (let j = 0; j < i; j++) {
      const dx = (state[2 * i] as number) - (state[2 * j] as number);
      const dy = (state[2 * i + 1] as number) - (state[2 * j + 1] as number);
      smallest = Math.min(smallest, Math.sqrt(dx * dx + dy * dy));
    }
  return smallest;
}

/**
 * Vectors of bodies in the plane (positions, velocities) about their mean weighted by mass: of positions, about the centre of
 * mass. For equal masses they stay as they are, to the last bit: their mean must be zero.
 */
function aboutCentreOfMass(
  vectors: readonly (readonly [number, number])[],
  masses: readonly number[],
): [number, number][] {
  const total = masses.reduce((sum, mass) => sum + mass);
  const mean = ([0, 1] as const).map((axis) =>
    vectors.reduce((sum, vector, i) => sum + ((masses[i] as number) / total - 1 / masses.length) * vector[axis], 0),
  ) as [number, number];
  return vectors.map(([x, y]) => [x - mean[0], y - mean[1]]);
}

/**
 * An own state of bodies at the corners of a regular polygon, in any direction, that turns counterclockwise about its centre of
 * mass; each component of each velocity times 1 + `noise` U[-1, 1]. `radius`, m, and `speed`, m/s: of a corner about the
 * polygon's centre.
 */
export function turningRing(
  random: Random,
  masses: readonly number[],
  { radius, speed, noise }: { readonly radius: number; readonly speed: number; readonly noise: number },
): Float64Array {
  const angle = random.between(0, 2 * Math.PI);
  const corners = (vector: [number, number]) =>
    masses.map((_, body) => rotate(vector, angle + (body * 2 * Math.PI) / masses.length));
  const momenta = aboutCentreOfMass(corners([0, speed]), masses).flatMap((velocity, body) =>
    velocity.map((component) => (masses[body] as number) * (component * (1 + noise * random.between(-1, 1)))),
  );
  return Float64Array.of(...aboutCentreOfMass(corners([radius, 0]), masses).flat(), ...momenta);
}

/** A vector of the plane turned counterclockwise by `angle` rad. */
export function rotate([x, y]: readonly [number, number], angle: number): [number, number] {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [c * x - s * y, s * x + c * y];
}
