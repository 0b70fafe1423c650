import { describe, expect, test } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { randomStream } from "../../src/base/random.js";
import { choosePoints, generateTrajectories, pointsOf } from "../../src/dataset/index.js";
import { input, program } from "../../src/graph/index.js";
import {
  adaptParameters,
  type Checkpoint,
  decodeCheckpoint,
  decodeSafetensors,
  encodeCheckpoint,
  encodeSafetensors,
  initialState,
  type MetaBatch,
  MetaTrainer,
  type MethodOptions,
  methodDefaults,
  methodNames,
  methodOf,
  observe,
  phaseSpaceOf,
  trainedLearner,
} from "../../src/learning/index.js";
import { doublePendulum, magneticMirror } from "../../src/mechanics/index.js";
import { initialParameters, network, parameterRanges } from "../../src/models/index.js";
import { compile, type Reals } from "../../src/runtime/index.js";

const options = { width: 12, activation: "tanh", output: "hamiltonian" } as const;
const inner = { steps: 3, rate: 0.2, reduction: "mean", order: 2 } as const;
const optionsOf = (name: MethodOptions["name"]) => ({ ...methodDefaults, name, codeSize: 4, rank: 2, inner });
const make = (name: MethodOptions["name"]) => methodOf({ network: options, method: optionsOf(name) });
const random = (name: string) => randomStream(4, name);

const set = generateTrajectories(doublePendulum, { count: 1, seed: 3, split: "test" });
const { supportIndices } = choosePoints(set, 10, random("points"));
const observations = observe(set, 0, supportIndices);
const space = phaseSpaceOf(doublePendulum);
const state = set.states.slice(40, 44);

const fieldAt = (learned: { vectorField(x: Float64Array, out: Float64Array): void }) => {
  const out = new Float64Array(4);
  learned.vectorField(state, out);
  return Array.from(out);
};

describe("a trained method as a learner", () => {
  test("of MAML has the field of the network after the inner loop", async () => {
    const method = make("maml");
    const parameters = initialParameters(method, random("parameters"));
    const learner = trainedLearner(method, parameters, { name: "maml", compile: { precision: "f64" } });
    const learned = await learner.adapt(space, observations, { random: random("adapt") });

    const model = network(options);
    const start = model.parameters.map(({ shape }, i) => input(`p${i}`, [1, ...shape]));
    const shape = [1, 2, 10, 4];
    const adapted = adaptParameters(model, start, input("states", shape), input("derivatives", shape), inner);
    const query = input("query", [1, 2, 1, 4]);
    const executable = await compile(program({ field: model.derivative(adapted, query) }), { precision: "f64" });
    const points = pointsOf(set, 0, supportIndices);
    const feeds: Record<string, Reals> = { states: points.states, derivatives: points.derivatives };
    parameterRanges(model).forEach(({ start, end }, i) => {
      feeds[`p${i}`] = parameters.slice(start, end);
    });
    // Own order: both angles, both momenta; the network's: angle, 0, momentum, 0 of each body.
    const [a, b, pa, pb] = state as unknown as [number, number, number, number];
    const { field } = await executable.run({ ...feeds, query: Float64Array.of(a, 0, pa, 0, b, 0, pb, 0) });
    const expected = [field[0], field[4], field[2], field[6]];
    fieldAt(learned).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] as number, 11);
    });
  });

  test.each(methodNames)("%s fits its observations better after adaptation", async (name) => {
    const method = make(name);
    const parameters = initialParameters(method, random("parameters"));
    // A system without surplus coordinates, whose errors the loss would count as well.
    const orbit = generateTrajectories(magneticMirror, { count: 1, seed: 3, split: "test" });
    const seen = observe(orbit, 0, choosePoints(orbit, 10, random("points")).supportIndices);
    const error = async (steps: number) => {
      const learner = trainedLearner(method, parameters, { name: "x", steps });
      const { vectorField } = await learner.adapt(phaseSpaceOf(magneticMirror), seen, { random: random("adapt") });
      const out = new Float64Array(4);
      let total = 0;
      for (let k = 0; k < seen.count; k++) {
        vectorField(seen.states.subarray(4 * k, 4 * k + 4), out);
        out.forEach((value, i) => {
          total += Math.log(Math.cosh(value - (seen.derivatives[4 * k + i] as number)));
        });
      }
      return total;
    };
    // More steps than in the training, too.
    expect(await error(20)).toBeLessThan(0.95 * (await error(0)));
  });

  test("conserves the energy that it gives", async () => {
    const method = make("maml");
    const learner = trainedLearner(method, initialParameters(method, random("parameters")), { name: "maml" });
    const { vectorField, energy } = await learner.adapt(space, observations, { random: random("adapt") });
    const slope = new Float64Array(4);
    vectorField(state, slope);
    const h = 1e-5;
    const gradient = Array.from(state, (_, i) => {
      const at = (sign: number) => energy?.(state.map((x, k) => (k === i ? x + sign * h : x))) as number;
      return (at(1) - at(-1)) / (2 * h);
    });
    const along = gradient.reduce((total, g, i) => total + g * (slope[i] as number), 0);
    expect(Math.abs(along)).toBeLessThan(1e-9);
    expect(Math.hypot(...gradient)).toBeGreaterThan(1e-3);
  });

  test("refuses observations that are not finite", async () => {
    const method = make("maml");
    const learner = trainedLearner(method, initialParameters(method, random("parameters")), { name: "maml" });
    const broken = { ...observations, states: observations.states.map((x, i) => (i === 5 ? Number.NaN : x)) };
    await expect(learner.adapt(space, broken, { random: random("adapt") })).rejects.toThrow(UserError);
  });
});

