import { cube } from "../../numerics/index.js";
import type { Term } from "./term.js";

/** Surfaces of revolution about a vertical axis that a body moves on: a sphere (a pendulum in space, a round bowl), a paraboloid (a dish, a turned liquid). */
export type SurfaceProfile = "sphere" | "paraboloid";

/** A surface with its axis and its coefficient k as they were found. */
export interface KnownSurface {
  readonly at: readonly [number, number];
  readonly profile: SurfaceProfile;
  readonly k: number;
  readonly axis: readonly [number, number];
}

/** c and f as functions of the squared distance s from the axis, with derivatives by s (slope, curvature), by k and by w. */
interface Profile {
  c: number;
  cSlope: number;
  cCurvature: number;
  cByK: number;
  cSlopeByK: number;
  f: number;
  fSlope: number;
  fByK: number;
  fByW: number;
}

const emptyProfile = (): Profile => ({
  ...{ c: 0, cSlope: 0, cCurvature: 0, cByK: 0, cSlopeByK: 0 },
  ...{ f: 0, fSlope: 0, fByK: 0, fByW: 0 },
});

/** The potential energy is w s times this; a map of it may reach beyond a sphere's rim. */
const shareOfEnergy = (profile: SurfaceProfile, k: number, s: number) =>
  profile === "sphere" ? 1 / (1 + Math.sqrt(Math.max(0, 1 - k * s))) : 0.5;

function evaluateProfile(profile: SurfaceProfile, k: number, w: number, s: number, out: Profile): void {
  if (profile === "paraboloid") {
    Object.assign(out, { c: k, cSlope: 0, cCurvature: 0, cByK: 1, cSlopeByK: 0, f: w, fSlope: 0, fByK: 0, fByW: 1 });
    return;
  }
  // Where the sphere ends there is no law: not a number.
  const D = 1 - k * s;
  const root = D > 0 ? 1 / Math.sqrt(D) : Number.NaN;
  out.c = k / D;
  out.cSlope = (k / D) ** 2;
  out.cCurvature = 2 * cube(k / D);
  out.cByK = 1 / D ** 2;
  out.cSlopeByK = (2 * k) / cube(D);
  out.f = w * root;
  out.fSlope = (w * k * cube(root)) / 2;
  out.fByK = (w * s * cube(root)) / 2;
  out.fByW = root;
}

/** The derivative by coordinate j of component i of c (x.v) x, the momentum that is owed to a surface; `along` = x.v. */
function momentumByPlace(
  { c, cSlope }: Profile,
  x: Float64Array,
  v: Float64Array,
  along: number,
  i: number,
  j: number,
): number {
  const change = 2 * cSlope * (x[j] as number) * along + c * (v[j] as number);
  return (x[i] as number) * change + (i === j ? c * along : 0);
}

/**
 * What a body that is seen from above has besides its horizontal motion because it moves on a surface z(s), s = |x|^2, x the coordinates `at` less the axis o: the kinetic energy z'^2 / 2 = c(s) (x.v)^2 / 2 and a potential energy
 * V(s) with the force -f(s) x. Of a sphere of radius l below its centre c = 1 / (l^2 - s) and V = -g sqrt(l^2 - s), with k = 1 / l^2 and w = g / l: c = k / (1 - k s), f = w / sqrt(1 - k s), V = w s / (1 + sqrt(1 - k s)).
 * Of a paraboloid z = a s / 2: c = k = a^2, f = w = g a. Coefficients: k, w, o_1, o_2; with k = 0 it is a spring's. Not linear in k and o.
 */
