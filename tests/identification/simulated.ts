import { randomStream } from "../../src/base/random.js";
import {
  type CoordinateKind,
  findFormulas,
  fitMore,
  identify,
  type Words,
  wordsOf,
} from "../../src/identification/index.js";
import type { MeasuredMotion } from "../../src/identification/shooting/record.js";
import { dop853 } from "../../src/mechanics/index.js";

/** A law by its accelerations, and one motion of it. */
export interface SimulatedLaw {
  readonly kinds: readonly CoordinateKind[];
  /** All of one body where true, else each coordinate for itself. */
  readonly together?: boolean;
  readonly accelerate: (q: readonly number[], v: readonly number[], t: number) => readonly number[];
  readonly start: readonly number[];
  readonly duration: number;
  readonly rows: number;
}

/** The motion, measured with noise of a share of every component's root mean square. */
export function measured(
  { kinds, accelerate, start, duration, rows }: SimulatedLaw,
  noise: number,
  seed = 1,
): MeasuredMotion {
  const d = kinds.length;
  const times = Float64Array.from({ length: rows }, (_, i) => (i * duration) / (rows - 1));
  const { states } = dop853(
    (state, out) => {
      const [q, v] = [[...state.subarray(0, d)], [...state.subarray(d, 2 * d)]];
      out.set([...v, ...accelerate(q, v, state[2 * d] as number), 1]);
    },
    Float64Array.from([...start, 0]),
    times,
    { tolerance: 1e-12 },
  );
  const random = randomStream(seed, "noise");
  const values = new Float64Array(rows * 2 * d);
  for (let c = 0; c < 2 * d; c++) {
    const own = Float64Array.from({ length: rows }, (_, i) => states[i * (2 * d + 1) + c] as number);
    const size = Math.sqrt(own.reduce((sum, x) => sum + (x * x) / rows, 0));
    own.forEach((x, i) => {
      values[i * 2 * d + c] = x + noise * size * random.normal();
    });
  }
  return { times, values };
}

/** The names that words use for the coordinates. */
export const namesFor = (kinds: readonly CoordinateKind[]): string[] =>
  kinds.map((kind, i) => (kind === "angle" ? `theta${i + 1}` : (["x", "y"][i] as string)));

/** What is found of a motion, in words. */
export function foundIn(
  law: SimulatedLaw,
  motion: MeasuredMotion,
): Words & { readonly closed: boolean; readonly weights: readonly number[] } {
  const { kinds, together = false, duration } = law;
  const coordinates = { kinds, bodies: kinds.map((_, i) => (together ? 0 : i)) };
  const identified = identify([motion], coordinates);
  const more = identified === undefined ? undefined : fitMore([motion], identified);
  if (more === undefined) throw new Error("no law was found");
  const { formulas, closed } = findFormulas(more.fitted, more.record, coordinates);
  const best = formulas[0];
  if (best === undefined) throw new Error("no formula was found");
  const words = wordsOf(best.fitted, {
    names: { coordinates: namesFor(kinds), time: "t", inputs: [] },
    units: { coordinates: kinds.map((kind) => (kind === "angle" ? "rad" : "m")), time: "s", inputs: [] },
    system: {
      name: "learned",
      scale: 1,
      start: best.fitted.fit.states.subarray(0, 2 * kinds.length),
      duration,
      source: "a simulation",
    },
  });
  return { ...words, closed, weights: formulas.map(({ weight }) => weight) };
}

/** Accelerations by the JavaScript of a formula. */
export async function printedAccelerations(
  javascript: string,
): Promise<(t: number, q: readonly number[], v: readonly number[]) => number[]> {
  const module = (await import(`data:text/javascript,${encodeURIComponent(javascript)}`)) as {
    accelerations: (t: number, q: readonly number[], v: readonly number[]) => number[];
  };
  return module.accelerations;
}
