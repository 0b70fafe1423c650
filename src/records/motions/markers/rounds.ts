import { leastSquares } from "../../../numerics/index.js";
import type { Motion } from "../../recording.js";

/** An arm that goes around does so unevenly: one that turns evenly to this share is a body on a circular path. */
const EVENLY = 0.02;
/** A motion goes one way where it ends no further back than this share of its range. */
const ONE_WAY = 0.05;
/** What a camera is tilted by at most, as a tangent. */
const TILT = 0.15;
/** Sampling errors by which a pendulum must be faster below than above. */
const CLEARLY = 2;

/** Whether an angle goes around more than once, as evenly as a body on a circular path does. */
export function turnsEvenly({ times, positions }: Motion, arms: number): boolean {
  const N = times.length;
  if (arms !== 1 || Math.abs((positions[N - 1] as number) - (positions[0] as number)) < 2 * Math.PI) return false;
  const mean =
    ((positions[N - 1] as number) - (positions[0] as number)) / ((times[N - 1] as number) - (times[0] as number));
  let most = 0;
  for (let i = 0; i < N; i++) {
    const even = (positions[0] as number) + mean * ((times[i] as number) - (times[0] as number));
    most = Math.max(most, Math.abs((positions[i] as number) - even));
  }
  return most < EVENLY * 2 * Math.PI;
}

/** Whether an angle goes one way without turning back. */
export function goesRound({ positions }: Pick<Motion, "positions">): boolean {
  const [low, high] = positions.reduce(
    ([l, h], value) => [Math.min(l, value), Math.max(h, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const way = Math.abs((positions.at(-1) as number) - (positions[0] as number));
  return way > (1 - ONE_WAY) * (high - low);
}

/** Whether an angle from straight down stays above its pivot. */
export const staysAbove = ({ positions }: Pick<Motion, "positions">): boolean =>
  positions.every((angle) => Math.cos(angle) < 0);

/**
 * Whether an angle from straight down changes fastest there, as a pendulum's does that goes over the top. A planet on a nearly circular orbit keeps its distance from the orbit's centre
 * about as well, but is fastest wherever its perihelion happens to lie.
 */
export function fastestBelow({ times, positions }: Pick<Motion, "times" | "positions">): boolean {
  // Rate = a + b cos(angle) + c sin(angle), by least squares.
  const steps = Array.from({ length: times.length - 1 }, (_, i) => {
    const [from, to] = [positions[i] as number, positions[i + 1] as number];
    return { angle: (from + to) / 2, rate: (to - from) / ((times[i + 1] as number) - (times[i] as number)) };
  });
  const columns = [
    steps.map(() => 1),
    steps.map(({ angle }) => Math.cos(angle)),
    steps.map(({ angle }) => Math.sin(angle)),
  ];
  const [mean = 0, below = 0, aside = 0] = leastSquares(
    columns,
    steps.map(({ rate }) => rate),
  );
  const left = steps.reduce(
    (sum, { angle, rate }) => sum + (rate - mean - below * Math.cos(angle) - aside * Math.sin(angle)) ** 2,
    0,
  );
  const error = Math.sqrt((2 * left) / steps.length / Math.max(1, steps.length - 3));
  const faster = Math.sign(mean) * below;
  return faster > CLEARLY * error && Math.abs(aside) < TILT * faster + error;
}
