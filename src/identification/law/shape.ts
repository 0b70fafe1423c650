import { realPower } from "../../numerics/index.js";
import type { Term } from "./term.js";

/**
 * A potential energy F(z) of one number with parameters of its own, as plain data. `unit` is a typical size of z: the first parameter a is then the force at z = unit.
 *
 * - power: F = a u ((z / u)^n - 1) / n, its limit a u log(z / u) for n = 0; n is the second parameter where `exponent` is null. Of negative z the size is taken, unless `signed`.
 * - exponential: F = (a / k) exp(k z), parameters a and k.
 * - morse: F = a (1 - exp(-k z))^2, parameters a and k.
 * - toda: F = a (exp(k z) - 1 - k z) / k^2, parameters a (the stiffness at z = 0) and k: the spring of Toda's lattice.
 * - cosine: F = -(a / k) cos(k z); k is the second parameter where `wavenumber` is null.
 * - duffing: F = a z^2 / 2 + b z^4 / 4, parameters a (the stiffness at z = 0, below 0 between two wells) and b.
 * - contact: F = a max(0, side z)^2 / (2 unit): a spring that only pushes, or a rope that only pulls, from z = 0 on; parameter a, the force at side z = unit.
 * - edge: F = a sqrt(z^2 + w^2): two slopes that meet, rounded over w; parameters a and w, of either sign.
 */
export type ShapeSpec =
  | { readonly kind: "power"; readonly unit: number; readonly exponent: number | null; readonly signed: boolean }
  | { readonly kind: "exponential" }
  | { readonly kind: "morse" }
  | { readonly kind: "toda" }
  | { readonly kind: "cosine"; readonly wavenumber: number | null }
  | { readonly kind: "duffing" }
  | { readonly kind: "contact"; readonly unit: number; readonly side: 1 | -1 }
  | { readonly kind: "edge" };

/** Parameters of a shape. */
export function shapeParameters(spec: ShapeSpec): number {
  switch (spec.kind) {
    case "power":
      return spec.exponent === null ? 2 : 1;
    case "cosine":
      return spec.wavenumber === null ? 2 : 1;
    case "contact":
      return 1;
    default:
      return 2;
  }
}

/** A shape at one z: value, first and second derivative, and the first derivative's derivatives with respect to the parameters. */
interface Jet {
  value: number;
  slope: number;
  curvature: number;
  readonly byParameter: Float64Array;
}

/** Powers are followed to within this share of their unit about 0, where some are not finite. */
const NEAREST = 1e-9;

function evaluateShape(spec: ShapeSpec, z: number, theta: Float64Array, first: number, out: Jet): void {
  const a = theta[first] as number;
  const second = theta[first + 1] as number;
  switch (spec.kind) {
    case "power": {
      const n = spec.exponent ?? second;
      const u = spec.unit;
      const size = Math.max(NEAREST, Math.abs(z) / u);
      const sign = z < 0 ? -1 : 1;
      // For signed powers of negative z, z^n = sign^n size^n.
      const odd = spec.signed && Math.abs(n % 2) === 1;
      const raised = realPower(size, n - 1);
      out.value = a * u * (n === 0 ? Math.log(size) : ((odd ? sign : 1) * raised * size - 1) / n);
      const slope = (odd ? 1 : sign) * raised;
      out.slope = a * slope;
      out.curvature = (a * (n - 1) * (odd ? sign : 1) * raised) / (size * u);
      out.byParameter[0] = slope;
      if (spec.exponent === null) out.byParameter[1] = a * slope * Math.log(size);
      return;
    }
    case "exponential": {
      const raised = Math.exp(second * z);
      out.value = (a / second) * raised;
      out.slope = a * raised;
      out.curvature = a * second * raised;
      out.byParameter[0] = raised;
      out.byParameter[1] = a * z * raised;
      return;
    }
    case "morse": {
      const e = Math.exp(-second * z);
      out.value = a * (1 - e) ** 2;
      const bent = e - e * e;
      out.slope = 2 * a * second * bent;
      out.curvature = 2 * a * second * second * (2 * e * e - e);
      out.byParameter[0] = 2 * second * bent;
      out.byParameter[1] = 2 * a * (bent + second * z * (2 * e * e - e));
      return;
    }
    case "toda": {
      const k = second;
      const [raised, less] = [Math.exp(k * z), Math.expm1(k * z)];
      out.value = (a * (less - k * z)) / k ** 2;
      out.slope = (a * less) / k;
      out.curvature = a * raised;
      out.byParameter[0] = less / k;
      out.byParameter[1] = (a * (z * raised - less / k)) / k;
      return;
    }
    case "cosine": {
      const k = spec.wavenumber ?? second;
      const [sine, cosine] = [Math.sin(k * z), Math.cos(k * z)];
      out.value = (-a / k) * cosine;
      out.slope = a * sine;
      out.curvature = a * k * cosine;
      out.byParameter[0] = sine;
      if (spec.wavenumber === null) out.byParameter[1] = a * z * cosine;
      return;
    }
    case "duffing": {
      const square = z * z;
      out.value = (square * (a + (second * square) / 2)) / 2;
      out.slope = z * (a + second * square);
      out.curvature = a + 3 * second * square;
      out.byParameter[0] = z;
      out.byParameter[1] = z * square;
      return;
    }
    case "contact": {
      const slope = Math.max(0, spec.side * z) / spec.unit;
      out.value = (a * slope * slope * spec.unit) / 2;
      out.slope = a * spec.side * slope;
      out.curvature = slope > 0 ? a / spec.unit : 0;
      out.byParameter[0] = spec.side * slope;
      return;
    }
    case "edge": {
      const w = second;
      const size = Math.sqrt(z * z + w * w) || Number.MIN_VALUE;
      out.value = a * size;
      out.slope = (a * z) / size;
      const share = w / size;
      out.curvature = (a * share * share) / size;
      out.byParameter[0] = z / size;
      out.byParameter[1] = (-a * z * share) / (size * size);
    }
  }
}

