import type { System } from "../../src/mechanics/index.js";
import { formatNumber, percentText } from "../../src/report/numbers.js";
import type { Figure } from "../../src/report/svg/figure.js";
import type { Frame, TrueMotion } from "../compute/messages.js";
import { MAX_STEPS } from "../page/state.js";
import { methodLooks } from "./methods.js";
import { energyPanel, errorPanel, phasePanel, truthStyle } from "./panels.js";

/** The adaptation as one figure: phase portrait, error, energy. */
export function adaptFigure(
  system: System,
  motion: TrueMotion,
  frames: readonly Frame[],
  shown: number,
  coordinate: number,
): Figure {
  const frame = frames[shown];
  const at = Math.min(coordinate, system.dimension - 1);
  const size = 2 * system.dimension;
  const phase = phasePanel(system, motion, frame, at);
  const column = (component: number) => motion.support.map((_, k) => motion.observed[k * size + component] as number);
  return {
    title: `${system.title}: after ${shown} gradient steps on ${motion.support.length} points`,
    notes: [
      system.formula,
      ...(frame?.predictions ?? []).map(
        ({ method, mse, relative, energyError }) =>
          `${methodLooks[method].label}: trajectory MSE ${formatNumber(mse)} units², ${percentText(relative)} of the motion’s spread, largest relative energy error ${formatNumber(energyError)}`,
      ),
    ],
    legend: [
      { label: "Truth", style: truthStyle },
      ...(frame?.predictions ?? []).map(({ method }) => methodLooks[method]),
    ],
    columns: 3,
    panelSize: { width: 380, height: 290 },
    panels: [
      {
        ...phase,
        marks: [
          ...phase.marks,
          { type: "dots", x: column(at), y: column(system.dimension + at), colour: "ink", radius: 2 },
        ],
      },
      errorPanel(frames, shown, MAX_STEPS),
      energyPanel(motion, frame),
    ],
  };
}

export { lawFigure } from "./law.js";
