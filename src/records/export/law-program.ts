import {
  add,
  concat,
  cos,
  div,
  input,
  matmul,
  mul,
  type Operand,
  type Program,
  program,
  sin,
  slice,
  sqrt,
  sub,
  type Tensor,
  table,
} from "../../graph/index.js";
import { type DriveFactor, lawFrom, type TermSpec } from "../../identification/index.js";
import type { LawModel } from "../law/model.js";
import { basisTensors, featureTensors, splineTensors, tensorDot, weighted } from "./law-basis.js";
import { inputForce } from "./law-inputs.js";
import { addMass } from "./law-mass.js";
import { oblateTensors } from "./law-oblate.js";
import { addSurfaceMass, surfaceFrictionTensors, surfaceTensors } from "./law-surface.js";

/** What a law's program is given besides the state. */
export interface LawInputs {
  /** Whether a force depends on the time: then there is an input `time` [rows, 1]. */
  readonly time: boolean;
  /** Measured inputs: where there are any, an input `input` [rows, k]. */
  readonly inputs: number;
}

export function lawInputs({ law: { terms, inputs } }: LawModel): LawInputs {
  return { time: terms.some(({ kind }) => kind === "harmonic" || kind === "time"), inputs };
}

/** One row: coordinates, velocities, and what acts from outside. */
interface Row {
  readonly q: readonly Tensor[];
  readonly v: readonly Tensor[];
  readonly time: Tensor;
  readonly inputs: readonly Tensor[];
}

/** Sums that terms add to: the mass matrix [d][d] and its rate of change times the velocities [d], what stands beside the accelerations [d], and the energy. */
interface Sums {
  readonly mass: Operand[];
  readonly turning: Tensor[];
  readonly rest: Tensor[];
  energy: Tensor;
}

/**
 * A learned law as a tensor program of one row: `state` [1, 2d], and `time` [1, 1] and `input` [1, k] where it depends on them -> `derivative` [1, 2d] and `energy` [1, 1]. The mass matrix
 * is solved by its Cholesky factor, written out. Only operations within a row, so that the written model takes any number of rows.
 */
export function lawProgram(model: LawModel): Program<"energy" | "derivative"> {
  const { law, active, rest, momentumScale, energyScale } = model;
  const d = rest.length;
  const n = active.length;
  const given = lawInputs(model);
  const state = input("state", [1, 2 * d]);
  const outside = given.inputs > 0 ? input("input", [1, given.inputs]) : undefined;
  const column = (from: Tensor, i: number) => slice(from, 1, i, i + 1);
  const q = active.map((c) => column(state, c));
  const second = active.map((c) => column(state, d + c));
  const { offsets } = lawFrom(n, law.terms, () => {}, law.inputs);
  const termsOf = law.terms.map((spec, t) => ({
    spec,
    theta: law.coefficients.subarray(offsets[t] as number, offsets[t + 1] ?? law.coefficients.length),
  }));
  // A zero of every row: what does not depend on the state is to have as many rows all the same.
  const zero = sub(q[0] as Tensor, q[0] as Tensor);
  const zeros = () => new Array<Tensor>(n).fill(zero);
  const sums: Sums = { mass: new Array<Operand>(n * n).fill(0), turning: zeros(), rest: zeros(), energy: zero };
  for (const { spec, theta } of termsOf) {
    if (spec.kind === "kinetic") addMass(sums.mass, q, spec, theta);
    if (spec.kind === "surface") addSurfaceMass(sums.mass, q, spec, theta);
  }
  const lower = factorOf(sums.mass, n);
  const row: Row = {
    q,
    v:
      momentumScale === undefined
        ? second
        : solved(
            lower,
            second.map((p) => div(p, momentumScale.value)),
          ),
    time: input("time", [1, 1]),
    inputs: Array.from({ length: given.inputs }, (_, k) => column(outside as Tensor, k)),
  };
  for (const { spec, theta } of termsOf) addTerm(sums, row, spec, theta);
  // dp/dt = d(M v)/dt = dM/dt v + M a, and M a = -rest.
  const changes =
    momentumScale === undefined
      ? solved(lower, sums.rest).map((value) => mul(-1, value))
      : sums.rest.map((value, i) => mul(momentumScale.value, sub(sums.turning[i] as Tensor, value)));
  // From the coordinates that move to all.
  const place = new Float64Array(2 * n * 2 * d);
  active.forEach((c, k) => {
    place[k * 2 * d + c] = 1;
    place[(n + k) * 2 * d + d + c] = 1;
  });
  return program(
    {
      energy: mul(energyScale, sums.energy),
      derivative: matmul(concat([...row.v, ...changes], 1), table(place, [2 * n, 2 * d])),
    },
    { asWritten: true },
  );
}

