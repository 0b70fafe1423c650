/**
 * A part of the equations of motion, linear in `count` coefficients theta (unless it says otherwise). With generalised coordinates q,
 * velocities v and accelerations a, each [d], the equations of motion say that all parts together vanish:
 *
 *     sum over parts, sum_k theta_k R_k(q, v, a, t) = 0.
 *
 * A part of a Lagrangian contributes R_k = d/dt dL_k/dv - dL_k/dq up to the sign of L_k; a force F_k contributes -F_k. Since R is affine in a,
 * it splits into a mass matrix and the rest.
 */
export interface Term {
  /** Coefficients. */
  readonly count: number;
  /** Whether forces change so fast with the state that their derivatives do not change smoothly from one step of a motion to the next. */
  readonly abrupt?: boolean | undefined;
  /** How many times faster than the motion its functions vary along it; 1 where left out. */
  readonly roughness?: number | undefined;
  /** Evaluates at a state what the other methods need; they refer to the state of the last call. */
  prepare(q: Float64Array, v: Float64Array, t: number, theta: Float64Array, first: number): void;
  /** Adds to the mass matrix [d][d] and to the rest [d]. `theta` holds this term's coefficients from `first` on. */
  addForces(theta: Float64Array, first: number, mass: Float64Array, rest: Float64Array): void;
  /** Adds dR/dq and dR/dv, each [d][d], at the acceleration `a`. */
  addJacobian(
    theta: Float64Array,
    first: number,
    a: Float64Array,
    byPosition: Float64Array,
    byVelocity: Float64Array,
  ): void;
  /** Adds dR/dtheta_k to columns `first` on of `columns`, row-major [d][width], at the acceleration `a`. */
  addColumns(a: Float64Array, first: number, columns: Float64Array, width: number): void;
  /** Energy of the state of the last `prepare`, 0 for forces; adds nothing else. */
  energy(theta: Float64Array, first: number): number;
  /** Kinetic energies alone: their part of the canonical momenta dL/dv, and of its derivatives, at the state of the last `prepare`. */
  readonly momenta?: TermMomenta | undefined;
}

/** A term's part of the momenta p = dL/dv = M(q) v. */
export interface TermMomenta {
  /** Adds to the momenta [d]. */
  add(theta: Float64Array, first: number, momenta: Float64Array): void;
  /** Adds dp/dq and dp/dv = M, each [d][d]. */
  addJacobian(theta: Float64Array, first: number, byPosition: Float64Array, byVelocity: Float64Array): void;
  /** Adds dp/dtheta_k to columns `first` on of `columns`, row-major [d][width]. */
  addColumns(first: number, columns: Float64Array, width: number): void;
}
