/** The middle one of the values, the upper of two; 0 without any. */
export function upperMedian(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Of longer lists so many steps are looked at, evenly spread: a median needs no more. */
const LOOKED_AT = 5000;

/** Longer steps than so many medians are gaps. */
const GAP = 1.5;

/** The usual time from one row to the next, whatever gaps are between some: the mean of all steps forward, or of thousands of them, but for gaps; 0 where there are none. Clocks that round make steps of two sizes. */
export function usualStep(times: ArrayLike<number>): number {
  const steps = Math.max(0, times.length - 1);
  const every = Math.max(1, Math.floor(steps / LOOKED_AT));
  const looked = Float64Array.from(
    { length: Math.ceil(steps / every) },
    (_, k) => (times[k * every + 1] as number) - (times[k * every] as number),
  );
  const forward = looked.filter((step) => step > 0);
  const most = GAP * upperMedian(forward);
  const usual = forward.filter((step) => step <= most);
  return usual.length === 0 ? 0 : usual.reduce((sum, step) => sum + step / usual.length, 0);
}
