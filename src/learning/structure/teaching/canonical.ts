import type { Random } from "../../../base/random.js";
import type { Observations, PhaseSpace } from "../../learner.js";

/**
 * The same motion in other canonical coordinates: the law of a training system as somebody else would have measured it.
 * Point transformations Q = f(q), P = (df/dq)^-T p are canonical for any invertible f (Goldstein, section 9.1), so what
 * comes out obeys Hamilton's equations again, with masses that may depend on position.
 */
export type PointTransformation = (space: PhaseSpace, observations: Observations) => Observations;

/** Rotates the plane of all bodies with two coordinates by one random angle; other coordinates stay. */
export function rotation(random: Random): PointTransformation {
  const angle = random.between(0, 2 * Math.PI);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return ({ dimension, coordinates }, observations) => {
    const partner = coordinates.map(({ body, slot }) =>
      coordinates.findIndex((other) => other.body === body && other.slot !== slot),
    );
    const turn = (values: Float64Array) =>
      values.map((value, k) => {
        const a = k % dimension;
        const other = partner[a] as number;
        if (other < 0) return value;
        const across = values[k - a + other] as number;
        return coordinates[a]?.slot === 0 ? c * value - s * across : c * value + s * across;
      });
    return { ...observations, states: turn(observations.states), derivatives: turn(observations.derivatives) };
  };
}

/** Largest slope of the bend against that of the identity, so that the bent coordinate still ascends. */
const LARGEST_BEND = 0.6;

/**
 * Bends every coordinate by itself: Q = q + (c / k) sin(k q + phase), with c and k random and k of the order of one over
 * the coordinate's reach. Constant masses become masses that depend on position.
 */
export function bending(random: Random): PointTransformation {
  return ({ dimension: d }, { count, states, derivatives, ...rest }) => {
    const size = 2 * d;
    const bent = { states: states.slice(), derivatives: derivatives.slice() };
    for (let a = 0; a < d; a++) {
      let square = 0;
      for (let i = 0; i < count; i++) square += (states[i * size + a] as number) ** 2 / count;
      const k = random.between(0.5, 2) / (Math.sqrt(square) || 1);
      const c = random.between(-LARGEST_BEND, LARGEST_BEND);
      const phase = random.between(0, 2 * Math.PI);
      for (let i = 0; i < count; i++) {
        const [at, conjugate] = [i * size + a, i * size + d + a];
        const [q, p] = [states[at] as number, states[conjugate] as number];
        const [dq, dp] = [derivatives[at] as number, derivatives[conjugate] as number];
        const slope = 1 + c * Math.cos(k * q + phase);
        const bend = -c * k * Math.sin(k * q + phase);
        bent.states[at] = q + (c / k) * Math.sin(k * q + phase);
        bent.states[conjugate] = p / slope;
        bent.derivatives[at] = slope * dq;
        bent.derivatives[conjugate] = dp / slope - (p * bend * dq) / slope ** 2;
      }
    }
    return { count, ...rest, ...bent };
  };
}

/** Mixes coordinates: Q_a = q_a + m q_b for one random pair a, b and random m, P_b = p_b - m p_a. */
export function shear(random: Random): PointTransformation {
  return ({ dimension: d }, observations) => {
    if (d < 2) return observations;
    const [a, b] = random.choose(d, 2) as [number, number];
    const m = random.between(-1, 1);
    const mix = (values: Float64Array) => {
      const mixed = values.slice();
      for (let from = 0; from < values.length; from += 2 * d) {
        mixed[from + a] = (values[from + a] as number) + m * (values[from + b] as number);
        mixed[from + d + b] = (values[from + d + b] as number) - m * (values[from + d + a] as number);
      }
      return mixed;
    };
    return { ...observations, states: mix(observations.states), derivatives: mix(observations.derivatives) };
  };
}
