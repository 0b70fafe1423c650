import { add, mul, type Operand, type Tensor } from "../../graph/index.js";
import type { TermSpec } from "../../identification/index.js";
import { basisTensors, featureTensors, weighted } from "./law-basis.js";

/** Adds a kinetic energy's part of the mass matrix. */
export function addMass(
  mass: Operand[],
  q: readonly Tensor[],
  spec: Extract<TermSpec, { kind: "kinetic" }>,
  theta: Float64Array,
): void {
  const { z } = featureTensors(spec.feature, q);
  const values = spec.basis === undefined ? [] : basisTensors(spec.basis, z).values;
  const m = add(spec.constant, weighted(theta, values));
  spec.pattern.forEach((e, k) => {
    mass[k] = add(mass[k] as Operand, mul(e, m));
  });
}
