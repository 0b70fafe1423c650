import { add, div, mul, sqrt, sub, type Tensor } from "../../graph/index.js";
import { oblateSize } from "../../identification/index.js";
import { tensorDot } from "./law-basis.js";

/** What a flattened body adds to its attraction, see `oblateTerm`: its energy, and the slopes of that by coordinate. */
export function oblateTensors(unit: number, theta: Float64Array, q: readonly Tensor[]) {
  const z = q[2] as Tensor;
  const squares = tensorDot(q, q);
  const size = (theta[0] as number) * oblateSize(unit);
  const five = div(size, mul(mul(squares, squares), sqrt(squares)));
  const g = sub(mul(3, mul(z, z)), squares);
  const across = div(mul(5, mul(g, five)), squares);
  const force = q.map((x, i) => sub(mul(mul(i === 2 ? 4 : -2, x), five), mul(across, x)));
  return { energy: add(0, mul(g, five)), force };
}
