/** Value and derivative along a search direction, of the step that was asked for. */
export interface SliceValue {
  readonly value: number;
  readonly slope: number;
}

/** Sufficient decrease and curvature of the strong Wolfe conditions, as usual for quasi-Newton methods. */
const [C1, C2] = [1e-4, 0.9];
const MAX_TRIALS = 25;

interface Trial {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

/**
 * A step that satisfies the strong Wolfe conditions (Nocedal and Wright 2006, algorithms 3.5 and 3.6), trying `first`
 * first; undefined where none was found. Yields the steps at which it wants to know the function. `start` is its value at 0,
 * where it must fall. A value that is not finite means that the step was too long.
 */
export function* lineSearch(start: SliceValue, first: number): Generator<number, number | undefined, SliceValue> {
  const origin: Trial = { step: 0, ...start };
  const tooHigh = ({ step, value }: Trial) => !(value <= origin.value + C1 * step * origin.slope);
  const flat = ({ slope }: Trial) => Math.abs(slope) <= -C2 * origin.slope;

  let before = origin;
  let low: Trial | undefined;
  let high: Trial | undefined;
  let step = first;
  let trials = 0;
  while (low === undefined && trials++ < MAX_TRIALS) {
    const trial: Trial = { step, ...(yield step) };
    if (tooHigh(trial) || (before !== origin && trial.value >= before.value)) [low, high] = [before, trial];
    else if (flat(trial)) return trial.step;
    else if (trial.slope >= 0) [low, high] = [trial, before];
    else {
      before = trial;
      step *= 2;
    }
  }
  if (low === undefined || high === undefined) return undefined;
  while (trials++ < MAX_TRIALS) {
    const middle = between(low, high);
    const trial: Trial = { step: middle, ...(yield middle) };
    if (tooHigh(trial) || trial.value >= low.value) high = trial;
    else {
      if (flat(trial)) return trial.step;
      if (trial.slope * (high.step - low.step) >= 0) high = low;
      low = trial;
    }
  }
  return low.step > 0 ? low.step : undefined;
}

/** The minimum of the cubic through both trials, kept off their ends; the middle where there is none. */
function between(a: Trial, b: Trial): number {
  const middle = (a.step + b.step) / 2;
  if (!Number.isFinite(b.value) || !Number.isFinite(b.slope)) return a.step + 0.1 * (b.step - a.step);
  const d1 = a.slope + b.slope - (3 * (a.value - b.value)) / (a.step - b.step);
  const root = d1 * d1 - a.slope * b.slope;
  if (!(root >= 0)) return middle;
  const d2 = Math.sign(b.step - a.step) * Math.sqrt(root);
  const step = b.step - ((b.step - a.step) * (b.slope + d2 - d1)) / (b.slope - a.slope + 2 * d2);
  const [low, high] = [Math.min(a.step, b.step), Math.max(a.step, b.step)];
  const margin = 0.1 * (high - low);
  return step > low + margin && step < high - margin ? step : middle;
}
