import { mul, sin, type Tensor } from "../../graph/index.js";
import type { TermSpec } from "../../identification/index.js";
import { weighted } from "./law-basis.js";

/** The force along its direction of measured inputs, or of their squares. */
export function inputForce(
  { direction, inputs, squared }: Extract<TermSpec, { kind: "input" }>,
  theta: Float64Array,
  row: { readonly q: readonly Tensor[]; readonly inputs: readonly Tensor[] },
): Tensor {
  const own = inputs.map((index) => row.inputs[index] as Tensor);
  if (squared === undefined) return weighted(theta, own);
  const size = weighted(
    theta,
    own.map((u) => mul(u, u)),
  );
  if (squared === "plain") return size;
  const z = weighted(direction, row.q);
  return mul(size, squared === "place" ? z : mul(0.5, sin(mul(2, z))));
}
