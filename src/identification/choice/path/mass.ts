import type { PlainBasisSpec, SumSpec } from "../../law/spec.js";

/** How the mass of one coordinate depends on place, as it was found: functions of it, and of what they are in sum where friction acts along the path. */
export interface PathMass {
  readonly basis: PlainBasisSpec;
  /** The mass along the path, by which viscous friction is multiplied; undefined where friction acts on the coordinate itself. */
  readonly along?: SumSpec | undefined;
}
