import type { Model } from "../../models/index.js";
import type { TaskGroup } from "./task-group.js";

/** Tasks that are computed together: of every group so many, the first of them after those of the portions before. */
export interface Portion {
  readonly first: readonly number[];
  readonly tasks: readonly number[];
}

/**
 * Numbers in the largest tensor of a portion, 160 kB: with more, what lies between two operations outgrows a core's own
 * cache, and meta-steps of a network with a scalar H take a quarter longer.
 */
const LARGEST = 40_000;

/** How many tasks of so many rows each fit a portion, for a network so wide; at least one. */
export const tasksThatFit = (rows: number, width: number): number => Math.max(1, Math.floor(LARGEST / (rows * width)));

/** Units of a model's widest layer. */
export const widthOf = ({ parameters }: Model): number => Math.max(...parameters.map(({ shape }) => shape.at(-1) ?? 1));

/**
 * Into how many portions a meta-batch is divided, for a network so wide: an even number where it can be, since most machines
 * have an even number of cores. It depends on nothing else, so that the rounding of a training is the same with any number
 * of threads.
 */
export function portionCount(groups: readonly TaskGroup[], width: number): number {
  const tasks = groups.reduce((total, group) => total + group.tasks, 0);
  const pairs = groups.map((group) => Math.ceil((group.tasks * rowsOf(group) * width) / (2 * LARGEST)));
  return Math.min(tasks, 2 * Math.max(...pairs));
}

/** Divides the tasks of all groups into `count` portions of about equal work, with as many equal portions as can be. */
export function divideTasks(groups: readonly TaskGroup[], count: number): Portion[] {
  const work = new Array<number>(count).fill(0);
  const shares = groups.map(() => new Array<number>(count).fill(0));
  const rows = groups.map(rowsOf);
  const heaviestFirst = [...groups.keys()].sort((a, b) => (rows[b] as number) - (rows[a] as number));
  for (const group of heaviestFirst) {
    const { tasks } = groups[group] as TaskGroup;
    const own = shares[group] as number[];
    own.fill(Math.floor(tasks / count));
    const idlest = [...work.keys()].sort((a, b) => (work[a] as number) - (work[b] as number));
    for (const portion of idlest.slice(0, tasks % count)) own[portion] = (own[portion] as number) + 1;
    own.forEach((share, i) => {
      work[i] = (work[i] as number) + share * (rows[group] as number);
    });
  }
  return work.map((_, portion) => ({
    first: shares.map((own) => own.slice(0, portion).reduce((a, b) => a + b, 0)),
    tasks: shares.map((own) => own[portion] as number),
  }));
}

function rowsOf({ bodies, supportPoints, queryPoints }: TaskGroup): number {
  return rowsOfTask(bodies, Math.max(supportPoints, queryPoints));
}

/** Rows of the largest activation of one task: its edges at every point, or its points where there are none. */
export const rowsOfTask = (bodies: number, points: number): number => points * bodies * Math.max(1, bodies - 1);
