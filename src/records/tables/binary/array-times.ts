import type { NamedArray } from "../named-array.js";

// Where the times of arrays stand, if no array beside them is called so.

/** A row's time, where the file says when samples were taken rather than their times. */
export interface CountedRows {
  readonly start: number;
  readonly step: number;
  /** "" where it is not said. */
  readonly unit: string;
}

type TimesOf = (arrays: readonly NamedArray[]) => NamedArray | undefined;

const groupOf = ({ group = "" }: NamedArray) => group;
const inGroup = (arrays: readonly NamedArray[], group: string) => arrays.filter((array) => groupOf(array) === group);
const countOf = ({ shape }: NamedArray) => shape.reduce((product, n) => product * n, 1);

/** Arrays with their times: of a solution, of groups within groups, or counted. */
export function withTimes(
  arrays: readonly NamedArray[],
  timesOf: TimesOf,
  counted: CountedRows | undefined,
): readonly NamedArray[] {
  const solved = withSolutionTimes(arrays, timesOf);
  if (counted !== undefined && timesOf(solved) === undefined && solved[0] !== undefined) {
    const { start, step, unit } = counted;
    const data = Array.from({ length: countOf(solved[0]) }, (_, i) => start + i * step);
    return [{ name: "time", unit: unit === "" ? "s" : unit, shape: [data.length], data }, ...solved];
  }
  return withSubgroups(solved, timesOf);
}

/** What MATLAB's ode45 returns as one structure: `x` are the times of `y`, a row a component. */
function withSolutionTimes(arrays: readonly NamedArray[], timesOf: TimesOf): readonly NamedArray[] {
  const groups = [...new Set(arrays.map(groupOf))].filter((group) => {
    const members = inGroup(arrays, group);
    const [x, y] = ["x", "y"].map((name) => members.find((array) => array.name === name));
    if (x === undefined || y === undefined || timesOf(members) !== undefined) return false;
    const N = countOf(x);
    const matrix = y.shape.filter((n) => n !== 1);
    return N > 2 && x.shape.includes(N) && matrix.length === 2 && matrix[1] === N && ascends(x.data, 0, N);
  });
  return arrays.map((array) =>
    array.name === "x" && groups.includes(groupOf(array)) ? { ...array, name: "t" } : array,
  );
}

export function ascends(data: ArrayLike<unknown>, from: number, count: number): boolean {
  for (let i = from + 1; i < from + count; i++) if (!(Number(data[i]) > Number(data[i - 1]))) return false;
  return true;
}

/** What a program calls the numbers of something that its group names. */
const NUMBERS = /^(values?|data)$/i;

/** Arrays in groups below one that has times belong to it, if they are as long: "demo/time" and "demo/obs/joint_pos". */
function withSubgroups(arrays: readonly NamedArray[], timesOf: TimesOf): readonly NamedArray[] {
  const groups = [...new Set(arrays.map(groupOf))].filter((group) => group !== "");
  const times = new Map(groups.map((group) => [group, timesOf(inGroup(arrays, group))]));
  return arrays.map((array) => {
    const own = groupOf(array);
    if (own === "" || times.get(own) !== undefined) return array;
    const above = groups
      .filter(
        (group) => times.get(group) !== undefined && own.startsWith(group) && /[/.]/.test(own[group.length] ?? ""),
      )
      .at(-1);
    const N = above === undefined ? 0 : countOf(times.get(above) as NamedArray);
    if (above === undefined || !array.shape.includes(N)) return array;
    const within = own.slice(above.length + 1);
    const name = NUMBERS.test(array.name) ? within : `${within}${own[above.length]}${array.name}`;
    return { ...array, group: above, name };
  });
}

/** Names of the time between two samples, and of samples a second. */
const INTERVAL = /^(dt|ts|delta_?t|time_?step|sampl\w*_?(interval|period|time))$/i;
const RATE = /^(fs|fps|sampl\w*_?(rate|freq\w*)|frame_?rate)$/i;

/** Samples a second, where a single number of the file says so. */
export interface ToldRate {
  readonly name: string;
  readonly rate: number;
}

/** A number under a name that says how samples follow one another; undefined for any other. */
export function toldBy(name: string, value: unknown): ToldRate | undefined {
  const number = Number(
    typeof value === "object" && value !== null && "length" in value ? (value as ArrayLike<unknown>)[0] : value,
  );
  const rate = INTERVAL.test(name) ? 1 / number : RATE.test(name) ? number : Number.NaN;
  return rate > 0 && Number.isFinite(rate) ? { name, rate } : undefined;
}

/** The same from arrays of one number. */
export function toldRateOf(arrays: readonly NamedArray[]): ToldRate | undefined {
  for (const array of arrays) {
    const told = countOf(array) === 1 ? toldBy(array.name, array.data[0]) : undefined;
    if (told !== undefined) return told;
  }
  return undefined;
}

/** A lone matrix whose rows are quantities, the first of them times, as one whose columns are; any other as it is. */
export function uprightMatrix(array: NamedArray): NamedArray {
  const [d = 0, N = 0] = array.shape;
  if (array.shape.length !== 2 || array.labels !== undefined || d < 2 || N < 8 * d || !ascends(array.data, 0, N))
    return array;
  return {
    ...array,
    shape: [N, d],
    data: Array.from({ length: N * d }, (_, k) => array.data[(k % d) * N + Math.floor(k / d)] as number),
  };
}
