import { cached } from "../base/cached.js";
import { UserError } from "../base/errors.js";
import { type Random, randomStream } from "../base/random.js";
import { LAST_NAMED, randomLaw, type System } from "../mechanics/index.js";
import { generateTrajectories, type Split, type TrajectorySet } from "./trajectories.js";

/** Random laws beside the systems with names. */
export interface LawOptions {
  readonly seed: number;
  readonly split: Split;
  /** Number of different laws; `endless`: ever new ones. */
  readonly count: number | "endless";
  /** Tasks of random laws in a meta-batch. */
  readonly tasks: number;
}

/** Bodies of a meta-batch's tasks of random laws, one after another, from the first again where there are more. */
const BODIES = [1, 2, 1, 3, 2, 1, 2, 4, 1, 5];
/** Meta-batches in a row that an endless stream shows a law in, each time by another motion: to draw a law takes longer than a motion. */
const VISITS = 4;
/** Numbers that laws for training are drawn from, beyond those with names. */
const LAST = 2 ** 48;
/** Systems that are kept. */
const KEPT = 1000;

/** Throws `UserError` for fewer laws than tasks, each of which has laws of its own. */
export function checkLaws({ count, tasks }: Pick<LawOptions, "count" | "tasks">): void {
  if (count !== "endless" && count < tasks)
    throw new UserError(`${count} random laws are fewer than the ${tasks} tasks that a meta-batch has for them`);
}

/**
 * Motions of random laws for meta-batches, made when they are asked for and not stored. Which law and which motion a task shows
 * follows from the seed, the batch's number and the task's place alone, so that a training can be resumed anywhere.
 */
export class LawTasks {
  /** Bodies of every task's law. */
  readonly bodies: readonly number[];
  readonly #systems = new Map<number, System>();

  /** Throws `UserError` for fewer laws than tasks. */
  constructor(readonly options: LawOptions) {
    checkLaws(options);
    const { tasks } = options;
    this.bodies = Array.from({ length: tasks }, (_, i) => BODIES[i % BODIES.length] as number);
  }

  /** The motion of task number `task` of meta-batch number `batch`, a set of one, and the random stream to draw its points from. */
  task(task: number, batch: number): { readonly set: TrajectorySet; readonly draw: Random } {
    const { seed, split } = this.options;
    const system = this.#system(this.#lawOf(task, batch), this.bodies[task] as number);
    return {
      set: generateTrajectories(system, { count: 1, first: batch, seed, split }),
      draw: randomStream(seed, "points of law task", split, batch, task),
    };
  }

  /** Which of the laws 0, 1, ... a task shows: those with the remainder `task`, one of them at random or the next. */
  #lawOf(task: number, batch: number): number {
    const { seed, split, count, tasks } = this.options;
    if (count === "endless") return task + tasks * Math.floor((batch + task) / VISITS);
    const own = Math.ceil((count - task) / tasks);
    return task + tasks * randomStream(seed, "law of task", split, batch, task).integer(own);
  }

  #system(law: number, bodies: number): System {
    const { seed, split } = this.options;
    if (this.#systems.size >= KEPT && !this.#systems.has(law)) this.#systems.clear();
    return cached(this.#systems, law, () => {
      const number = LAST_NAMED + 1 + randomStream(seed, "law", split, law).integer(LAST - LAST_NAMED - 1);
      return randomLaw(bodies, number);
    });
  }
}
