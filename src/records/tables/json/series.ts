import type { NamedArray } from "../named-array.js";
import type { Cell } from "../table.js";
import { isArray, isObject, type Json, type JsonObject, plain } from "./values.js";

// Curves as programs that draw them keep them.

/** The traces of a figure of Plotly, y of each against x, as columns beside one time. */
export function plotlyArrays({ data, layout }: JsonObject): NamedArray[] | undefined {
  if (!isArray(data) || !data.every((trace) => isObject(trace) && isArray(trace.x) && isArray(trace.y)))
    return undefined;
  const traces = data as readonly { readonly x: readonly Json[]; readonly y: readonly Json[]; readonly name?: Json }[];
  const [first] = traces;
  const own = traces.filter(({ x, y }) => y.length === first?.x.length && x.length === y.length);
  if (first === undefined || own.length === 0) return undefined;
  const title = (axis: Json | undefined) => {
    const text = isObject(axis) ? (isObject(axis.title) ? axis.title.text : axis.title) : undefined;
    return typeof text === "string" ? text : undefined;
  };
  const axes = isObject(layout) ? layout : {};
  const name = (trace: (typeof traces)[number], i: number) =>
    typeof trace.name === "string" && trace.name !== ""
      ? trace.name
      : ((own.length === 1 ? title(axes.yaxis) : undefined) ?? `y${i + 1}`);
  return [
    { name: title(axes.xaxis) ?? "t", unit: "", shape: [first.x.length], data: first.x.map(plain) },
    ...own.map((trace, i) => ({ name: name(trace, i), unit: "", shape: [trace.y.length], data: trace.y.map(plain) })),
  ];
}

/** A curve while it is taken apart: times and values of its points. */
interface Curve {
  readonly name: string;
  readonly t: Cell[];
  readonly x: Cell[];
}

/** The points of a curve, [t, x] or {x: t, y: x}; undefined where one is neither. */
function curveOf(name: string, points: readonly Json[]): Curve | undefined {
  const [t, x]: [Cell[], Cell[]] = [[], []];
  for (const point of points) {
    const [first, second] = isArray(point)
      ? point.length === 2
        ? point
        : []
      : isObject(point)
        ? [point.x, point.y]
        : [];
    if (first === undefined || second === undefined) return undefined;
    t.push(plain(first));
    x.push(plain(second));
  }
  return { name, t, x };
}

/**
 * Series of points as Highcharts, ECharts and Chart.js keep them, `[{name, data: [[t, x], ...]}]` and the like: columns beside one time, or
 * a group each where their times differ. Undefined for anything else.
 */
export function seriesArrays(value: Json | undefined): NamedArray[] | undefined {
  const list = isObject(value) ? (value.series ?? value.datasets) : value;
  if (!isArray(list) || list.length === 0) return undefined;
  const curves: Curve[] = [];
  for (const [i, series] of list.entries()) {
    if (!isObject(series) || !isArray(series.data) || series.data.length === 0) return undefined;
    const title = series.name ?? series.label;
    const curve = curveOf(typeof title === "string" && title !== "" ? title : `y${i + 1}`, series.data);
    if (curve === undefined) return undefined;
    curves.push(curve);
  }
  const [first] = curves as [Curve];
  const shared = curves.every(({ t }) => t.length === first.t.length && t.every((one, i) => one === first.t[i]));
  const column = (name: string, data: Cell[], group = "") => ({ name, unit: "", shape: [data.length], data, group });
  return shared
    ? [column("t", first.t), ...curves.map(({ name, x }) => column(name, x))]
    : curves.flatMap(({ name, t, x }) => [column("t", t, name), column("x", x, name)]);
}
