import type { Random } from "../../base/random.js";
import { NODE_SIZE } from "../../mechanics/index.js";
import type { GroupPoints } from "./meta-gradient.js";

/** What tasks see of a motion: how many points, and how exactly. */
export interface SupportOptions {
  /** Numbers of support points, one of which a meta-batch draws; all of a batch's where it is left out. */
  readonly points?: readonly number[] | undefined;
  /** Levels of noise, one of which a task draws; none where it is left out. */
  readonly noise?: readonly number[] | undefined;
}

/**
 * A meta-batch as its tasks see it: of the support points the first few, and Gaussian noise on their states and derivatives, a
 * level times each component's standard deviation over the task's points, as `compare` adds it. Query points stay as they
 * are: exact. With fewer points a task sees some of those that it would see with more.
 */
export function narrowSupport<Group extends GroupPoints & { readonly bodies: number; readonly tasks: number }>(
  groups: readonly Group[],
  { points, noise }: SupportOptions,
  random: Random,
): Group[] {
  const kept = points === undefined ? undefined : (points[random.integer(points.length)] as number);
  return groups.map((group) => {
    const noisy = noise === undefined ? group : spoiltSupport(group, noise, random);
    return kept === undefined ? noisy : firstPoints(noisy, kept);
  });
}

/** How many support points the tasks of a batch have. */
export const supportPointsOf = (
  { supportStates }: Pick<GroupPoints, "supportStates">,
  { bodies, tasks }: { readonly bodies: number; readonly tasks: number },
): number => supportStates.length / (tasks * bodies * NODE_SIZE);

function spoiltSupport<Group extends GroupPoints & { readonly bodies: number; readonly tasks: number }>(
  group: Group,
  levels: readonly number[],
  random: Random,
): Group {
  const { bodies, tasks } = group;
  const spoiled = { supportStates: group.supportStates.slice(), supportDerivatives: group.supportDerivatives.slice() };
  for (let task = 0; task < tasks; task++) {
    const level = levels[random.integer(levels.length)] as number;
    for (const kind of ["States", "Derivatives"] as const) {
      const [support, query] = [spoiled[`support${kind}`], group[`query${kind}`]];
      for (let body = task * bodies; body < (task + 1) * bodies; body++)
        for (let c = 0; c < NODE_SIZE; c++) {
          const [own, others] = [componentOf(support, body, c, group), componentOf(query, body, c, group)];
          const deviation = level * deviationOf([...own.values, ...others.values]);
          for (const [i, value] of own.values.entries()) support[own.at(i)] = value + deviation * random.normal();
        }
    }
  }
  return { ...group, ...spoiled };
}

/** One component of a body (counted over all tasks) at all points of [task, body, point, 4]. */
function componentOf(all: Float32Array, body: number, c: number, { bodies, tasks }: { bodies: number; tasks: number }) {
  const points = all.length / (tasks * bodies * NODE_SIZE);
  const at = (i: number) => (body * points + i) * NODE_SIZE + c;
  return { at, values: Array.from({ length: points }, (_, i) => all[at(i)] as number) };
}

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((total, x) => total + x, 0) / values.length;
  return Math.sqrt(values.reduce((total, x) => total + (x - mean) ** 2, 0) / values.length);
}

function firstPoints<Group extends GroupPoints & { readonly bodies: number; readonly tasks: number }>(
  group: Group,
  count: number,
): Group {
  const rows = group.tasks * group.bodies;
  const points = supportPointsOf(group, group);
  const cut = (all: Float32Array) => {
    const kept = new Float32Array(rows * count * NODE_SIZE);
    for (let row = 0; row < rows; row++)
      kept.set(all.subarray(row * points * NODE_SIZE, (row * points + count) * NODE_SIZE), row * count * NODE_SIZE);
    return kept;
  };
  return {
    ...group,
    supportStates: cut(group.supportStates),
    supportDerivatives: cut(group.supportDerivatives),
  };
}
