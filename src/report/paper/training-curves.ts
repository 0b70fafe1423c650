import type { HeldOutResult, Results } from "../../measure/index.js";
import { extent, logDomain } from "../svg/domain.js";
import { type Figure, type FigureOptions, renderFigure } from "../svg/figure.js";
import { systemGrid } from "../svg/grid.js";
import type { Panel } from "../svg/panel.js";
import type { Style } from "../svg/style.js";

const metaStyle: Style = { colour: "blue", width: 1.6 };
const validationStyle: Style = { colour: "vermillion", width: 2, dash: "7 3", marker: "square" };

/**
 * Meta-training and validation loss against the outer step, one panel a held-out system.
 *
 * @returns one SVG image
 */
export function trainingCurves(results: Results, options: FigureOptions = {}): string {
  return renderFigure(trainingCurvesModel(results), options);
}

/** The training curves as data. */
export function trainingCurvesModel(results: Results): Figure {
  return {
    title: "Loss during meta-training, by held-out system",
    notes: [
      "Loss on query points after adaptation, a point and component. Validation: trajectories of the training systems that training never saw.",
    ],
    legend: [
      { label: "Meta-training", style: metaStyle },
      { label: "Validation", style: validationStyle },
    ],
    ...systemGrid(results.systems.length, false),
    panels: results.systems.map(systemPanel),
  };
}

function systemPanel({ title, training }: HeldOutResult): Panel {
  const { step, metaLoss, validationLoss } = training;
  const last = extent(step)?.[1] ?? 0;
  const every = Math.max(1, Math.round(step.length / 6));
  return {
    heading: `${title} held out`,
    x: { kind: "linear", domain: [0, last > 0 ? last : 1], label: "Outer step" },
    y: { kind: "log", domain: logDomain([...metaLoss, ...validationLoss]), label: "Query loss" },
    marks: [
      { type: "line", x: step, y: metaLoss, style: metaStyle },
      {
        type: "line",
        x: step,
        y: validationLoss,
        style: validationStyle,
        markersAt: step.map((_, i) => i).filter((i) => i % every === 0),
      },
    ],
  };
}
