/** Calls whose time counts; the first ones, which warm up, do not. */
const CALLS = 7;
const WARM_UP = 2;
/** A slow engine is known to be slow after fewer. */
const LIMIT_MS = 1000;

/** The median time of a call, ms. */
export async function medianTime(call: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  const began = performance.now();
  for (let i = 0; i < WARM_UP + CALLS; i++) {
    const before = performance.now();
    await call();
    const after = performance.now();
    if (i >= WARM_UP) times.push(after - before);
    if (times.length > 0 && after - began > LIMIT_MS) break;
  }
  times.sort((a, b) => a - b);
  return times[times.length >> 1] as number;
}
