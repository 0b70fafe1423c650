import type { NamedArray } from "../named-array.js";

/** Groups within groups that are told apart. */
const MAX_DEPTH = 8;

/**
 * Arrays by the groups that are motions. One array of times beside groups without any belongs to each of them ("time", "run1/theta",
 * "run2/theta"). Where there are no times, groups that hold the same names are motions, with what is in groups below them
 * ("data/demo_0/obs/joint_pos", "data/demo_1/obs/joint_pos").
 */
export function byMotion(
  arrays: readonly NamedArray[],
  timesOf: (arrays: readonly NamedArray[]) => NamedArray | undefined,
): readonly NamedArray[] {
  const groupOf = ({ group = "" }: NamedArray) => group;
  const groups = [...new Set(arrays.map(groupOf))];
  if (groups.length < 2) return arrays;
  const timed = groups.filter((group) => timesOf(arrays.filter((array) => groupOf(array) === group)) !== undefined);
  if (timed.length === 0) return withoutTimes(arrays);
  const root = arrays.filter((array) => groupOf(array) === "");
  const times = timesOf(root);
  if (times === undefined || timed.length > 1) return arrays;
  const rows = times.shape.reduce((product, n) => product * n, 1);
  const fits = (array: NamedArray) => array !== times && array.shape.includes(rows);
  if (root.some(fits)) return arrays;
  const sharing = groups.filter(
    (group) => group !== "" && arrays.some((array) => groupOf(array) === group && fits(array)),
  );
  if (sharing.length === 0) return arrays;
  return [...arrays.filter((array) => array !== times), ...sharing.map((group) => ({ ...times, group }))];
}

function withoutTimes(arrays: readonly NamedArray[]): readonly NamedArray[] {
  for (let depth = 1; depth <= MAX_DEPTH; depth++) {
    const parts = arrays.map(({ group = "" }) => group.split("/"));
    const prefixes = parts.map((path) => path.slice(0, depth).join("/"));
    const below = (i: number) => [...(parts[i]?.slice(depth) ?? []), arrays[i]?.name ?? ""].join("/");
    const found = [...new Set(prefixes)].map((prefix) =>
      arrays.flatMap((_, i) => (prefixes[i] === prefix ? [below(i)] : [])).sort(),
    );
    if (found.length < 2) continue;
    const [first] = found as [string[]];
    if (!found.every((names) => names.join("\n") === first.join("\n"))) continue;
    return arrays.map((array, i) => ({ ...array, group: prefixes[i] as string, name: below(i) }));
  }
  return arrays;
}
