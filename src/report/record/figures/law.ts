import type { LawCurve, RecordResults } from "../../../records/results.js";
import { extent } from "../../svg/domain.js";
import type { Figure } from "../../svg/figure.js";
import { expressionLabel, joinLabels, type Label } from "../../svg/label.js";
import type { Panel } from "../../svg/panel.js";
import type { Style } from "../../svg/style.js";
import { axisAround, massNote, predicted, quantity, spanned } from "./marks.js";

const visited: Style = { colour: "ink", width: 0, marker: "circle" };
const closed: Style = { colour: "vermillion", width: 1.8, dash: "7 5" };
const zero: Style = { colour: "grid", width: 1.2 };

/** The law's parts against one variable each; undefined where there are none. */
export function curvesFigure(results: Pick<RecordResults, "curves" | "energyUnit" | "massKnown">): Figure | undefined {
  const { curves } = results;
  if (curves.length === 0) return undefined;
  const potentials = curves.some(({ kind }) => kind === "potential");
  const formulas = curves.some(({ formula }) => formula !== undefined);
  return {
    title: "The law in curves",
    notes: [
      `Blue: what the record says without any formula, with a band of two standard deviations.${formulas ? " Dashed: the formula." : ""}`,
      ...(!potentials
        ? []
        : curves.some(({ bent }) => bent === true)
          ? [
              "Potentials are given less their tangent at the record's mean: straight parts can be moved from one to another without any effect on the motion.",
            ]
          : ["Potentials are given less their lowest value."]),
      ...massNote(results),
      "Dots along the axis: where the record has been; beyond them the curve is a continuation.",
    ],
    legend: [
      { label: "Learned", style: predicted },
      ...(formulas ? [{ label: "Formula", style: closed }] : []),
      { label: "Where the record has been", style: visited },
    ],
    columns: curves.length === 1 ? 1 : 2,
    panelSize: curves.length === 1 ? { width: 440, height: 290 } : { width: 400, height: 260 },
    panels: curves.map(curvePanel),
  };
}

function curvePanel(curve: LawCurve): Panel {
  const { x, y, deviation, formula, variable, visited: places } = curve;
  const shifted = (factor: number) => y.map((value, i) => value + factor * (deviation[i] as number));
  const [low, high] = [shifted(-2), shifted(2)];
  const up = axisAround([...y, ...clampedTo(y, low), ...clampedTo(y, high)], quantity(curve.quantity));
  return {
    heading: headingOf(curve),
    x: { kind: "linear", domain: spanned(x), label: quantity(variable) },
    y: up,
    marks: [
      ...(curve.kind === "potential" ? [] : [{ type: "line", x: spanned(x), y: [0, 0], style: zero } as const]),
      { type: "band", x, low, high, style: predicted },
      { type: "line", x, y, style: predicted },
      ...(formula === undefined ? [] : [{ type: "line", x, y: formula, style: closed } as const]),
      ...(places.length === 0
        ? []
        : [{ type: "dots", x: places, y: places.map(() => up.domain[0]), colour: "ink", radius: 2.5 } as const]),
    ],
  };
}

/** A band that is wider than the curve is not to flatten it. */
function clampedTo(y: readonly number[], values: readonly number[]): number[] {
  const [low, high] = extent(y) ?? [0, 1];
  const room = high - low || 1;
  return values.map((value) => Math.min(Math.max(value, low - room), high + room));
}

function headingOf({ kind, quantity: { name }, variable }: LawCurve): Label {
  const of = expressionLabel(variable.name);
  switch (kind) {
    case "potential":
      return joinLabels("Potential energy against ", of);
    case "force":
      return joinLabels("Force along ", of, " (below 0: attraction)");
    case "mass": {
      const coupled = name.split("_").length > 2;
      return joinLabels(coupled ? "Coupling of the masses against " : "Mass against ", of);
    }
    case "friction":
      return joinLabels("Friction against ", of);
    case "damping":
      return joinLabels("Friction coefficient against ", of);
    case "drive":
      return joinLabels("Force against ", of);
  }
}
