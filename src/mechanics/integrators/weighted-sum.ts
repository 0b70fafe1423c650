import type { Weights } from "./dop853-coefficients.js";

/** out = base + h sum of weighted slopes, component by component; without `base` the sum alone, times h. */
export type WeightedSum = (slopes: readonly Float64Array[], h: number, out: Float64Array, base?: Float64Array) => void;

/**
 * A row of weights as a function of its own, with the sum of a component in one expression: numbers stay in registers, which makes
 * integrations of a few components twice as fast as loops over the row. Where generating code is forbidden (a page whose policy has no
 * `unsafe-eval`) it is such a loop, with the same values bit for bit.
 */
export function weightedSum(weights: Weights): WeightedSum {
  try {
    return generate(weights);
  } catch (error) {
    if (error instanceof EvalError) return interpretWeights(weights);
    throw error;
  }
}

function generate(weights: Weights): WeightedSum {
  const slopes = weights.map(([stage]) => `const k${stage} = slopes[${stage}];`);
  const sum = weights.map(([stage, weight]) => `${weight} * k${stage}[i]`).join(" + ");
  const body = `${slopes.join(" ")}
    if (base === undefined) for (let i = 0; i < out.length; i++) out[i] = h * (${sum});
    else for (let i = 0; i < out.length; i++) out[i] = base[i] + h * (${sum});`;
  return new Function("slopes", "h", "out", "base", body) as WeightedSum;
}

/** The same as the generated function; exported for the test that holds the two against each other. */
export function interpretWeights(weights: Weights): WeightedSum {
  const stages = Int32Array.from(weights, ([stage]) => stage);
  const factors = Float64Array.from(weights, ([, weight]) => weight);
  return (slopes, h, out, base) => {
    for (let i = 0; i < out.length; i++) {
      let sum = (factors[0] as number) * ((slopes[stages[0] as number] as Float64Array)[i] as number);
      for (let k = 1; k < stages.length; k++)
        sum += (factors[k] as number) * ((slopes[stages[k] as number] as Float64Array)[i] as number);
      out[i] = base === undefined ? h * sum : (base[i] as number) + h * sum;
    }
  };
}