/** Adds one term's part of the equations M a + rest = 0. `theta`: its own coefficients. */
function addTerm(sums: Sums, row: Row, spec: TermSpec, theta: Float64Array): void {
  const { q, v } = row;
  const n = q.length;
  const push = (i: number, part: Operand) => {
    sums.rest[i] = add(sums.rest[i] as Tensor, part);
  };
  const force = (direction: readonly number[], size: Tensor) => {
    direction.forEach((c, i) => {
      if (c !== 0) push(i, mul(-c, size));
    });
  };
  switch (spec.kind) {
    case "kinetic": {
      const { z, gradient } = featureTensors(spec.feature, q);
      const basis = spec.basis === undefined ? { values: [], slopes: [] } : basisTensors(spec.basis, z);
      const m = add(spec.constant, weighted(theta, basis.values));
      const slope = weighted(theta, basis.slopes);
      const Ev = q.map((_, i) => weighted(spec.pattern.slice(i * n, (i + 1) * n), v));
      const square = tensorDot(Ev, v);
      const rate = tensorDot(gradient, v);
      q.forEach((_, i) => {
        const turning = mul(rate, Ev[i] as Tensor);
        sums.turning[i] = add(sums.turning[i] as Tensor, mul(slope, turning));
        push(i, mul(slope, sub(turning, mul(0.5, mul(square, gradient[i] as Operand)))));
      });
      sums.energy = add(sums.energy, mul(0.5, mul(m, square)));
      return;
    }
    case "potential": {
      const { z, gradient } = featureTensors(spec.feature, q);
      const { values, slopes } = basisTensors(spec.basis, z);
      const slope = weighted(theta, slopes);
      gradient.forEach((g, i) => {
        push(i, mul(g, slope));
      });
      sums.energy = add(sums.energy, weighted(theta, values));
      return;
    }
    case "oblate": {
      const { energy, force } = oblateTensors(spec.unit, theta, q);
      force.forEach((part, i) => {
        push(i, part);
      });
      sums.energy = add(sums.energy, energy);
      return;
    }
    case "surface": {
      const surface = surfaceTensors(spec, theta, q);
      const [x, own] = [surface.x, spec.at.map((i) => v[i] as Tensor)];
      const [along, square] = [tensorDot(x, own), tensorDot(own, own)];
      const bend = mul(surface.slope, mul(along, along));
      const size = add(add(mul(surface.c, square), bend), surface.force);
      spec.at.forEach((i, k) => {
        push(i, mul(size, x[k] as Tensor));
        // dM/dt v of c x x^T.
        const turning = add(
          mul(surface.c, add(mul(along, own[k] as Tensor), mul(square, x[k] as Tensor))),
          mul(2, mul(bend, x[k] as Tensor)),
        );
        sums.turning[i] = add(sums.turning[i] as Tensor, turning);
      });
      sums.energy = add(sums.energy, add(mul(0.5, mul(surface.c, mul(along, along))), surface.energy));
      return;
    }
    case "product": {
      const factors = spec.factors.map(({ coordinate, basis }) => basisTensors(basis, q[coordinate] as Tensor));
      const functionOf = (f: number, k: number, of: "values" | "slopes"): Operand => {
        const index = spec.products[k]?.[f] as number;
        return index < 0 ? (of === "values" ? 1 : 0) : (factors[f]?.[of][index] as Operand);
      };
      const product = (k: number, sloping: number) =>
        factors.reduce<Tensor>(
          (all, _, f) => mul(all, functionOf(f, k, f === sloping ? "slopes" : "values")),
          mul(theta[k] as number, spec.scales[k] as number),
        );
      spec.products.forEach((_, k) => {
        sums.energy = add(sums.energy, product(k, -1));
        spec.factors.forEach(({ coordinate }, f) => {
          push(coordinate, product(k, f));
        });
      });
      return;
    }
    case "friction": {
      if (spec.surface !== undefined) {
        const { at } = spec.surface;
        surfaceFrictionTensors(spec.surface, q, v).forEach((part, k) => {
          push(at[k] as number, mul(theta[0] as number, part));
        });
        return;
      }
      const u = spec.directions.map((direction) => weighted(direction, v));
      const squares = tensorDot(u, u);
      const factor: Operand =
        spec.law === "viscous"
          ? 1
          : spec.law === "quadratic"
            ? sqrt(squares)
            : spec.law === "cubic"
              ? squares
              : div(1, sqrt(add(squares, spec.smoothing ** 2)));
      spec.directions.forEach((direction, j) => {
        force(direction, mul(-(theta[0] as number), mul(factor, u[j] as Tensor)));
      });
      return;
    }
    case "place-friction": {
      const { z } = featureTensors(spec.feature, q);
      const size = weighted(theta, basisTensors(spec.basis, z).values);
      force(spec.direction, mul(-1, mul(size, weighted(spec.direction, v))));
      return;
    }
    case "gyroscopic": {
      const own = theta[0] as number;
      const size: Operand = spec.lift === true ? mul(own, sqrt(tensorDot(v, v))) : own;
      force(spec.first, mul(size, weighted(spec.second, v)));
      force(spec.second, mul(-1, mul(size, weighted(spec.first, v))));
      return;
    }
    case "harmonic": {
      const phase = mul(theta[2] as number, sub(row.time, spec.origin));
      const wave = weighted(theta, [cos(phase), sin(phase)]);
      force(
        spec.direction,
        spec.factor === undefined ? wave : mul(wave, factorTensor(spec.factor, spec.direction, row)),
      );
      return;
    }
    case "time":
      force(spec.direction, weighted(theta, splineTensors(spec.knots, row.time)));
      return;
    case "input":
      force(spec.direction, inputForce(spec, theta, row));
  }
}

