/** Fewer turning points show no trend. */
const FEWEST = 6;
/** Share of the rate's deviation within which it may change its sign by noise. */
const BAND = 0.3;
/** The middles of swings lie on a line to within this share of the swings' size. */
const STRAIGHT = 0.1;

/**
 * The straight line start + slope t along which the middles of the swings of an angle drift, whose rate is w: a least-squares line through
 * (q₋ + 2 q + q₊) / 4 of successive turning points, which damping leaves where they are. Undefined where it does not swing about one place.
 */
export function swingTrend(
  t: Float64Array,
  w: Float64Array,
  angle: Float64Array,
): { start: number; slope: number } | undefined {
  const points = turningPoints(w, angle);
  if (points.length < FEWEST) return undefined;
  const at = (k: number) => angle[points[k] as number] as number;
  const middles = points.slice(1, -1).map((i, k) => ({
    t: t[i] as number,
    q: (at(k) + 2 * at(k + 1) + at(k + 2)) / 4,
  }));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [tMean, qMean] = [mean(middles.map((m) => m.t)), mean(middles.map((m) => m.q))];
  const slope = mean(middles.map((m) => (m.t - tMean) * (m.q - qMean))) / mean(middles.map((m) => (m.t - tMean) ** 2));
  const start = qMean - slope * tMean;
  const left = Math.sqrt(mean(middles.map((m) => (m.q - start - slope * m.t) ** 2)));
  const size = mean(points.slice(1).map((_, k) => Math.abs(at(k + 1) - at(k)))) / 2;
  return left < STRAIGHT * size ? { start, slope } : undefined;
}

/** Rows where a rate changes its sign by more than noise: the angle's extremes between them. */
function turningPoints(w: Float64Array, angle: Float64Array): number[] {
  const mean = w.reduce((sum, value) => sum + value, 0) / w.length;
  const band = BAND * Math.sqrt(w.reduce((sum, value) => sum + (value - mean) ** 2, 0) / w.length);
  const points: number[] = [];
  let [side, last] = [0, 0];
  w.forEach((value, i) => {
    const now = value - mean > band ? 1 : value - mean < -band ? -1 : 0;
    if (now === 0) return;
    if (side !== 0 && now !== side) {
      let best = last;
      for (let k = last; k <= i; k++) if (side * ((angle[k] as number) - (angle[best] as number)) > 0) best = k;
      points.push(best);
    }
    [side, last] = [now, i];
  });
  // Over the top the rate keeps its sign, and what swings is the rate alone.
  const signs = w.reduce((count, value) => count + Math.sign(value), 0) / w.length;
  return Math.abs(signs) > 0.5 ? [] : points;
}

/** Shares of the range by which values must turn back to have turned: at least, and more beside noise, of which it is so many deviations, but no more. */
const [LEAST, DEVIATIONS, ENOUGH] = [0.05, 6, 0.2];

/** How values swing, from one turning point to the next: how often, how far apart the middles of the swings lie, their widest and median half width. */
export function swingShape(values: Float64Array): { count: number; spread: number; widest: number; typical: number } {
  const turns = turnsOf(values.filter(Number.isFinite));
  const swings = turns.slice(1).map((turn, i) => [turns[i] as number, turn] as const);
  const halves = swings.map(([a, b]) => Math.abs(b - a) / 2).sort((a, b) => a - b);
  const middles = swings.map(([a, b]) => (a + b) / 2);
  const [widest = 0, typical = 0] = [halves.at(-1), halves[halves.length >> 1]];
  return {
    count: Math.max(0, swings.length - 1),
    spread: Math.max(...middles) - Math.min(...middles),
    widest,
    typical,
  };
}

/** The first value, every one at which values turn around, and the last extreme. */
function turnsOf(values: Float64Array): number[] {
  const range = rangeOf(values);
  const turned = Math.min(ENOUGH * range, Math.max(LEAST * range, DEVIATIONS * roughness(values)));
  const turns = [values[0] ?? 0];
  let [direction, extreme] = [0, values[0] ?? 0];
  for (const value of values) {
    if (direction === 0 ? Math.abs(value - extreme) > turned : direction * (value - extreme) < -turned) {
      if (direction !== 0) turns.push(extreme);
      direction = Math.sign(value - extreme);
      extreme = value;
    } else if (direction * (value - extreme) > 0) extreme = value;
  }
  return [...turns, extreme];
}

/** Deviation of white noise by the median second difference; more where rows are few a swing. */
function roughness(values: Float64Array): number {
  const bends = values
    .slice(2)
    .map((value, i) => Math.abs(value - 2 * (values[i + 1] as number) + (values[i] as number)));
  return (bends.sort()[bends.length >> 1] ?? 0) / (0.6745 * Math.sqrt(6));
}

function rangeOf(values: Float64Array): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high - low;
}
