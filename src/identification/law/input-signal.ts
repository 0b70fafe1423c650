/** Measured inputs as functions of time: writes the values of all at a time. */
export interface InputSignal {
  (time: number, values: Float64Array): void;
  /** Times at which inputs that are held jump, ascending: a motion is followed from one to the next. There, `values` are the means of before and after. */
  readonly breaks?: ArrayLike<number> | undefined;
}

/** Inputs as they were sampled: values [N][count] at ascending times [N]. */
export interface InputSamples {
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  readonly count: number;
}

/**
 * Samples as functions of time. An input that is `held` keeps its value until the next sample, as what a controller gives out; any other goes on in straight lines. Before the first sample and after the last one they
 * are as there.
 */
export function signalOf({ times, values, count }: InputSamples, held: readonly boolean[]): InputSignal {
  const rowAt = finderOf(times);
  const signal = (time: number, out: Float64Array) => {
    const at = rowAt(time);
    const [t0, t1] = [times[at] as number, times[at + 1] ?? Number.POSITIVE_INFINITY];
    const share = Math.max(0, Math.min(1, (time - t0) / (t1 - t0) || 0));
    for (let k = 0; k < count; k++) {
      const before = values[at * count + k] as number;
      if (held[k] !== true) {
        const after = values[(at + 1) * count + k] ?? before;
        out[k] = before + share * (after - before);
      } else out[k] = time === t0 && at > 0 ? (before + (values[(at - 1) * count + k] as number)) / 2 : before;
    }
  };
  const breaks = breaksOf({ times, values, count }, held);
  return breaks.length === 0 ? signal : Object.assign(signal, { breaks });
}

/** Times at which held inputs change. */
function breaksOf({ times, values, count }: InputSamples, held: readonly boolean[]): number[] {
  const breaks: number[] = [];
  for (let i = 1; i < times.length; i++)
    for (let k = 0; k < count; k++)
      if (held[k] === true && values[i * count + k] !== values[(i - 1) * count + k]) {
        breaks.push(times[i] as number);
        break;
      }
  return breaks;
}

/** Finds the last of some ascending times that is not after another, or the first; neighbouring questions mostly follow one another. */
function finderOf(times: ArrayLike<number>): (time: number) => number {
  let at = 0;
  const from = (row: number) => times[row] ?? Number.POSITIVE_INFINITY;
  return (time) => {
    if (time >= from(at) && time < from(at + 1)) return at;
    if (time >= from(at + 1) && time < from(at + 2)) return ++at;
    at = Math.max(0, firstAfter(times, time) - 1);
    return at;
  };
}

/** Number of the first of some ascending times that is after another; as many as there are where none is. */
export function firstAfter(times: ArrayLike<number>, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) > time) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Of the steps of an input, so many are none where it stands still from row to row and then changes. */
const STANDS = 0.5;

/** Whether an input looks held: it mostly stands still from one sample to the next. */
export function looksHeld({ times, values, count }: InputSamples, k: number): boolean {
  let stands = 0;
  for (let i = 1; i < times.length; i++) if (values[i * count + k] === values[(i - 1) * count + k]) stands++;
  return stands > STANDS * (times.length - 1) && stands < times.length - 1;
}

/** Rates of change of some inputs at their samples, [N][of.length]: the slopes of lines from the sample before to the one after. */
export function ratesOf({ times, values, count }: InputSamples, of: readonly number[]): Float64Array {
  const rates = new Float64Array(times.length * of.length);
  for (let i = 0; i < times.length; i++) {
    const [a, b] = [Math.max(0, i - 1), Math.min(times.length - 1, i + 1)];
    const span = (times[b] as number) - (times[a] as number);
    of.forEach((k, j) => {
      const step = (values[b * count + k] as number) - (values[a * count + k] as number);
      rates[i * of.length + j] = span > 0 ? step / span : 0;
    });
  }
  return rates;
}

/** Values [N][k] and further columns [N][of.length] beside them, [N][k + of.length]. */
export function sideBySide(values: ArrayLike<number>, more: ArrayLike<number>, rows: number): Float64Array {
  const [k, m] = [values.length / rows, more.length / rows];
  return Float64Array.from({ length: rows * (k + m) }, (_, at) => {
    const [row, column] = [Math.floor(at / (k + m)), at % (k + m)];
    return (column < k ? values[row * k + column] : more[row * m + column - k]) as number;
  });
}
