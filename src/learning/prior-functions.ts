import { UserError } from "../base/errors.js";
import { compileArrays, input, program, type Tensor } from "../graph/index.js";
import { NODE_SIZE, nodeIndices, toTask } from "../mechanics/index.js";
import { parameterCount, unflatten } from "../models/index.js";
import type { EnergyUnits } from "./gaussian/units.js";
import type { Observations, PhaseSpace } from "./learner.js";
import type { LinearForm, MetaLearner } from "./meta/meta-learner.js";
import { intoUnits, type TaskUnits } from "./meta/units.js";
import { featureSlopes } from "./methods/closed-form.js";
import type { LearnedFunctions } from "./structure/learned-functions.js";

/** A method whose H is linear in what a task adapts, the tasks' weights being the network's last parameter. */
type Linear = MetaLearner & { readonly linear: LinearForm };

/** The network of one task at the mean of its prior, and the scales of its weights [F]. */
interface Prior {
  readonly network: Readonly<Record<string, Float64Array>>;
  readonly scale: Float64Array;
}

/**
 * What a method believes of H when it has read some points and before it fits them, as functions of a state in `units`: the mean of
 * its prior, then every feature times the scale of its weight. H is their sum with weights N(0, 1), but for the first, which
 * the prior itself has as 1. Parameters are flat, in the order of `method.parameters`. `UserError` for methods whose H is not linear
 * in what a task adapts.
 */
export function priorFunctions(
  method: MetaLearner,
  parameters: ArrayLike<number>,
  space: PhaseSpace,
  observations: Observations,
  { spread, energy }: EnergyUnits,
): LearnedFunctions {
  if (!isLinear(method)) throw new UserError(`${method.title}: has no Gaussian prior of H to go on from`);
  const units = { position: spread[0] as number, momentum: spread[space.dimension] as number, energy };
  const prior = readPoints(method, parameters, space, observations, units);
  return {
    size: prior.scale.length + 1,
    jets: (states) => jetsOf(method, prior, space, states),
    combine: (weights) => combination(method, prior, space, weights),
  };
}

const isLinear = (method: MetaLearner): method is Linear =>
  method.linear !== undefined && method.model.hamiltonian !== undefined;

const networkName = (i: number) => `network_${i}`;
const networkInputs = ({ model }: MetaLearner): Tensor[] =>
  model.parameters.map(({ shape }, i) => input(networkName(i), [1, ...shape]));

function readPoints(
  method: Linear,
  parameters: ArrayLike<number>,
  space: PhaseSpace,
  { count, states, derivatives }: Observations,
  units: TaskUnits,
): Prior {
  const [seen, slopes] = [toTask(space, states, count), toTask(space, derivatives, count)];
  intoUnits(units, seen, slopes);
  const meta = unflatten(method, input("meta", [parameterCount(method)]));
  const shape = [1, space.bodies, count, NODE_SIZE];
  const { scale, start } = method.linear.prior(meta, {
    states: input("states", shape),
    derivatives: input("derivatives", shape),
  });
  const network = method.network(meta, [start]);
  const outputs = Object.fromEntries(network.map((values, i) => [networkName(i), values]));
  const read = compileArrays(program<string>({ ...outputs, scale }), {
    meta: Float64Array.from(parameters),
    states: seen,
    derivatives: slopes,
  });
  read.run();
  return { network: read.outputs, scale: read.outputs.scale as Float64Array };
}

/** Derivatives of all functions, then their values, at states [count][2d]: [count][2d + 1][F + 1]. */
function jetsOf(method: Linear, { network, scale }: Prior, space: PhaseSpace, states: Float64Array): Float64Array {
  const size = 2 * space.dimension;
  const count = states.length / size;
  const x = input("states", [1, space.bodies, count, NODE_SIZE]);
  const values = networkInputs(method);
  const at = compileArrays(
    program({
      value: (method.model.hamiltonian as Hamiltonian)(values, x),
      field: method.model.derivative(values, x),
      features: method.linear.features(values, x),
      slopes: featureSlopes(method.linear.features, values, x),
    }),
    network,
  );
  at.inputs.states?.set(toTask(space, states, count));
  at.run();
  const { value, field, features, slopes } = at.outputs;
  const width = scale.length;
  const jets = new Float64Array(count * (size + 1) * (width + 1));
  const indices = nodeIndices(space);
  const write = (row: number, mean: number, all: Float64Array, from: number) => {
    jets[row * (width + 1)] = mean;
    for (let k = 0; k < width; k++) jets[row * (width + 1) + 1 + k] = (scale[k] as number) * (all[from + k] as number);
  };
  for (let i = 0; i < count; i++) {
    for (let a = 0; a < size; a++) {
      // dH/dq = -dp/dt, dH/dp = dq/dt.
      const conjugate = indices[(a + size / 2) % size] as number;
      const body = Math.floor(conjugate / NODE_SIZE);
      const rate = field[(body * count + i) * NODE_SIZE + (conjugate % NODE_SIZE)] as number;
      const slopeRow = (indices[a] as number) * count + i;
      write(i * (size + 1) + a, a < size / 2 ? -rate : rate, slopes, slopeRow * width);
    }
    write(i * (size + 1) + size, value[i] as number, features, i * width);
  }
  return jets;
}

type Hamiltonian = NonNullable<MetaLearner["model"]["hamiltonian"]>;

/** A weight of the mean nearer to zero than this counts as this. */
const LEAST = 1e-9;

/** The sum of the functions with weights, as one network: w_0 times that whose weights lie w / w_0 from the prior's mean. */
function combination(
  method: Linear,
  { network, scale }: Prior,
  space: PhaseSpace,
  weights: Float64Array,
): ReturnType<LearnedFunctions["combine"]> {
  const { model } = method;
  const last = networkName(model.parameters.length - 1);
  const own = (network[last] as Float64Array).slice();
  const factor = Math.abs(weights[0] as number) < LEAST ? LEAST : (weights[0] as number);
  for (let k = 0; k < scale.length; k++)
    own[k] = (own[k] as number) + ((scale[k] as number) * (weights[k + 1] as number)) / factor;
  const values = networkInputs(method);
  const x = input("states", [1, space.bodies, 1, NODE_SIZE]);
  const at = compileArrays(
    program({ value: (model.hamiltonian as Hamiltonian)(values, x), field: model.derivative(values, x) }),
    { ...network, [last]: own },
  );
  const indices = nodeIndices(space);
  const d = space.dimension;
  const place = at.inputs.states ?? new Float64Array(space.bodies * NODE_SIZE);
  return (state, gradient) => {
    for (let a = 0; a < 2 * d; a++) place[indices[a] as number] = state[a] as number;
    at.run();
    for (let a = 0; a < d; a++) {
      gradient[a] = -factor * (at.outputs.field[indices[d + a] as number] as number);
      gradient[d + a] = factor * (at.outputs.field[indices[a] as number] as number);
    }
    return factor * (at.outputs.value[0] as number);
  };
}
