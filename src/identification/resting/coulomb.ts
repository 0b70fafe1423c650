import { type Evaluation, evaluationOf, factorize, type Law, solve } from "../law/law.js";
import type { TermSpec } from "../law/spec.js";

/** Dry friction of a coordinate, or of a body that has several together. */
export interface DryFriction {
  /** Number of its term in the law. */
  readonly term: number;
  readonly coordinates: readonly number[];
  /** Its largest force. */
  readonly size: number;
  /** What speeds are compared with. */
  readonly speed: number;
}

/** It holds, or the coordinates slide: along a fixed direction (a unit vector over its coordinates), or along their velocity. */
export type FrictionMode = "holds" | "along velocity" | readonly number[];

/** A law whose dry friction is Coulomb's: of constant size against the motion, and at rest as large as it has to be. */
export interface CoulombEvaluation extends Evaluation {
  /** By friction; to be set before a step. */
  readonly modes: FrictionMode[];
  /** Forces [d] that would hold the coordinates that rest, as of the last evaluation; 0 for the others. */
  readonly holding: Float64Array;
}

/** The dry frictions of a law that take energy, each of coordinates of its own; `spreads` [2d] of positions and velocities. */
export function dryFrictionsOf(
  { offsets }: Law,
  specs: readonly TermSpec[],
  theta: Float64Array,
  spreads: ArrayLike<number>,
): DryFriction[] {
  const d = spreads.length / 2;
  return specs.flatMap((spec, term): DryFriction[] => {
    const size = theta[offsets[term] as number] as number;
    if (spec.kind !== "friction" || spec.law !== "dry" || !(size > 0)) return [];
    const coordinates = spec.directions.map((direction) => direction.findIndex((x) => x !== 0));
    const single = spec.directions.every((direction, j) =>
      direction.every((x, c) => x === 0 || (c === coordinates[j] && Math.abs(x) === 1)),
    );
    if (!single) return [];
    const speed = Math.hypot(...coordinates.map((c) => spreads[d + c] as number)) || 1;
    return [{ term, coordinates, size, speed }];
  });
}

/** Evaluates a law with some of its dry frictions as Coulomb's instead of smoothed ones, by their modes. Derivatives are those of the smoothed law. */
export function coulombEvaluation(law: Law, frictions: readonly DryFriction[]): CoulombEvaluation {
  const { dimension: d, offsets } = law;
  const own = new Set(frictions.map(({ term }) => term));
  const terms = law.terms.flatMap((term, k) => (own.has(k) ? [] : [{ term, first: offsets[k] as number }]));
  const [q, v] = [new Float64Array(d), new Float64Array(d)];
  const [mass, factor] = [new Float64Array(d * d), new Float64Array(d * d)];
  const [rest, accelerations, holding] = [new Float64Array(d), new Float64Array(d), new Float64Array(d)];
  const modes: FrictionMode[] = frictions.map(() => "along velocity");
  const held = new Uint8Array(d);

  function addFriction({ coordinates, size }: DryFriction, mode: FrictionMode): void {
    const fixed = mode === "along velocity" ? undefined : (mode as readonly number[]);
    const speed = fixed === undefined ? Math.hypot(...coordinates.map((c) => v[c] as number)) : 1;
    coordinates.forEach((c, j) => {
      const along = fixed === undefined ? (v[c] as number) / (speed || 1) : (fixed[j] as number);
      rest[c] = (rest[c] as number) + size * along;
    });
  }

  return {
    ...evaluationOf(law),
    accelerations,
    modes,
    holding,
    accelerate(state, t, theta) {
      for (let i = 0; i < d; i++) {
        q[i] = state[i] as number;
        v[i] = state[d + i] as number;
      }
      mass.fill(0);
      rest.fill(0);
      held.fill(0);
      for (const { term, first } of terms) {
        term.prepare(q, v, t, theta, first);
        term.addForces(theta, first, mass, rest);
      }
      frictions.forEach((friction, j) => {
        const mode = modes[j] as FrictionMode;
        if (mode === "holds") for (const c of friction.coordinates) held[c] = 1;
        else addFriction(friction, mode);
      });
      // What rests has no acceleration; the others have theirs beside it.
      for (let i = 0; i < d; i++) {
        accelerations[i] = held[i] === 1 ? 0 : -(rest[i] as number);
        for (let j = 0; j < d; j++)
          factor[i * d + j] = held[i] === 1 || held[j] === 1 ? (i === j ? 1 : 0) : (mass[i * d + j] as number);
      }
      if (!factorize(factor, d)) return false;
      solve(factor, d, accelerations, 1);
      for (let i = 0; i < d; i++) {
        let force = held[i] === 1 ? (rest[i] as number) : 0;
        if (held[i] === 1)
          for (let j = 0; j < d; j++) force += (mass[i * d + j] as number) * (accelerations[j] as number);
        holding[i] = force;
      }
      return true;
    },
  };
}
