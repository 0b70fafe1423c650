import { compileArrays, input, program } from "../graph/index.js";
import { NODE_SIZE } from "../mechanics/index.js";
import type { Model } from "../models/index.js";
import type { LearnedSystem, PhaseSpace } from "./learner.js";
import { nodeIndices } from "./node-points.js";

/**
 * A network with given parameters (arrays in the order of `model.parameters`) as a learned system: its field and, where
 * it has one, its H, one state at a time in float64.
 */
export function networkField(
  model: Model,
  parameters: readonly ArrayLike<number>[],
  space: PhaseSpace,
): Required<Pick<LearnedSystem, "vectorField">> & Pick<LearnedSystem, "energy"> {
  const values = model.parameters.map(({ shape }, i) => input(`p${i}`, [1, ...shape]));
  const fixed = Object.fromEntries(parameters.map((value, i) => [`p${i}`, value]));
  const states = input("states", [1, space.bodies, 1, NODE_SIZE]);
  const indices = nodeIndices(space);
  const field = compileArrays(program({ derivative: model.derivative(values, states) }), fixed);
  // A model need not look at the states at all.
  const given = field.inputs.states ?? new Float64Array(space.bodies * NODE_SIZE);
  const vectorField = (state: Float64Array, out: Float64Array) => {
    for (let i = 0; i < indices.length; i++) given[indices[i] as number] = state[i] as number;
    field.run();
    for (let i = 0; i < indices.length; i++) out[i] = field.outputs.derivative[indices[i] as number] as number;
  };
  if (model.hamiltonian === undefined) return { vectorField };

  const value = compileArrays(program({ energy: model.hamiltonian(values, states) }), fixed);
  const place = value.inputs.states ?? new Float64Array(space.bodies * NODE_SIZE);
  const energy = (state: Float64Array) => {
    for (let i = 0; i < indices.length; i++) place[indices[i] as number] = state[i] as number;
    value.run();
    return value.outputs.energy[0] as number;
  };
  return { vectorField, energy };
}
