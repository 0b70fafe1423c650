import { UserError } from "../../src/base/errors.js";
import { input, program, type Tensor } from "../../src/graph/index.js";
import type { LearnedSystem } from "../../src/learning/index.js";
import { parameterFeeds, parameterInputs } from "../../src/measure/index.js";
import { fromTask, NODE_SIZE, type System, toTask } from "../../src/mechanics/index.js";
import type { Model } from "../../src/models/index.js";
import { compile } from "../../src/runtime/index.js";
import { onceOptions } from "./engine.js";
import type { LawPlane, LawRequest } from "./messages.js";
import type { PreparedMotion } from "./motion.js";

/** A learned H and its field at any own states [count][2d]. */
export interface LearnedField {
  energies(states: Float64Array): Promise<Float64Array>;
  derivatives(states: Float64Array): Promise<Float64Array>;
}

/** The learned law beside the true one over a plane through the initial state. */
export async function compareLaws(
  { system, set }: PreparedMotion,
  field: LearnedField,
  { plane, resolution, arrows }: LawRequest,
): Promise<LawPlane> {
  const center = set.states.subarray(0, 2 * system.dimension);
  const [first, second] = plane;
  const axis = (component: number, count: number, inset: number) =>
    Float64Array.from({ length: count }, (_, i) => {
      const reach = (system.box[component] as number) * (1 - inset);
      return count === 1 ? 0 : -reach + (2 * reach * i) / (count - 1);
    });
  const [x, y] = [axis(first, resolution, 0), axis(second, resolution, 0)];
  const [arrowX, arrowY] = [axis(first, arrows, 1 / arrows), axis(second, arrows, 1 / arrows)];
  const grid = statesOn(center, plane, x, y);
  const sparse = statesOn(center, plane, arrowX, arrowY);

  const trueEnergy = Float64Array.from(rows(grid, center.length), (state) => system.energy(state));
  const learnedEnergy = shiftedTo(trueEnergy, await field.energies(grid));
  const out = new Float64Array(center.length);
  const inPlane = (slope: Float64Array) => [slope[first] as number, slope[second] as number];
  const trueField = Float64Array.from(
    rows(sparse, center.length).flatMap((state) => {
      system.vectorField(state, out);
      return inPlane(out);
    }),
  );
  const slopes = await field.derivatives(sparse);
  const learnedField = Float64Array.from(rows(slopes, center.length).flatMap(inPlane));
  return {
    x,
    y,
    trueEnergy,
    learnedEnergy,
    arrowX,
    arrowY,
    trueField,
    learnedField,
    energyDifference: rootMeanSquare(trueEnergy, learnedEnergy),
    fieldDifference: rootMeanSquare(trueField, learnedField),
  };
}

/** Own states over the plane, [row of y][column of x][2d]. */
function statesOn(
  center: Float64Array,
  [first, second]: readonly [number, number],
  x: Float64Array,
  y: Float64Array,
): Float64Array {
  const size = center.length;
  const states = new Float64Array(x.length * y.length * size);
  y.forEach((b, row) => {
    x.forEach((a, column) => {
      const at = (row * x.length + column) * size;
      states.set(center, at);
      states[at + first] = a;
      states[at + second] = b;
    });
  });
  return states;
}

const rows = (values: Float64Array, size: number): Float64Array[] =>
  Array.from({ length: values.length / size }, (_, i) => values.subarray(i * size, (i + 1) * size));

/** The field of a network with parameters of their own shapes. Throws `UserError` for one without H. */
export function labNetworkField(system: System, model: Model, parameters: readonly Float32Array[]): LearnedField {
  const { hamiltonian } = model;
  if (hamiltonian === undefined) throw new UserError("this network learns a vector field without a Hamiltonian");
  const run = async (states: Float64Array, output: (values: readonly Tensor[], at: Tensor) => Tensor) => {
    const points = states.length / (2 * system.dimension);
    const at = input("states", [1, system.bodies, points, NODE_SIZE]);
    const compiled = await compile(program({ y: output(parameterInputs(model, 1), at) }), onceOptions);
    const { y } = await compiled.run({
      ...parameterFeeds(parameters),
      states: Float32Array.from(toTask(system, states, points)),
    });
    await compiled.close();
    return y;
  };
  return {
    energies: async (states) => Float64Array.from(await run(states, hamiltonian)),
    async derivatives(states) {
      const slopes = await run(states, model.derivative);
      return fromTask(system, slopes, states.length / (2 * system.dimension));
    },
  };
}

/** The field of a method in closed form. Throws `UserError` for one without H. */
export function learnedField({ dimension }: System, learned: LearnedSystem): LearnedField {
  const size = 2 * dimension;
  const energy = learned.energy?.bind(learned);
  if (energy === undefined) throw new UserError("this method learns a vector field without a Hamiltonian");
  return {
    energies: async (states) => Float64Array.from(rows(states, size), energy),
    async derivatives(states) {
      const slopes = new Float64Array(states.length);
      const slope = new Float64Array(size);
      rows(states, size).forEach((state, i) => {
        learned.vectorField(state, slope);
        slopes.set(slope, i * size);
      });
      return slopes;
    },
  };
}

/** The values plus the constant that gives them the mean of `target`. */
function shiftedTo(target: Float64Array, values: Float64Array): Float64Array {
  const finite = target.map((value, i) => (Number.isFinite(value) ? value - (values[i] as number) : 0));
  const count = target.filter(Number.isFinite).length;
  const shift = finite.reduce((a, b) => a + b, 0) / Math.max(count, 1);
  return values.map((value) => value + shift);
}

function rootMeanSquare(a: Float64Array, b: Float64Array): number {
  const squares = Array.from(a, (value, i) => (value - (b[i] as number)) ** 2).filter(Number.isFinite);
  return Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / Math.max(squares.length, 1));
}
