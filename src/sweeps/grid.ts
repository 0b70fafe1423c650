import { parseDocument } from "yaml";
import { UserError } from "../base/errors.js";
import { isLoose, type Loose } from "../base/keys.js";
import { cut, quote } from "../base/text.js";
import { isTextTooDeep } from "../base/text-depth.js";

/** One key of the configuration that a sweep varies. */
export interface SweptKey {
  /** Dotted, such as outer.rate. */
  readonly key: string;
  /** Different values, at least one. */
  readonly values: readonly unknown[];
}

/** More would not be a sweep but a mistake in a range. */
const MAX_RUNS = 1_000_000;

/** The axes under `sweep:`; keys may be dotted or nested. A `UserError` names the key of a mistake. */
export function readAxes(sweep: Loose, source: string): SweptKey[] {
  const axes = flatten(sweep, "").map(([key, value]) => {
    const values = readValues(value, `${source}: sweep.${key}`);
    const seen = new Set<string>();
    for (const text of values.map((one) => JSON.stringify(one))) {
      if (seen.has(text)) throw new UserError(`${source}: sweep.${key} has the value ${cut(text)} twice`);
      seen.add(text);
    }
    return { key, values };
  });
  const keys = axes.map(({ key }) => key);
  const twice = keys.find((key, i) => keys.indexOf(key) !== i);
  if (twice !== undefined) throw new UserError(`${source}: sweep.${twice} stands there twice, dotted and nested`);
  return axes;
}

/** Every combination of the axes' values, the last axis changing fastest; one without values if there are no axes. */
export function expandGrid(axes: readonly SweptKey[], source: string): Loose[] {
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  if (count > MAX_RUNS) throw new UserError(`${source}: the grid has ${count} runs; at most ${MAX_RUNS} are possible`);
  return axes.reduce<Loose[]>(
    (runs, { key, values }) => runs.flatMap((run) => values.map((value) => ({ ...run, [key]: value }))),
    [{}],
  );
}

/** Nested keys as dotted ones. */
export function flatten(value: Loose, prefix: string): [string, unknown][] {
  return Object.entries(value).flatMap(([key, inner]) =>
    isLoose(inner) ? flatten(inner, `${prefix}${key}.`) : [[`${prefix}${key}`, inner] as [string, unknown]],
  );
}

/** The values that a list, a range, a choice, "a,b,c" or a single value stands for. */
function readValues(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) {
    if (value.length === 0) throw new UserError(`${where} has no values`);
    return value;
  }
  if (typeof value !== "string") return [value];
  const call = /^\s*([a-z_]+)\s*\((.*)\)\s*$/is.exec(value);
  if (call === null) return value.includes(",") ? readItems(value, where) : [value];
  const [, name = "", body = ""] = call;
  if (name === "choice") return readItems(body, where);
  if (name === "range") return readRange(readItems(body, where), where);
  throw new UserError(`${where}: there is no ${name}(); use a list, range(start, stop, step) or choice(a, b, ...)`);
}

/** What stands between commas, each item read as YAML. */
function readItems(text: string, where: string): readonly unknown[] {
  const document = isTextTooDeep(text) ? undefined : parseDocument(`[${text}]`);
  const items: unknown = document === undefined || document.errors.length > 0 ? undefined : document.toJS();
  if (!Array.isArray(items)) throw new UserError(`${where}: cannot read ${quote(text)} as values between commas`);
  if (items.length === 0) throw new UserError(`${where} has no values`);
  return items;
}

/** range(stop), range(start, stop) or range(start, stop, step), without `stop` itself, as in Python and Hydra. */
function readRange(parameters: readonly unknown[], where: string): number[] {
  const form = "range(stop), range(start, stop) or range(start, stop, step) with numbers";
  const numbers = parameters.filter((one) => typeof one === "number");
  if (numbers.length !== parameters.length || numbers.length > 3)
    throw new UserError(`${where}: expected ${form}, got ${cut(JSON.stringify(parameters))}`);
  const [start, stop, step] = (
    numbers.length === 1 ? [0, numbers[0], 1] : [numbers[0], numbers[1], numbers[2] ?? 1]
  ) as [number, number, number];
  // A hair less, so that range(0, 0.3, 0.1) ends before 0.3 although three tenths are more than 0.3 in binary.
  const count = Math.ceil((stop - start) / step - 1e-9);
  if (!Number.isFinite(count) || count < 1) throw new UserError(`${where}: range(${numbers.join(", ")}) has no values`);
  if (count > MAX_RUNS) throw new UserError(`${where}: range(${numbers.join(", ")}) has ${count} values`);
  return Array.from({ length: count }, (_, i) => Number((start + i * step).toPrecision(12)));
}
