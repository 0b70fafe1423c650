import type { HeldOutResult, NetworkResult, Results } from "../../measure/index.js";
import { isFiniteNumber, noValue } from "../numbers.js";
import { extent, logDomain } from "../svg/domain.js";
import { type Figure, type FigureOptions, renderFigure } from "../svg/figure.js";
import { systemGrid } from "../svg/grid.js";
import type { Mark } from "../svg/marks.js";
import type { Panel } from "../svg/panel.js";
import type { Tally } from "../svg/tally.js";
import { lastCommonStep, listNetworks, networkAtStep, networkStyle } from "./networks.js";

/**
 * Figure 1: mean trajectory error of every method against the number of adaptation steps, one panel a held-out system.
 *
 * @param results of a run; curves are broken where a value is missing or not finite
 * @returns one SVG image
 */
export function figure1(results: Results, options: FigureOptions = {}): string {
  return renderFigure(figure1Model(results), options);
}

/** Figure 1 as data. */
export function figure1Model(results: Results): Figure {
  return {
    title: "Trajectory error against adaptation step",
    notes: [
      "Curves: mean over the test trajectories of each trajectory's mean squared error, in squared units of the coordinates. Bands: 95 % bootstrap interval of the mean.",
      "Escaped: rollouts that left the system's box or became non-finite; their error stays in the mean.",
    ],
    legend: listNetworks(results).map(({ name, label }) => ({ label, style: networkStyle(name) })),
    ...systemGrid(results.systems.length, true),
    panels: results.systems.map(systemPanel),
  };
}

function systemPanel(system: HeldOutResult): Panel {
  const { methods } = system;
  const [first = 0, last = 100] = extent(methods.flatMap((method) => method.step)) ?? [];
  return {
    heading: system.title,
    x: { kind: "linear", domain: first < last ? [first, last] : [first, first + 1], label: "Adaptation step" },
    y: { kind: "log", domain: logDomain(methods.flatMap(shownValues)), label: "Mean trajectory MSE (units²)" },
    // All bands first, so that no band veils another method's curve.
    marks: [...methods.map(band), ...methods.map(curve)],
    tally: escapeTally(methods),
  };
}

function shownValues({ mse }: NetworkResult): number[] {
  return [...mse.mean, ...mse.low, ...mse.high];
}

function band({ name, step, mse }: NetworkResult): Mark {
  return { type: "band", x: step, low: mse.low, high: mse.high, style: networkStyle(name) };
}

/** About five markers a curve, each method's shifted against the others' so that they do not hide one another. */
function curve({ name, step, mse }: NetworkResult, index: number, methods: readonly NetworkResult[]): Mark {
  const every = Math.max(1, Math.floor((step.length - 1) / 5));
  const shift = Math.floor((every * (index + 0.5)) / methods.length);
  const markersAt = step.map((_, i) => i).filter((i) => i % every === shift);
  return { type: "line", x: step, y: mse.mean, style: networkStyle(name), markersAt };
}

function escapeTally(methods: readonly NetworkResult[]): Tally | undefined {
  const step = lastCommonStep(methods);
  if (step === undefined) return undefined;
  const totals = new Set(methods.map((method) => method.trajectories));
  const [total] = totals;
  const counts = methods.map((method) => {
    const escaped = networkAtStep(method, step)?.escaped;
    const count = isFiniteNumber(escaped) ? String(escaped) : noValue;
    return { style: networkStyle(method.name), text: totals.size === 1 ? count : `${count}/${method.trajectories}` };
  });
  return { caption: `Escaped rollouts at step ${step}${totals.size === 1 ? `, of ${total}` : ""}:`, counts };
}