export function surfaceTerm(at: readonly [number, number], profile: SurfaceProfile, d: number): Term {
  const jet = emptyProfile();
  const [x, v] = [new Float64Array(2), new Float64Array(2)];
  let [s, along, square] = [0, 0, 0];
  /** The factor of x in the equations but for x.a, which stands beside c. */
  const still = () => jet.c * square + jet.cSlope * along ** 2 + jet.f;
  const outward = (a: Float64Array) =>
    (x[0] as number) * (a[at[0]] as number) + (x[1] as number) * (a[at[1]] as number);
  const add = (m: Float64Array, index: number, value: number) => {
    m[index] = (m[index] as number) + value;
  };
  /** Derivatives of the whole factor by x. */
  const factorByPlace = (j: number, a: Float64Array, own: number): number =>
    2 * (x[j] as number) * (jet.cSlope * (own + square) + jet.cCurvature * along ** 2 + jet.fSlope) +
    jet.c * (a[at[j] as number] as number) +
    2 * jet.cSlope * along * (v[j] as number);
  const both = [0, 1] as const;
  return {
    count: 4,
    prepare(q, velocity, _t, theta, first) {
      s = along = square = 0;
      for (const i of both) {
        x[i] = (q[at[i]] as number) - (theta[first + 2 + i] as number);
        v[i] = velocity[at[i]] as number;
        s += (x[i] as number) ** 2;
        along += (x[i] as number) * (v[i] as number);
        square += (v[i] as number) ** 2;
      }
      evaluateProfile(profile, theta[first] as number, theta[first + 1] as number, s, jet);
    },
    addForces(_theta, _first, mass, rest) {
      const size = still();
      for (const i of both) {
        for (const j of both) add(mass, at[i] * d + at[j], jet.c * (x[i] as number) * (x[j] as number));
        add(rest, at[i], size * (x[i] as number));
      }
    },
    addJacobian(_theta, _first, a, byPosition, byVelocity) {
      const own = outward(a);
      const whole = still() + jet.c * own;
      for (const i of both)
        for (const j of both) {
          const place = at[i] * d + at[j];
          add(byPosition, place, (x[i] as number) * factorByPlace(j, a, own) + (i === j ? whole : 0));
          const turning = 2 * (jet.c * (v[j] as number) + jet.cSlope * along * (x[j] as number));
          add(byVelocity, place, (x[i] as number) * turning);
        }
    },
    addColumns(a, first, columns, width) {
      const own = outward(a);
      const whole = still() + jet.c * own;
      for (const i of both) {
        const row = at[i] * width + first;
        add(columns, row, (x[i] as number) * (jet.cByK * (own + square) + jet.cSlopeByK * along ** 2 + jet.fByK));
        add(columns, row + 1, (x[i] as number) * jet.fByW);
        for (const j of both)
          add(columns, row + 2 + j, -(x[i] as number) * factorByPlace(j, a, own) - (i === j ? whole : 0));
      }
    },
    energy: (theta, first) =>
      (jet.c * along ** 2) / 2 + (theta[first + 1] as number) * s * shareOfEnergy(profile, theta[first] as number, s),
    momenta: {
      add(_theta, _first, momenta) {
        for (const i of both) add(momenta, at[i], jet.c * along * (x[i] as number));
      },
      addJacobian(_theta, _first, byPosition, byVelocity) {
        for (const i of both)
          for (const j of both) {
            add(byPosition, at[i] * d + at[j], momentumByPlace(jet, x, v, along, i, j));
            add(byVelocity, at[i] * d + at[j], jet.c * (x[i] as number) * (x[j] as number));
          }
      },
      addColumns(first, columns, width) {
        for (const i of both) {
          const row = at[i] * width + first;
          add(columns, row, jet.cByK * along * (x[i] as number));
          for (const j of both) add(columns, row + 2 + j, -momentumByPlace(jet, x, v, along, i, j));
        }
      },
    },
  };
}

/** Friction in proportion to the velocity along a surface, the vertical part of it too: the force -theta (v + c (x.v) x). One coefficient. */
export function surfaceFrictionTerm({ at, profile, k, axis }: KnownSurface, d: number): Term {
  const jet = emptyProfile();
  const [x, v] = [new Float64Array(2), new Float64Array(2)];
  const force = new Float64Array(2);
  let along = 0;
  const both = [0, 1] as const;
  return {
    count: 1,
    prepare(q, velocity) {
      let s = 0;
      along = 0;
      for (const i of both) {
        x[i] = (q[at[i]] as number) - axis[i];
        v[i] = velocity[at[i]] as number;
        s += (x[i] as number) ** 2;
        along += (x[i] as number) * (v[i] as number);
      }
      evaluateProfile(profile, k, 0, s, jet);
      for (const i of both) force[i] = (v[i] as number) + jet.c * along * (x[i] as number);
    },
    addForces(theta, first, _mass, rest) {
      for (const i of both) rest[at[i]] = (rest[at[i]] as number) + (theta[first] as number) * (force[i] as number);
    },
    addJacobian(theta, first, _a, byPosition, byVelocity) {
      for (const i of both)
        for (const j of both) {
          const place = at[i] * d + at[j];
          const own = momentumByPlace(jet, x, v, along, i, j);
          const turned = jet.c * (x[i] as number) * (x[j] as number) + (i === j ? 1 : 0);
          byPosition[place] = (byPosition[place] as number) + (theta[first] as number) * own;
          byVelocity[place] = (byVelocity[place] as number) + (theta[first] as number) * turned;
        }
    },
    addColumns(_a, first, columns, width) {
      for (const i of both) {
        const place = at[i] * width + first;
        columns[place] = (columns[place] as number) + (force[i] as number);
      }
    },
    energy: () => 0,
  };
}
