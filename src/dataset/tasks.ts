import { UserError } from "../base/errors.js";
import type { Random } from "../base/random.js";
import { NODE_SIZE, type System, writeNodes } from "../mechanics/index.js";
import { SampleReader, type TaskSource } from "./samples.js";

/** Points of several tasks whose systems have the same number of bodies, as a model sees them. */
export interface TaskBatch<Values extends Float32Array | Float64Array = Float64Array> {
  readonly bodies: number;
  readonly tasks: number;
  /** Points a task. */
  readonly points: number;
  /** States x as [task][body][point][q1, q2, p1, p2], surplus coordinates 0. */
  readonly states: Values;
  /** Their time derivatives dx/dt in the same order, surplus ones 0. */
  readonly derivatives: Values;
}

/** K points of a trajectory to adapt to and K others to be judged by. */
export interface Task {
  readonly system: string;
  /** Index of the trajectory in its set. */
  readonly trajectory: number;
  readonly support: TaskBatch;
  readonly query: TaskBatch;
  /** Indices of the support points among the trajectory's samples. */
  readonly supportIndices: readonly number[];
  readonly queryIndices: readonly number[];
}

/**
 * Draws a task from a trajectory: `points` different samples as its support and `points` different others as its query.
 * Where the trajectory has fewer than 2 `points` samples, the query shares as few as possible with the support. Throws
 * `UserError` for an unknown trajectory or more points than samples.
 */
export function sampleTask(set: TaskSource, trajectory: number, points: number, random: Random): Task {
  if (!Number.isInteger(trajectory) || trajectory < 0 || trajectory >= set.count)
    throw new UserError(`${set.system.name}: there is no trajectory ${trajectory} among ${set.count}`);
  const { supportIndices, queryIndices } = choosePoints(set, points, random);
  return {
    system: set.system.name,
    trajectory,
    support: pointsOf(set, trajectory, supportIndices),
    query: pointsOf(set, trajectory, queryIndices),
    supportIndices,
    queryIndices,
  };
}

/** The given samples of one trajectory as a batch of one task, with their exact derivatives. */
export function pointsOf(set: TaskSource, trajectory: number, indices: readonly number[]): TaskBatch {
  const { bodies } = set.system;
  const points = indices.length;
  const states = new Float64Array(bodies * points * NODE_SIZE);
  const derivatives = new Float64Array(states.length);
  new TaskWriter(set).write(trajectory, indices, states, derivatives, 0);
  return { bodies, tasks: 1, points, states, derivatives };
}

/** The systems to train on when `heldOut` is the system to be tested on. */
export function leaveOneOut(systems: readonly System[], heldOut: string): System[] {
  if (!systems.some(({ name }) => name === heldOut))
    throw new UserError(`cannot hold out "${heldOut}"; the systems are ${systems.map(({ name }) => name).join(", ")}`);
  return systems.filter(({ name }) => name !== heldOut);
}

/** Indices of a task's support and query points among the samples of a trajectory of the set. */
export function choosePoints(
  set: Pick<TaskSource, "system" | "times">,
  points: number,
  random: Random,
): { supportIndices: number[]; queryIndices: number[] } {
  const samples = set.times.length;
  if (!Number.isInteger(points) || points < 1 || points > samples)
    throw new UserError(`${set.system.name}: cannot choose ${points} of ${samples} samples`);
  const chosen = random.choose(samples, Math.min(2 * points, samples));
  return { supportIndices: chosen.slice(0, points), queryIndices: chosen.slice(-points) };
}

/** Writes points of a set's trajectories into batches. */
export class TaskWriter {
  readonly #reader: SampleReader;

  constructor(readonly set: TaskSource) {
    this.#reader = new SampleReader(set);
  }

  /** Writes the samples `indices` of a trajectory as task number `task` of a batch. */
  write(
    trajectory: number,
    indices: readonly number[],
    states: Float32Array | Float64Array,
    derivatives: Float32Array | Float64Array,
    task: number,
  ): void {
    const { system } = this.set;
    const bodyStride = indices.length * NODE_SIZE;
    this.#reader.read(trajectory, indices, (state, derivative, k) => {
      const to = task * system.bodies * bodyStride + k * NODE_SIZE;
      writeNodes(system, state, 0, states, to, bodyStride);
      writeNodes(system, derivative, 0, derivatives, to, bodyStride);
    });
  }
}
