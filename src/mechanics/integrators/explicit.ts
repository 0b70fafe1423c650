import type { VectorField } from "../definition.js";
import type { FixedStepMethod, Step } from "./fixed-step.js";
import type { ExplicitTableau, GroupedWeights, StageWeights } from "./tableau.js";

/** The method of a tableau. */
export function explicitMethod(
  about: Pick<FixedStepMethod, "name" | "title" | "order" | "source">,
  tableau: ExplicitTableau,
): FixedStepMethod {
  let sums: { readonly stages: WeightedSum[]; readonly solution: WeightedSum } | undefined;
  return {
    ...about,
    explicit: tableau,
    symplectic: false,
    separable: false,
    stepper(field, size) {
      // Made when they are first wanted: writing code takes time.
      sums ??= {
        stages: tableau.stages.slice(1).map(weightedSum),
        solution: weightedSum(tableau.grouped ?? tableau.solution),
      };
      return explicitStepper(sums.stages, sums.solution, field, size);
    },
  };
}

function explicitStepper(
  stages: readonly WeightedSum[],
  solution: WeightedSum,
  field: VectorField,
  size: number,
): Step {
  const first = new Float64Array(size);
  const others = stages.map(() => new Float64Array(size));
  const slopes = [first, ...others];
  const at = new Float64Array(size);
  return (state, h) => {
    field(state, first);
    stages.forEach((sum, s) => {
      sum(slopes, h, at, state);
      field(at, others[s] as Float64Array);
    });
    solution(slopes, h, state, state);
  };
}

/** out = base + h sum of weighted slopes, component by component; without `base` the sum alone, times h. */
export type WeightedSum = (slopes: readonly Float64Array[], h: number, out: Float64Array, base?: Float64Array) => void;

const grouped = (weights: StageWeights | GroupedWeights): GroupedWeights =>
  "groups" in weights ? weights : { groups: weights.map(([stage, weight]) => [[stage], weight] as const), divisor: 1 };

/**
 * A row of weights as a function of its own, with the sum of a component in one expression: numbers stay in registers, which makes
 * integrations of a few components twice as fast as loops over the row. Where generating code is forbidden (a page whose policy has no
 * `unsafe-eval`) it is such a loop, with the same values bit for bit.
 */
export function weightedSum(weights: StageWeights | GroupedWeights): WeightedSum {
  try {
    return generate(grouped(weights));
  } catch (error) {
    if (error instanceof EvalError) return loopedSum(weights);
    throw error;
  }
}

function generate({ groups, divisor }: GroupedWeights): WeightedSum {
  const slopes = groups.flatMap(([stages]) => stages.map((stage) => `const k${stage} = slopes[${stage}];`));
  const sum = groups
    .map(([stages, weight]) => `${weight} * (${stages.map((stage) => `k${stage}[i]`).join(" + ")})`)
    .join(" + ");
  const body = `${slopes.join(" ")}
    const step = h / ${divisor};
    if (base === undefined) for (let i = 0; i < out.length; i++) out[i] = step * (${sum});
    else for (let i = 0; i < out.length; i++) out[i] = base[i] + step * (${sum});`;
  return new Function("slopes", "h", "out", "base", body) as WeightedSum;
}

/** The same as the generated function; exported for the test that holds the two against each other. */
export function loopedSum(weights: StageWeights | GroupedWeights): WeightedSum {
  const { groups, divisor } = grouped(weights);
  const groupAt = (slopes: readonly Float64Array[], group: number, i: number) => {
    const [stages, weight] = groups[group] as GroupedWeights["groups"][number];
    let sum = (slopes[stages[0] as number] as Float64Array)[i] as number;
    for (let s = 1; s < stages.length; s++) sum += (slopes[stages[s] as number] as Float64Array)[i] as number;
    return weight * sum;
  };
  return (slopes, h, out, base) => {
    const step = h / divisor;
    for (let i = 0; i < out.length; i++) {
      let sum = groupAt(slopes, 0, i);
      for (let group = 1; group < groups.length; group++) sum += groupAt(slopes, group, i);
      out[i] = base === undefined ? step * sum : (base[i] as number) + step * sum;
    }
  };
}
