import { UserError } from "../../src/base/errors.js";
import { input, program } from "../../src/graph/index.js";
import { parameterFeeds, parameterInputs } from "../../src/evaluation/adaptation.js";
import { fromNodes, NODE_SIZE, type System, writeNodes } from "../../src/mechanics/index.js";
import type { Model } from "../../src/models/index.js";
import { compile } from "../../src/runtime/index.js";
import { compileOptions } from "./engine.js";
import type { Law, LawRequest } from "./messages.js";
import type { PreparedMotion } from "./motion.js";

/** A learned H and its field, with parameters of their own shapes. */
export interface LearnedField {
  readonly model: Model;
  readonly parameters: readonly Float32Array[];
}

/** The learned law beside the true one over a plane through the initial state. Throws `UserError` for a model without H. */
export async function compareLaws(
  { system, set }: PreparedMotion,
  field: LearnedField,
  { plane, resolution, arrows }: LawRequest,
): Promise<Law> {
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
  const learnedEnergy = shiftedTo(trueEnergy, await energies(system, field, grid));
  const out = new Float64Array(center.length);
  const inPlane = (slope: Float64Array) => [slope[first] as number, slope[second] as number];
  const trueField = Float64Array.from(
    rows(sparse, center.length).flatMap((state) => {
      system.vectorField(state, out);
      return inPlane(out);
    }),
  );
  const slopes = await derivatives(system, field, sparse);
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

/** Own states as the points of one task, [1, body, point, 4]. */
function asPoints(system: System, states: Float64Array): Float32Array {
  const size = 2 * system.dimension;
  const points = states.length / size;
  const nodes = new Float32Array(points * system.bodies * NODE_SIZE);
  for (let i = 0; i < points; i++) writeNodes(system, states, i * size, nodes, i * NODE_SIZE, points * NODE_SIZE);
  return nodes;
}

async function energies(system: System, { model, parameters }: LearnedField, states: Float64Array) {
  if (model.hamiltonian === undefined) throw new UserError("this network learns a vector field without a Hamiltonian");
  const points = states.length / (2 * system.dimension);
  const at = input("states", [1, system.bodies, points, NODE_SIZE]);
  const run = await compile(program({ h: model.hamiltonian(parameterInputs(model, 1), at) }), compileOptions);
  const { h } = await run.run({ ...parameterFeeds(parameters), states: asPoints(system, states) });
  await run.close();
  return Float64Array.from(h);
}

/** Learned time derivatives of own states, in the same order. */
async function derivatives(system: System, { model, parameters }: LearnedField, states: Float64Array) {
  const points = states.length / (2 * system.dimension);
  const at = input("states", [1, system.bodies, points, NODE_SIZE]);
  const run = await compile(program({ f: model.derivative(parameterInputs(model, 1), at) }), compileOptions);
  const { f } = await run.run({ ...parameterFeeds(parameters), states: asPoints(system, states) });
  await run.close();
  const nodes = new Float64Array(f.length);
  for (let i = 0; i < points; i++)
    for (let body = 0; body < system.bodies; body++)
      for (let c = 0; c < NODE_SIZE; c++)
        nodes[(i * system.bodies + body) * NODE_SIZE + c] = f[(body * points + i) * NODE_SIZE + c] as number;
  return fromNodes(system, nodes);
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
