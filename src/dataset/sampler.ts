import { UserError } from "../base/errors.js";
import type { Random } from "../base/random.js";
import { NODE_SIZE } from "../mechanics/index.js";
import type { LawTasks } from "./law-tasks.js";
import type { TaskSource } from "./samples.js";
import { choosePoints, TaskWriter } from "./tasks.js";

/**
 * The tasks of a meta-batch whose systems have the same number of bodies. Arrays are [task][body][point][q1, q2, p1, p2]
 * in single precision. Tasks are ordered by system, `tasksPerSystem` each; those of random laws follow.
 */
export interface SampledGroup {
  readonly bodies: number;
  /** Names of the group's systems, in the order of their tasks, without random laws. */
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
  /** The batch's number, from which its random laws follow; needed where there are any. */
  readonly number?: number;
}

/** Tasks with the same number of bodies: of every writer's set some, then places among the tasks of random laws. */
interface Group {
  readonly bodies: number;
  readonly writers: readonly TaskWriter[];
  readonly laws: readonly number[];
}

/** Draws meta-batches from trajectories of several systems, and from random laws. */
export class TaskSampler {
  /** By ascending number of bodies; within a group in the order given. */
  readonly #groups: readonly Group[];
  readonly #laws: LawTasks | undefined;

  /** Throws `UserError` with nothing to draw from or with two sets of one system. */
  constructor(sets: readonly TaskSource[], laws?: LawTasks) {
    const names = sets.map(({ system }) => system.name);
    if (names.length === 0 && !laws?.bodies.length)
      throw new UserError("a task sampler needs trajectories of at least one system");
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) throw new UserError(`two sets of trajectories of ${twice} were given`);
    const counts = new Set([...sets.map(({ system }) => system.bodies), ...(laws?.bodies ?? [])]);
    this.#laws = laws;
    this.#groups = [...counts]
      .sort((a, b) => a - b)
      .map((bodies) => ({
        bodies,
        writers: sets.filter(({ system }) => system.bodies === bodies).map((set) => new TaskWriter(set)),
        laws: [...(laws?.bodies.keys() ?? [])].filter((i) => laws?.bodies[i] === bodies),
      }));
  }

  /**
   * Draws `tasksPerSystem` tasks of every system, each from a trajectory drawn uniformly, and one of every place among the random
   * laws. Fills the arrays of `into`, a batch drawn before with the same numbers of tasks and points, or new ones.
   */
  sampleMetaBatch(
    { tasksPerSystem, points, random, number = 0 }: MetaBatchOptions,
    into?: readonly SampledGroup[],
  ): SampledGroup[] {
    if (!Number.isInteger(tasksPerSystem) || tasksPerSystem < 1)
      throw new UserError(`the number of tasks a system must be a positive integer, got ${tasksPerSystem}`);
    return this.#groups.map(({ bodies, writers, laws }, g) => {
      const named = writers.length * tasksPerSystem;
      const tasks = named + laws.length;
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
      const write = (writer: TaskWriter, trajectory: number, draw: Random, task: number) => {
        const { supportIndices, queryIndices } = choosePoints(writer.set, points, draw);
        writer.write(trajectory, supportIndices, supportStates, supportDerivatives, task);
        writer.write(trajectory, queryIndices, queryStates, queryDerivatives, task);
      };
      for (let task = 0; task < named; task++) {
        const writer = writers[Math.floor(task / tasksPerSystem)] as TaskWriter;
        write(writer, random.integer(writer.set.count), random, task);
      }
      laws.forEach((place, i) => {
        const { set, draw } = (this.#laws as LawTasks).task(place, number);
        write(new TaskWriter(set), 0, draw, named + i);
      });
      const systems = writers.map(({ set }) => set.system.name);
      return { bodies, systems, tasks, points, supportStates, supportDerivatives, queryStates, queryDerivatives };
    });
  }
}
