import {
  hamiltonianNeuralNetwork,
  initialParameters,
  type Model,
  type NetworkOptions,
  network,
} from "../models/index.js";
import type { CompileOptions } from "../runtime/index.js";
import { fineTunedLearner, type Optimizer } from "./fine-tuning.js";
import type { Learner } from "./learner.js";

/** A baseline before it is tuned: the same learner with each of its settings. */
export interface Untuned {
  readonly name: string;
  readonly title: string;
  /** To be judged on validation trajectories, never on test trajectories; as many for every baseline. */
  readonly candidates: readonly Learner[];
}

export interface BaselineOptions {
  /** The graph network that the meta-trained methods have. */
  readonly network: NetworkOptions;
  /** Parameters of that network, trained without an inner loop on the same data (method `pretrain`). */
  readonly pretrained?: ArrayLike<number>;
  /** Steps of Adam. */
  readonly steps: number;
  readonly compile?: CompileOptions;
}

/** Adam's rates and L-BFGS's largest numbers of iterations among which every baseline is tuned: equally many. */
const RATES = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2];
const ITERATIONS = [25, 50, 100, 200, 400, 800];

/**
 * The gradient-based opponents of meta-learning: the HNN and the graph network from random starts, and the graph network
 * from a start that was trained on the same systems, each with Adam; and the graph network from both starts with L-BFGS.
 */
export function gradientBaselines({ network: options, pretrained, steps, compile }: BaselineOptions): Untuned[] {
  const graph = network(options);
  const fresh = initialParameters;
  const family = (
    name: string,
    title: string,
    optimizers: readonly Optimizer[],
    model: (bodies: number) => Model,
    start: (model: Model, random: Parameters<typeof fresh>[1]) => ArrayLike<number>,
  ): Untuned => ({
    name,
    title,
    candidates: optimizers.map((optimizer) =>
      fineTunedLearner({
        name,
        title,
        optimizer,
        model: ({ bodies }) => model(bodies),
        start,
        ...(compile === undefined ? {} : { compile }),
      }),
    ),
  });
  const adam = RATES.map((rate): Optimizer => ({ kind: "adam", rate, steps }));
  const lbfgs = ITERATIONS.map((iterations): Optimizer => ({ kind: "lbfgs", steps: iterations }));
  return [
    family("hnn-adam", "HNN, Adam", adam, hamiltonianNeuralNetwork, fresh),
    family("random-adam", "Graph network, random start, Adam", adam, () => graph, fresh),
    family("random-lbfgs", "Graph network, random start, L-BFGS", lbfgs, () => graph, fresh),
    ...(pretrained === undefined
      ? []
      : [
          family(
            "pretrained-adam",
            "Graph network, pre-trained, Adam",
            adam,
            () => graph,
            () => pretrained,
          ),
          family(
            "pretrained-lbfgs",
            "Graph network, pre-trained, L-BFGS",
            lbfgs,
            () => graph,
            () => pretrained,
          ),
        ]),
  ];
}