/**
 * A potential energy of a shape, summed over `groups`, which share its parameters: F(c.q - o) where a group has one row c, F(|C q - o|) where it has several. The centre
 * o has one number a row; where `centred`, it is part of the coefficients, after the shape's own, else it is 0. Not linear in its coefficients.
 */
export function shapeTerm(groups: readonly (readonly ArrayLike<number>[])[], spec: ShapeSpec, centred: boolean): Term {
  const own = shapeParameters(spec);
  const m = groups[0]?.length ?? 1;
  const d = groups[0]?.[0]?.length ?? 0;
  const count = own + (centred ? m : 0);
  const rows = groups.map((group) => Float64Array.from(group.flatMap((row) => Array.from(row))));
  const states = groups.map(() => ({
    jet: { value: 0, slope: 0, curvature: 0, byParameter: new Float64Array(own) } as Jet,
    direction: new Float64Array(m),
    /** First derivatives by q, [d]; second ones by q and the argument, [d][m]. */
    gradient: new Float64Array(d),
    bent: new Float64Array(d * m),
  }));
  return {
    count,
    prepare(q, _v, _t, theta, first) {
      states.forEach(({ jet, direction, gradient, bent }, g) => {
        const C = rows[g] as Float64Array;
        let squares = 0;
        for (let k = 0; k < m; k++) {
          let y = centred ? -(theta[first + own + k] as number) : 0;
          for (let i = 0; i < d; i++) y += (C[k * d + i] as number) * (q[i] as number);
          direction[k] = y;
          squares += y * y;
        }
        const length = m === 1 ? (direction[0] as number) : Math.sqrt(squares);
        evaluateShape(spec, length, theta, first, jet);
        if (m === 1) direction[0] = 1;
        else for (let k = 0; k < m; k++) direction[k] = (direction[k] as number) / length;
        gradient.fill(0);
        bent.fill(0);
        const across = m === 1 ? 0 : jet.slope / length;
        for (let k = 0; k < m; k++) {
          const e = direction[k] as number;
          for (let i = 0; i < d; i++) {
            const c = C[k * d + i] as number;
            gradient[i] = (gradient[i] as number) + c * e;
            for (let l = 0; l < m; l++)
              bent[i * m + l] =
                (bent[i * m + l] as number) +
                c * ((jet.curvature - across) * e * (direction[l] as number) + (k === l ? across : 0));
          }
        }
      });
    },
    addForces(_theta, _first, _mass, rest) {
      for (const { jet, gradient } of states)
        for (let i = 0; i < d; i++) rest[i] = (rest[i] as number) + jet.slope * (gradient[i] as number);
    },
    addJacobian(_theta, _first, _a, byPosition) {
      states.forEach(({ bent }, g) => {
        const C = rows[g] as Float64Array;
        for (let i = 0; i < d; i++)
          for (let k = 0; k < m; k++) {
            const b = bent[i * m + k] as number;
            for (let j = 0; j < d; j++)
              byPosition[i * d + j] = (byPosition[i * d + j] as number) + b * (C[k * d + j] as number);
          }
      });
    },
    addColumns(_a, first, columns, width) {
      for (const { jet, gradient, bent } of states)
        for (let i = 0; i < d; i++) {
          const at = i * width + first;
          for (let p = 0; p < own; p++)
            columns[at + p] = (columns[at + p] as number) + (jet.byParameter[p] as number) * (gradient[i] as number);
          if (centred)
            for (let k = 0; k < m; k++)
              columns[at + own + k] = (columns[at + own + k] as number) - (bent[i * m + k] as number);
        }
    },
    energy: () => states.reduce((sum, { jet }) => sum + jet.value, 0),
  };
}