describe("a checkpoint of a method", () => {
  const groups = [{ bodies: 2, tasks: 2, supportPoints: 4, queryPoints: 4 }];
  const batch = (seed: number): MetaBatch => {
    const stream = randomStream(seed, "batch");
    const points = () => Float32Array.from({ length: 2 * 2 * 4 * 4 }, () => stream.normal());
    return [
      { supportStates: points(), supportDerivatives: points(), queryStates: points(), queryDerivatives: points() },
    ];
  };

  test.each(methodNames)("%s resumes to the same weights, bit for bit", async (name) => {
    // Whatever the steps of adaptation: one, since second derivatives through many are large programs.
    const once = { ...optionsOf(name), inner: { ...inner, steps: 1 } };
    const method = methodOf({ network: options, method: once });
    const create = (checkpoint: Checkpoint) =>
      MetaTrainer.create({ method: methodOf(checkpoint), groups, compile: { threads: 1 } }, checkpoint.state);
    const fresh: Checkpoint = {
      network: options,
      method: once,
      state: initialState(initialParameters(method, random("start"))),
      notes: {},
    };
    const straight = await create(fresh);
    for (let t = 1; t <= 2; t++) await straight.step(batch(t), 0.01, t / 4);
    const bytes = encodeCheckpoint({ ...fresh, state: straight.state() });
    for (let t = 3; t <= 4; t++) await straight.step(batch(t), 0.01, t / 4);
    const read = decodeCheckpoint(bytes, "memory");
    expect(read.method).toEqual(fresh.method);
    const second = await create(read);
    for (let t = 3; t <= 4; t++) await second.step(batch(t), 0.01, t / 4);
    expect(second.state()).toEqual(straight.state());
    for (const trainer of [straight, second]) await trainer.close();
  });

  test("of a method that is not known is refused", () => {
    const checkpoint: Checkpoint = {
      network: options,
      method: optionsOf("anil"),
      state: initialState(initialParameters(make("anil"), random("start"))),
      notes: {},
    };
    const { metadata, tensors } = decodeSafetensors(encodeCheckpoint(checkpoint), "memory");
    const method = String(metadata.method).replace('"anil"', '"xnil"');
    const bytes = encodeSafetensors({ metadata: { ...metadata, method }, tensors });
    expect(() => decodeCheckpoint(bytes, "model.safetensors")).toThrow(/model\.safetensors: its method .* none known/);
  });
});