/** What a force that oscillates is in proportion to. */
function factorTensor({ kind, origin }: DriveFactor, direction: readonly number[], { q, v }: Row): Tensor {
  if (kind === "velocity") return weighted(direction, v);
  const z = sub(weighted(direction, q), origin);
  return kind === "place" ? z : kind === "sine" ? sin(z) : cos(z);
}

/** The Cholesky factor of M [n][n], symmetric and positive definite. */
function factorOf(mass: readonly Operand[], n: number): Operand[] {
  const lower: Operand[] = new Array<Operand>(n * n).fill(0);
  const at = (i: number, k: number) => lower[i * n + k] as Operand;
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let left: Operand = mass[i * n + j] as Operand;
      for (let k = 0; k < j; k++) left = sub(left, mul(at(i, k), at(j, k)));
      lower[i * n + j] = i === j ? sqrt(left) : div(left, at(j, j));
    }
  return lower;
}

/** M^-1 b, by the factor of M. */
function solved(lower: readonly Operand[], b: readonly Tensor[]): Tensor[] {
  const n = b.length;
  const at = (i: number, k: number) => lower[i * n + k] as Operand;
  const x: Tensor[] = [];
  for (let i = 0; i < n; i++) {
    let left = b[i] as Tensor;
    for (let k = 0; k < i; k++) left = sub(left, mul(at(i, k), x[k] as Tensor));
    x.push(div(left, at(i, i)));
  }
  for (let i = n - 1; i >= 0; i--) {
    let left = x[i] as Tensor;
    for (let k = i + 1; k < n; k++) left = sub(left, mul(at(k, i), x[k] as Tensor));
    x[i] = div(left, at(i, i));
  }
  return x;
}
