import type { SavedModel } from "../model-file.js";
import { fieldScale, fieldUncertainty } from "../predict.js";

/** Relative uncertainty of the learned forces from which a state counts as unknown. */
const UNKNOWN = 0.3;
/** So does one that is beyond the record's range by more than this share of it. */
const MARGIN = 0.25;

/** Names of a state's components, positions first. */
export function stateNames({ model }: Pick<SavedModel, "model">): string[] {
  const { coordinates } = model.space;
  return [...coordinates.map(({ position }) => position.name), ...coordinates.map(({ momentum }) => momentum.name)];
}

/** Says of the i-th of some states [n][2d] why what was learned does not know it; undefined where it does. */
export function unknownStates(saved: SavedModel, states: Float64Array): (i: number) => string | undefined {
  const { model, visited } = saved;
  const names = stateNames(saved);
  const size = names.length;
  const uncertainty = fieldUncertainty(model, states, fieldScale(model, visited));
  const ranges = names.map((_, a) => {
    const values = Array.from({ length: visited.length / size }, (_, j) => visited[j * size + a] as number);
    return [Math.min(...values), Math.max(...values)] as const;
  });
  const shown = (value: number, a: number) => short(value / (saved.fileUnits?.[a]?.factor ?? 1));
  return (i) => {
    const beyond = ranges.findIndex(([low, high], a) => {
      const value = states[i * size + a] as number;
      return value < low - MARGIN * (high - low) || value > high + MARGIN * (high - low);
    });
    const [low = 0, high = 0] = ranges[beyond] ?? [];
    if (beyond >= 0) return `${names[beyond]} was only seen from ${shown(low, beyond)} to ${shown(high, beyond)}`;
    const value = uncertainty[i] as number;
    return value > UNKNOWN ? `the learned forces there are uncertain by ${Math.round(100 * value)} %` : undefined;
  };
}

const short = (value: number) => String(Number(value.toPrecision(3)));
