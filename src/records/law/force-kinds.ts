import type { Estimate } from "../../identification/index.js";

/** A number with its standard deviation and unit. */
interface Constant extends Estimate {
  readonly unit: string;
}

/** A force that no energy gives. */
export interface LearnedForce extends Constant {
  /**
   * Friction by how it grows with the speed, or what a coefficient of viscous friction changes by from place to place; a force across the velocity, that does no work, and one that grows with the speed too (lift); a harmonic drive, one that is in proportion to a `factor` (parametric), a smooth force of time, or a
   * measured input. Of a change with place and of a smooth force the value is its root mean square along the record.
   */
  readonly kind:
    | "dry"
    | "viscous"
    | "quadratic"
    | "cubic"
    | "place-dependent"
    | "gyroscopic"
    | "lift"
    | "harmonic"
    | "parametric"
    | "smooth"
    | "input";
  /** The coordinate that it acts on, or several of one body; the input too, where it is one. */
  readonly coordinate: string;
  readonly input?: string | undefined;
  /** Of a parametric drive, what it is in proportion to: "x", "x - 0.5", "sin(theta)", "cos(theta)", "theta'" for the velocity; of viscous friction, what its coefficient is multiplied by: "r^2" of an angle beside a distance. */
  readonly factor?: string | undefined;
  /** Of a harmonic or parametric drive: angular frequency, and phase at time 0 as in value cos(frequency t + phase). */
  readonly frequency?: Constant | undefined;
  readonly phase?: Constant | undefined;
  /** Root mean square of the force over that of all forces along the record. */
  readonly share: number;
}

/** Whether a force comes from outside, rather than from friction. */
export const isDrive = ({ kind }: Pick<LearnedForce, "kind">): boolean =>
  kind === "harmonic" || kind === "parametric" || kind === "smooth" || kind === "input";

/** Whether a force takes energy, or gives it as a friction below zero. */
export const isFriction = (force: Pick<LearnedForce, "kind">): boolean =>
  !isDrive(force) && force.kind !== "gyroscopic" && force.kind !== "lift";
