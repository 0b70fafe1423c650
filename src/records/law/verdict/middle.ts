import { leastSquares } from "../../../numerics/index.js";
import { columnOf, noiseOf } from "../../motions/glance.js";
import { inFileUnit, type Recording } from "../../recording.js";
import { judgedRows, longestOf, ownFrequency } from "./own-frequency.js";

/** The middle of the swings drifts that moves evenly over so many periods at least, by so many standard errors, so many times the noise and this share of the range. */
const [FEWEST, ERRORS, NOISE, SHARE] = [6, 8, 5, 0.03];

/** In words, that the middle of a coordinate's swings moves evenly over the record: a sensor's zero, or a support. Empty where none does. */
export function middlesThatDrift(record: Recording): string[] {
  const { motions, space, time } = record;
  const longest = longestOf(motions);
  const { N, told } = judgedRows(longest);
  const times = longest.times.subarray(0, N);
  return space.coordinates.flatMap(({ position: { name } }, c) => {
    const x = columnOf(longest, c, space.dimension).subarray(0, N);
    const period = (2 * Math.PI) / ownFrequency(longest, c);
    if (!(period * told * FEWEST < 2 * Math.PI)) return [];
    const means = periodMeans(times, x, period);
    if (means.length < FEWEST) return [];
    const t = means.map(([at]) => at);
    const [, slope = 0] = leastSquares(
      [t.map(() => 1), t],
      means.map(([, mean]) => mean),
    );
    const centre = t.reduce((sum, at) => sum + at / t.length, 0);
    const level = means.reduce((sum, [, mean]) => sum + mean / means.length, 0);
    const left = means.reduce((sum, [at, mean]) => sum + (mean - level - slope * (at - centre)) ** 2, 0);
    const error = Math.sqrt(left / (means.length - 2) / t.reduce((sum, at) => sum + (at - centre) ** 2, 0));
    const drift = slope * ((times[N - 1] as number) - (times[0] as number));
    const [low, high] = x.reduce(
      ([l, h], value) => [Math.min(l, value), Math.max(h, value)],
      [x[0] as number, x[0] as number],
    );
    const sure =
      Math.abs(slope) > ERRORS * error && Math.abs(drift) > Math.max(NOISE * noiseOf(x), SHARE * (high - low));
    if (!sure) return [];
    const by = inFileUnit(record, c, drift, 2);
    const over = `${Number(((times[N - 1] as number) - (times[0] as number)).toPrecision(3))}${time.unit === "" ? "" : ` ${time.unit}`}`;
    return [
      `the middle of the swings of ${name} moves evenly, by ${by} in ${over}: a sensor's zero or a support that drifts, which no law of the motion explains`,
    ];
  });
}

/** Means over whole periods, one after the other, each with the time of its middle: integrals of the lines between rows. */
function periodMeans(times: Float64Array, x: Float64Array, period: number): (readonly [at: number, mean: number])[] {
  const means: (readonly [number, number])[] = [];
  let end = (times[0] as number) + period;
  let sum = 0;
  for (let i = 1; i < times.length; i++) {
    const [a, b] = [times[i - 1] as number, times[i] as number];
    const valueAt = (t: number) =>
      (x[i - 1] as number) + (((x[i] as number) - (x[i - 1] as number)) * (t - a)) / (b - a);
    const area = (from: number, to: number) => ((to - from) * (valueAt(from) + valueAt(to))) / 2;
    let from = a;
    for (; end <= b; end += period) {
      means.push([end - period / 2, (sum + area(from, end)) / period]);
      [from, sum] = [end, 0];
    }
    sum += area(from, b);
  }
  return means;
}
