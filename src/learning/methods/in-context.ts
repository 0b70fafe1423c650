import {
  add,
  broadcast,
  concat,
  fill,
  matmul,
  mul,
  reshape,
  slice,
  sub,
  sum,
  type Tensor,
  table,
  tanh,
} from "../../graph/index.js";
import { NODE_SIZE } from "../../mechanics/index.js";
import { bias, type Model, type ParameterSpec, repeatForTasks, weight } from "../../models/index.js";
import type { InnerLoop } from "../meta/inner-loop.js";
import type { MetaLearner } from "../meta/meta-learner.js";
import type { PointTensors } from "../meta/task-group.js";
import { type ClosedForm, closedForm } from "./closed-form.js";
import { metaMethod } from "./meta-method.js";
import { blocksOf, type FeatureBlock, pairModel } from "./pair-features.js";
import { logarithm, positive } from "./weight-prior.js";

const BLOCKS: readonly FeatureBlock[] = ["all bodies", "all pairs", "body", "pair"];
/** Deviation of what an untrained encoder adds to the logarithms and the mean. */
const FIRST_SAY = 0.02;

/**
 * Reads a task's points in one pass, noisy as they are, and gives H: an encoder of the set says what to believe, and one solve
 * with that belief fits the points. Features and weights are those of `pair-ridge`, those of all bodies and pairs besides;
 * the weights are N(m(z), s(z)^2) with noise of a size that the points decide (`closedForm`), where the code z is a function of
 * the set of points that depends on the order of neither points nor bodies (deep sets with one exchange: Zaheer et al. 2017;
 * conditional neural processes, Garnelo et al. 2018, with a linear model as decoder):
 *
 *   h_ik = tanh(A [x_ik, dx_ik/dt]), e_ijk = tanh(B [x_jk - x_ik, d(x_jk - x_ik)/dt]),
 *   g_ik = tanh(C h_ik + D mean_j e_ijk + E mean h + c), z = tanh(F mean g + f (1/K, 1/sqrt K, 1/bodies)),
 *
 * means over points and bodies. Bodies have one m and s, pairs another. H is equal at the points of a motion, which is given to the
 * solve as rows of a learned weight. Field and motion are those of an H whatever the encoder says.
 */
export function inContext(graph: Model, inner: Pick<InnerLoop, "reduction">): MetaLearner {
  const { model, width, size } = pairModel(graph, "in-context", true);
  const code = width;
  const encoder: readonly ParameterSpec[] = [
    weight("encoder.point", [2 * NODE_SIZE, code], 2 * NODE_SIZE),
    bias("encoder.point.bias", code, 2 * NODE_SIZE),
    weight("encoder.pair", [2 * NODE_SIZE, code], 2 * NODE_SIZE),
    bias("encoder.pair.bias", code, 2 * NODE_SIZE),
    weight("encoder.mix.point", [code, code], code),
    weight("encoder.mix.pair", [code, code], code),
    weight("encoder.mix.all", [code, code], code),
    bias("encoder.mix.bias", code, code),
    weight("encoder.code", [code, code], code),
    weight("encoder.code.size", [3, code], 3),
    bias("encoder.code.bias", code, code),
  ];
  const says: readonly ParameterSpec[] = [
    say("prior.strength", code, 1),
    say("prior.scale", code, BLOCKS.length * width),
    say("prior.mean", code, BLOCKS.length * width),
  ];
  const before = encoder.length + says.length;
  const prior: ClosedForm["prior"] = (_, own, points) => {
    const [tasks = 1, bodies = 1] = points.states.shape;
    const z = encode(own.slice(0, encoder.length), points);
    const [byStrength, byScale, byMean] = own.slice(encoder.length, before) as [Tensor, Tensor, Tensor];
    const [strength, scale, mean, energy] = own.slice(before) as [Tensor, Tensor, Tensor, Tensor];
    const said = (by: Tensor, common: Tensor) => add(repeatForTasks(common, tasks), matmul(z, by));
    /** [task, blocks * width] as one number for every weight of so many bodies, [task, F, 1]. */
    const spread = (values: Tensor) => {
      const parts = blocksOf(bodies, true).map((block) => {
        const from = BLOCKS.indexOf(block) * width;
        return slice(values, 1, from, from + width);
      });
      return reshape(concat(parts, 1), [tasks, parts.length * width, 1]);
    };
    const scales = spread(positive(said(byScale, scale)));
    const middle = concat([mul(scales, spread(said(byMean, mean))), zeros(tasks, size, scales)], 1);
    return {
      strength: positive(said(byStrength, strength)),
      scale: scales,
      start: middle,
      equalEnergies: repeatForTasks(reshape(positive(energy), [1, 1]), tasks),
    };
  };
  return closedForm(
    {
      title: "In context: an encoder of the points, closed form",
      model,
      needsMotions: true,
      learned: graph.parameters,
      priorParameters: [
        ...encoder,
        ...says,
        logarithm("ridge.strength", 1),
        logarithm("ridge.scale", BLOCKS.length * width),
        logarithm("ridge.mean", BLOCKS.length * width),
        logarithm("ridge.energy", 1),
      ],
      features: model.features,
      prior,
      start: (_, tasks) => broadcast(fill(0, [1, 1, 1]), [tasks, size, 1]),
      network: (learned, weights) => [
        ...learned.map((parameter) => repeatForTasks(parameter, weights.shape[0] as number)),
        weights,
      ],
    },
    inner,
  );
}

