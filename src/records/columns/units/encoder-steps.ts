import { powerOfTen } from "../../../numerics/index.js";

/** Fewest different angles that tell their step; more than the most are not looked at. */
const [FEWEST, MOST] = [8, 8192];
/** Angles lie on multiples of the step within this share of it. */
const ON_STEP = 0.1;
/** An encoder has so many steps a turn at least and at most, and a whole number of them within this. */
const [COARSEST, FINEST, WHOLE] = [60, 1 << 20, 0.02];

/**
 * The unit of an encoder's angles by their step: 2π/4000 where it counts radians, 360/4096 where it counts degrees. Numbers of steps a turn are
 * products of 2, 3 and 5; steps such as 0.01 and 0.005 are those of rounding and say nothing. Undefined where the angles have no such step.
 */
export function unitByStep(values: Float64Array): "rad" | "deg" | undefined {
  const different = [...new Set(values.subarray(0, MOST).filter(Number.isFinite))].sort((a, b) => a - b);
  if (different.length < FEWEST) return undefined;
  const step = stepOf(different);
  if (step === undefined || isRounded(step.size)) return undefined;
  const turns = (turn: number) => {
    const count = Math.round(turn / step.size);
    return (
      count >= COARSEST &&
      count <= FINEST &&
      Math.abs(turn / step.size - count) < Math.max(WHOLE, count * step.error) &&
      isSmooth(count)
    );
  };
  const [radians, degrees] = [turns(2 * Math.PI), turns(360)];
  return radians === degrees ? undefined : radians ? "rad" : "deg";
}

/** The step of ascending numbers that are its multiples from the first one on, and its relative error. */
function stepOf(different: readonly number[]): { size: number; error: number } | undefined {
  const first = different[0] as number;
  const range = (different.at(-1) as number) - first;
  let size = range;
  for (let i = 1; i < different.length; i++)
    size = Math.min(size, (different[i] as number) - (different[i - 1] as number));
  if (!(size > 1e-9 * range)) return undefined;
  // From near to far, so that the number of steps is certain before the step is made better by it.
  let worst = 0;
  for (const value of different.slice(1)) {
    const steps = Math.round((value - first) / size);
    worst = Math.max(worst, Math.abs((value - first) / size - steps));
    if (worst > ON_STEP) return undefined;
    if (steps > 0) size = (value - first) / steps;
  }
  return { size, error: (worst * size) / range };
}

/** Whether a step is 1, 2 or 5 times a power of ten. */
function isRounded(step: number): boolean {
  const digits = step / powerOfTen(Math.floor(Math.log10(step) + 1e-9));
  return [1, 2, 5].some((digit) => Math.abs(digits - digit) < 1e-4 * digit);
}

/** Whether a number has no prime factor beyond 5. */
function isSmooth(count: number): boolean {
  let rest = count;
  for (const prime of [2, 3, 5]) while (rest % prime === 0) rest /= prime;
  return rest === 1;
}
