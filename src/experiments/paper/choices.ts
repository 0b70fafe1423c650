import { type ConstantSettings, isSetting } from "../../dataset/index.js";
import type { RecipeChoice } from "../../measure/index.js";
import { ESCAPE_FACTOR, fixedStepMethodNamed } from "../../mechanics/index.js";
import type { ExperimentConfig } from "./config.js";

/** What the paper leaves open and this run chose, in words; the numbers come from the configuration. */
export function declaredChoices({ data, model, method, inner, outer, evaluation }: ExperimentConfig): RecipeChoice[] {
  return [
    ...(method.name === "maml"
      ? []
      : [{ topic: "Method", choice: `${method.name} instead of MAML`, reason: "to be compared with MAML" }]),
    ...(model.architecture === "mlp"
      ? [{ topic: "No graph", choice: "one network on the states of all bodies in one vector", reason: "an ablation" }]
      : []),
    ...(model.architecture === "invariant"
      ? [
          {
            topic: "Invariants",
            choice: "lengths and angles of bodies and pairs among the network's inputs",
            reason: "forces towards a point are functions of them",
          },
        ]
      : []),
    ...(data.trainOn === "others"
      ? []
      : [{ topic: "Training systems", choice: "the held-out system itself", reason: "an upper bound" }]),
    ...(Object.keys(data.constants).length === 0
      ? []
      : [
          {
            topic: "Constants",
            choice: constantsText(data.constants),
            reason: "set by the user; the paper's are all 1",
          },
        ]),
    ...(data.systems === null
      ? []
      : [{ topic: "Training systems", choice: `${data.systems}, drawn by the seed`, reason: "an ablation" }]),
    ...(data.laws === null
      ? []
      : [
          {
            topic: "Random laws",
            choice: `${data.laws.count === "endless" ? "ever new ones" : data.laws.count}, in ${100 * (1 - data.laws.share)} % of the tasks`,
            reason: "to learn what laws share from more of them",
          },
        ]),
    ...(data.points === null && data.noise === null
      ? []
      : [
          {
            topic: "Support in the training",
            choice: `${(data.points ?? [outer.points]).join(", ")} points, noise ${(data.noise ?? [0]).join(", ")} of each component's standard deviation`,
            reason: "to adapt to few points with noise",
          },
        ]),
    {
      topic: "Output of the graph network",
      choice:
        model.output === "direct"
          ? "the state derivative of every body"
          : "a scalar H; Hamilton's equations give the derivative",
      reason:
        model.output === "direct"
          ? "as in the paper"
          : "the paper maps states to derivatives; through H the learned motion conserves an energy, which kept rollouts from escaping on validation trajectories",
    },
    {
      topic: "Network",
      choice: `edge and node networks with two hidden layers of ${model.width}, ${model.activation}; fully connected bodies, no self-edges`,
      reason: "sizes and activation are not given",
    },
    {
      topic: "Inner loop",
      choice: `${inner.steps} gradient ${inner.steps === 1 ? "step" : "steps"} of size ${inner.rate} on the ${inner.reduction} of log cosh, order ${inner.order}`,
      reason: "alpha is not given; chosen on validation trajectories",
    },
    {
      topic: "Outer loop",
      choice:
        `Adam, ${outer.iterations} iterations of ${outer.tasksPerSystem} tasks from each training system, rate ${outer.rate} falling along a cosine ` +
        `to ${outer.finalRateFactor} of it, ${outer.clipNorm === null ? "no clipping" : `gradient norm clipped at ${outer.clipNorm}`}`,
      reason: "beta, iterations and task batch are not given",
    },
    {
      topic: "Data",
      choice: `${data.folder === null ? data.train : "all stored"} training trajectories a system; initial conditions as documented with each system`,
      reason: "initial conditions are not given",
    },
    {
      topic: "Surplus coordinates",
      choice: "0 for coordinates that a system does not have",
      reason: "the paper keeps them constant without a value",
    },
    {
      topic: "Adaptation in the test",
      choice: `${evaluation.steps} plain gradient steps of size ${evaluation.rate} on ${evaluation.points} points, the same loss as in training`,
      reason: "the test's step size is not given",
    },
    ...(evaluation.networkRates === null
      ? []
      : [
          {
            topic: "Its own step size",
            choice: `the best of ${evaluation.networkRates.join(", ")} on ${evaluation.searchTrajectories} validation trajectories of the held-out system, for the meta-trained network beside the one above, for other graph networks instead of it`,
            reason: "what the HNN is granted",
          },
        ]),
    ...(evaluation.pretrained
      ? [
          {
            topic: "Pre-trained network",
            choice: "the same network, tasks and outer steps without an inner loop",
            reason: "tells what the inner loop adds",
          },
        ]
      : []),
    ...(evaluation.rolloutAt === null
      ? []
      : [
          {
            topic: "Steps shown",
            choice: `predictions after ${evaluation.rolloutAt.join(", ")} steps only`,
            reason: "to be quick; the paper predicts after every step",
          },
        ]),
    {
      topic: "Rollout",
      choice: `${fixedStepMethodNamed(evaluation.integrator).title} in 32 bits with ${evaluation.rolloutStepsPerSample} step(s) between two samples`,
      reason: "the step is not given",
    },
    {
      topic: "Trajectory error",
      choice:
        "mean of squared differences over all sampled times and all four components of every body, surplus ones included",
      reason: "the paper's state includes them",
    },
    {
      topic: "Escaped rollouts",
      choice: `a motion beyond ${ESCAPE_FACTOR} times the reach of sampled motions, or not finite, stands still where it left; it stays in every mean and is counted`,
      reason: "a mean would otherwise be infinite, or hide the failure",
    },
    ...(evaluation.alone || evaluation.hnnRates === null
      ? []
      : [
          {
            topic: "HNN",
            choice: `orthogonal 200-200 tanh network of Greydanus et al., fresh for every trajectory, same loss and points; its own step size is the best of ${evaluation.hnnRates.join(", ")} on ${evaluation.searchTrajectories} validation trajectories of the held-out system`,
            reason: "the baseline's step size is not given",
          },
        ]),
  ];
}

function constantsText(settings: ConstantSettings, system = ""): string {
  const words = Object.entries(settings).map(([name, value]) => {
    if (!isSetting(value)) return constantsText(value, ` of ${name}`);
    return `${name}${system} ${typeof value === "number" ? value : `uniform in [${value}]`}`;
  });
  return words.join(", ");
}