const say = (name: string, code: number, size: number): ParameterSpec => ({
  name,
  shape: [code, size],
  initial: (random) =>
    Float64Array.from({ length: code * size }, () => (FIRST_SAY / Math.sqrt(code)) * random.normal()),
});

/** Zeros for the weights that systems of so few bodies do not have. */
const zeros = (tasks: number, size: number, used: Tensor): Tensor =>
  fill(0, [tasks, size - (used.shape[1] as number), 1]);

/** The code of every task's set of points, [task, code]. */
function encode(values: readonly Tensor[], { states, derivatives }: PointTensors): Tensor {
  const [point, pointBias, pair, pairBias, mixPoint, mixPair, mixAll, mixBias, toCode, bySize, codeBias] =
    values as Tensor[] as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];
  const [tasks = 1, bodies = 1, points = 1] = states.shape;
  const seen = concat([states, derivatives], 3);
  const layer = (rows: Tensor, weights: Tensor) => matmul(rows, repeatForTasks(weights, tasks));
  const row = (biases: Tensor) => reshape(biases, [1, 1, biases.shape[0] as number]);
  const width = mixBias.shape[0] as number;
  const own = tanh(add(layer(reshape(seen, [tasks, bodies * points, 2 * NODE_SIZE]), point), row(pointBias)));
  const mean = (x: Tensor) => mul(1 / (x.shape[1] as number), sum(x, [1]));
  let mixed = add(layer(own, mixPoint), row(mixBias));
  mixed = add(mixed, reshape(matmul(mean(own), mixAll), [tasks, 1, width]));
  if (bodies > 1) {
    // Body i beside body i + shift, for every shift: what all others are like from where it is.
    const shifts = Array.from({ length: bodies - 1 }, (_, i) => i + 1);
    const heard = shifts.map((shift) => {
      const other = concat([slice(seen, 1, shift, bodies), slice(seen, 1, 0, shift)], 1);
      const apart = reshape(sub(other, seen), [tasks, bodies * points, 2 * NODE_SIZE]);
      return tanh(add(layer(apart, pair), row(pairBias)));
    });
    const all = mul(
      1 / shifts.length,
      heard.reduce((a, b) => add(a, b)),
    );
    mixed = add(mixed, layer(all, mixPair));
  }
  const sizes = table([1 / points, 1 / Math.sqrt(points), 1 / bodies], [1, 3]);
  const code = add(matmul(mean(tanh(mixed)), toCode), matmul(sizes, bySize));
  return tanh(add(code, reshape(codeBias, [1, width])));
}

export const inContextMethod = metaMethod({
  name: "in-context",
  summary: "an encoder of the points says what to believe of features of bodies and pairs, weights in closed form",
  comparedSteps: 1,
  learner: inContext,
});
