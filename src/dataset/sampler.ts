import { UserError } from "../base/errors.js";
import type { Random } from "../base/random.js";
import { NODE_SIZE } from "../mechanics/index.js";
import type { TaskSource } from "./samples.js";
import { choosePoints, TaskWriter } from "./tasks.js";

/**
 * The tasks of a meta-batch whose systems have the same number of bodies. Arrays are [task][body][point][q1, q2, p1, p2]
 * in single precision. Tasks are ordered by system, `tasksPerSystem` each.
 */
export interface SampledGroup {
  readonly bodies: number;
  /** Names of the group's systems, in the order of their tasks. */
  readonly systems: readonly string[];
  readonly tasks: number;
  readonly points: number;
  readonly supportStates: Float32Array;
  readonly supportDerivatives: Float32Array;
  readonly queryStates: Float32Array;
  readonly queryDerivatives: Float32Array;
}

export interface MetaBatchOptions {
  readonly tasksPerSystem: number;
  /** Support points a task (K), and as many query points. */
  readonly points: number;
  readonly random: Random;
}

/** Draws meta-batches from trajectories of several systems. */
export class TaskSampler {
  /** Writers of the sets, by ascending number of bodies; within a group in the order given. */
  private readonly groups: readonly { bodies: number; writers: readonly TaskWriter[] }[];

  /** Throws `UserError` without sets or with two sets of one system. */
  constructor(sets: readonly TaskSource[]) {
    const names = sets.map(({ system }) => system.name);
    if (names.length === 0) throw new UserError("a task sampler needs trajectories of at least one system");
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) throw new UserError(`two sets of trajectories of ${twice} were given`);
    const counts = [...new Set(sets.map(({ system }) => system.bodies))].sort((a, b) => a - b);
    this.groups = counts.map((bodies) => ({
      bodies,
      writers: sets.filter(({ system }) => system.bodies === bodies).map((set) => new TaskWriter(set)),
    }));
  }

  /**
   * Draws `tasksPerSystem` tasks of every system, each from a trajectory drawn uniformly. Fills the arrays of `into`, a
   * batch drawn before with the same numbers of tasks and points, or new ones.
   */
  sampleMetaBatch(
    { tasksPerSystem, points, random }: MetaBatchOptions,
    into?: readonly SampledGroup[],
  ): SampledGroup[] {
    if (!Number.isInteger(tasksPerSystem) || tasksPerSystem < 1)
      throw new UserError(`the number of tasks a system must be a positive integer, got ${tasksPerSystem}`);
    return this.groups.map(({ bodies, writers }, g) => {
      const tasks = writers.length * tasksPerSystem;
      const size = tasks * bodies * points * NODE_SIZE;
      const target = into?.[g];
      if (into !== undefined && target?.supportStates.length !== size)
        throw new UserError(`the given batch has no group ${g} of ${tasks} tasks with ${points} points`);
      const fresh = () => new Float32Array(size);
      const { supportStates, supportDerivatives, queryStates, queryDerivatives } = target ?? {
        supportStates: fresh(),
        supportDerivatives: fresh(),
        queryStates: fresh(),
        queryDerivatives: fresh(),
      };
      for (let task = 0; task < tasks; task++) {
        const writer = writers[Math.floor(task / tasksPerSystem)] as TaskWriter;
        const trajectory = random.integer(writer.set.count);
        const { supportIndices, queryIndices } = choosePoints(writer.set, points, random);
        writer.write(trajectory, supportIndices, supportStates, supportDerivatives, task);
        writer.write(trajectory, queryIndices, queryStates, queryDerivatives, task);
      }
      const systems = writers.map(({ set }) => set.system.name);
      return { bodies, systems, tasks, points, supportStates, supportDerivatives, queryStates, queryDerivatives };
    });
  }
}
