import { compileArrays, input, program } from "../graph/index.js";
import { NODE_SIZE, nodeIndices } from "../mechanics/index.js";
import type { Model } from "../models/index.js";
import type { LearnedSystem, PhaseSpace } from "./learner.js";
import type { TaskUnits } from "./meta/units.js";

/**
 * A network with given parameters (arrays in the order of `model.parameters`) as a learned system: its field and, where
 * it has one, its H, one state at a time in float64. `units`: those in which the network sees states and gives H.
 */
export function networkField(
  model: Model,
  parameters: readonly ArrayLike<number>[],
  space: PhaseSpace,
  { position, momentum, energy: energyUnit }: TaskUnits = { position: 1, momentum: 1, energy: 1 },
): Required<Pick<LearnedSystem, "vectorField">> & Pick<LearnedSystem, "energy"> {
  const values = model.parameters.map(({ shape }, i) => input(`p${i}`, [1, ...shape]));
  const fixed = Object.fromEntries(parameters.map((value, i) => [`p${i}`, value]));
  const states = input("states", [1, space.bodies, 1, NODE_SIZE]);
  const indices = nodeIndices(space);
  const d = space.dimension;
  const unitOf = (i: number) => (i < d ? position : momentum);
  const fill = (nodes: Float64Array, state: Float64Array) => {
    for (let i = 0; i < 2 * d; i++) nodes[indices[i] as number] = (state[i] as number) / unitOf(i);
  };
  const field = compileArrays(program({ derivative: model.derivative(values, states) }), fixed);
  // A model need not look at the states at all.
  const given = field.inputs.states ?? new Float64Array(space.bodies * NODE_SIZE);
  const vectorField = (state: Float64Array, out: Float64Array) => {
    fill(given, state);
    field.run();
    // dq/dt = dH/dp is in units of energy over momentum, dp/dt in units of energy over position.
    for (let i = 0; i < 2 * d; i++)
      out[i] = (field.outputs.derivative[indices[i] as number] as number) * (energyUnit / unitOf((i + d) % (2 * d)));
  };
  if (model.hamiltonian === undefined) return { vectorField };

  const value = compileArrays(program({ energy: model.hamiltonian(values, states) }), fixed);
  const place = value.inputs.states ?? new Float64Array(space.bodies * NODE_SIZE);
  const energy = (state: Float64Array) => {
    fill(place, state);
    value.run();
    return energyUnit * (value.outputs.energy[0] as number);
  };
  return { vectorField, energy };
}
