/** A point in the plane. */
export type PlanePoint = readonly [x: number, y: number];

/** Steps of Gauss and Newton towards the least squares of distances; they end earlier where nothing changes. */
const STEPS = 30;
const SETTLED = 1e-10;

/**
 * The centre of the circle that points lie on: Kåsa's fit (1976), which is in closed form but makes circles of short noisy arcs too small, then least squares of the
 * points' distances from the circle. Undefined where the points do not show any.
 */
export function circleCentre(points: readonly PlanePoint[]): PlanePoint | undefined {
  const n = points.length;
  const [mx, my] = [0, 1].map((k) => points.reduce((sum, point) => sum + (point[k] as number) / n, 0)) as [
    number,
    number,
  ];
  let [xx, xy, yy, xz, yz] = [0, 0, 0, 0, 0];
  for (const [px, py] of points) {
    const [x, y] = [px - mx, py - my];
    // x^2 + y^2 = 2 a x + 2 b y + c, about the mean.
    const z = x * x + y * y;
    xx += x * x;
    xy += x * y;
    yy += y * y;
    xz += x * z;
    yz += y * z;
  }
  const determinant = xx * yy - xy * xy;
  if (!(determinant > 0)) return undefined;
  const a = (yy * xz - xy * yz) / determinant / 2;
  const b = (xx * yz - xy * xz) / determinant / 2;
  return Number.isFinite(a + b) ? refined(points, [mx + a, my + b]) : undefined;
}

/** From a centre on to that of least squares; the given one where the steps lead away. */
function refined(points: readonly PlanePoint[], from: PlanePoint): PlanePoint {
  let centre = from;
  let best = scatter(points, centre);
  for (let step = 0; step < STEPS; step++) {
    // Distances are r_i(c), about their mean; their slopes are the directions to the centre, about theirs.
    const n = points.length;
    const arrows = points.map(([x, y]) => {
      const [dx, dy] = [centre[0] - x, centre[1] - y];
      const r = Math.hypot(dx, dy);
      return [dx / r, dy / r, r] as const;
    });
    const [ux, uy, mean] = [0, 1, 2].map((k) => arrows.reduce((sum, arrow) => sum + (arrow[k] as number) / n, 0)) as [
      number,
      number,
      number,
    ];
    let [aa, ab, bb, ar, br] = [0, 0, 0, 0, 0];
    for (const [x, y, r] of arrows) {
      const [a, b, e] = [x - ux, y - uy, r - mean];
      aa += a * a;
      ab += a * b;
      bb += b * b;
      ar += a * e;
      br += b * e;
    }
    const determinant = aa * bb - ab * ab;
    const next: PlanePoint = [
      centre[0] - (bb * ar - ab * br) / determinant,
      centre[1] - (aa * br - ab * ar) / determinant,
    ];
    const value = scatter(points, next);
    if (!(value < best)) break;
    const gain = 1 - value / best;
    [centre, best] = [next, value];
    if (gain < SETTLED) break;
  }
  return centre;
}

/** Variance of the points' distances from a centre. */
export function scatter(points: readonly PlanePoint[], [cx, cy]: PlanePoint): number {
  const radii = points.map(([x, y]) => Math.hypot(x - cx, y - cy));
  const mean = radii.reduce((sum, r) => sum + r / radii.length, 0);
  return radii.reduce((sum, r) => sum + (r - mean) ** 2 / radii.length, 0);
}
