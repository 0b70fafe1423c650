/** An angle turns on and on that goes over more than a turn and ends no further back than this share of its range. */
const BACK = 0.1;
const TURN = 2 * Math.PI;
/** Root mean square of an angle about its mean that is as often everywhere on a turn. */
const ANYWHERE = Math.PI / Math.sqrt(3);

/**
 * By how much an angle varies that turns on and on: the root mean square of its values [N] at `times` beside its mean turning, at most that of an angle that is anywhere on a turn. How far it has come says nothing: beside that
 * everything would be small. Undefined for an angle that does not turn on.
 */
export function turningSpread(times: ArrayLike<number>, values: ArrayLike<number>): number | undefined {
  const N = values.length;
  let [low, high, time, mean] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (let i = 0; i < N; i++) {
    const value = values[i] as number;
    low = Math.min(low, value);
    high = Math.max(high, value);
    time += (times[i] as number) / N;
    mean += value / N;
  }
  const way = Math.abs((values[N - 1] as number) - (values[0] as number));
  if (!(high - low > TURN && way > (1 - BACK) * (high - low))) return undefined;
  let [above, below, squares] = [0, 0, 0];
  for (let i = 0; i < N; i++) {
    const [s, x] = [(times[i] as number) - time, (values[i] as number) - mean];
    above += s * x;
    below += s * s;
    squares += x * x;
  }
  return Math.min(ANYWHERE, Math.sqrt(Math.max(0, squares - (above * above) / below) / N));
}

/** An angle that goes over so much and not on and on wanders: over the top this way and that, as a driven pendulum does. */
const WANDERS = 12 * TURN;

/** Whether an angle, values [N] at `times`, wanders over many turns. */
export function wanders(times: ArrayLike<number>, values: ArrayLike<number>): boolean {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i] as number);
    high = Math.max(high, values[i] as number);
  }
  return high - low > WANDERS && turningSpread(times, values) === undefined;
}

/** How much an angle varies that wanders: at most as one that is anywhere on a turn. */
export const wanderingSpread = (spread: number): number => Math.min(ANYWHERE, spread);
