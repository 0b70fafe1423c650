import { readFileSync } from "node:fs";
import { type ActivationName, graphNetwork, type Model } from "../../src/models/index.js";

// Independent values: second-order meta-gradients computed in float64 with JAX's own differentiation.
interface Layers {
  readonly edge: readonly { weight: number[][]; bias: number[] }[];
  readonly node: readonly { weight: number[][]; bias: number[] }[];
}
type Points = number[][][][];

export interface ReferenceCase {
  readonly kind: "direct" | "hamiltonian";
  readonly activation: ActivationName;
  readonly bodies: number;
  readonly hidden: number;
  readonly innerRate: number;
  readonly innerSteps: number;
  readonly params: Layers;
  /** [task][point][body][4] */
  readonly support: { readonly x: Points; readonly dx: Points };
  readonly query: { readonly x: Points; readonly dx: Points };
  readonly supportLossSum: number;
  readonly firstTaskSupportGradient: Layers;
  readonly metaLoss: number;
  readonly metaGradient: Layers;
  /** [point][body][4] */
  readonly output: number[][][];
}

export const referenceCases = JSON.parse(
  readFileSync(new URL("../fixtures/meta-gradients.json", import.meta.url), "utf8"),
) as readonly ReferenceCase[];

export function referenceModel({ hidden, activation, kind }: ReferenceCase): Model {
  return graphNetwork({ width: hidden, activation, output: kind });
}

/** The reference's arrays in the order and shapes of the model's parameters. */
export function inModelOrder(layers: Layers): number[][] {
  const arrays = (layer: { weight: number[][]; bias: number[] }) => [layer.weight.flat(), layer.bias];
  const [first, ...rest] = layers.node as [Layers["node"][number], ...Layers["node"]];
  return [
    ...layers.edge.flatMap(arrays),
    first.weight.slice(0, 4).flat(),
    first.weight.slice(4).flat(),
    first.bias,
    ...rest.flatMap(arrays),
  ];
}

/** [task][point][body][4] flattened as [task, body, point, 4]. */
export function bodyMajor(points: Points): number[] {
  return points.flatMap((task) =>
    (task[0] as number[][]).flatMap((_, body) => task.flatMap((point) => point[body] as number[])),
  );
}

/** |a - b| / |b| in the Euclidean norm. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [error, norm] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    error += ((a[i] as number) - (b[i] as number)) ** 2;
    norm += (b[i] as number) ** 2;
  }
  return norm === 0 ? Math.sqrt(error) : Math.sqrt(error / norm);
}
