import type { Random } from "../../base/random.js";
import { dop853 } from "../integrators/dop853.js";
import type { System } from "../system.js";
import type { DrawnLaw } from "./forces.js";

/** What a law's own quantities are divided by, and what its motions need in them. */
export interface Units {
  readonly position: number;
  readonly momentum: number;
  readonly time: number;
  /** The largest that measured motions reached, with a margin. */
  readonly reach: { readonly position: number; readonly momentum: number };
  /** Mean kinetic energy. */
  readonly energy: number;
}

/** What motions are like in the units, each uniform in its logarithm: root mean squares, and that of dq/dt over that of q. */
const SIZE = { position: [0.4, 1], momentum: [0.4, 1], rate: [0.7, 1.6] } as const;
/** Motions that a law is measured by, all of which must last. */
const MOTIONS = 4;
const SAMPLES = 24;
/** Radians of a typical motion that are measured. */
const PHASE = 10;
const MARGIN = 2;
const TOLERANCE = 1e-6;

/** A start of the law with the speed of its kind: momenta are scaled by the virial of the place. */
export function startOf({ dimension, vectorField }: System, law: DrawnLaw, random: Random): Float64Array {
  const state = law.start(random);
  const slope = new Float64Array(2 * dimension);
  vectorField(state, slope);
  let [kinetic, virial] = [0, 0];
  for (let i = 0; i < dimension; i++) kinetic += (state[dimension + i] as number) * (slope[i] as number);
  vectorField(
    state.map((x, i) => (i < dimension ? x : 0)),
    slope,
  );
  for (let i = 0; i < dimension; i++) virial += Math.abs((state[i] as number) * (slope[dimension + i] as number));
  const speed = random.between(...law.speed) * Math.sqrt(virial / Math.max(Math.abs(kinetic), Number.MIN_VALUE));
  return state.map((x, i) => (i < dimension ? x : speed * x));
}

/** Units for a law by motions of it; undefined where they do not last. */
export function measureLaw(raw: System, law: DrawnLaw, random: Random): Units | undefined {
  const starts = Array.from({ length: MOTIONS }, () => startOf(raw, law, random));
  const span = PHASE / sizesOf(raw, starts).rate;
  if (!(span > 0 && span < Number.POSITIVE_INFINITY)) return undefined;
  const times = Float64Array.from({ length: SAMPLES }, (_, i) => (i * span) / (SAMPLES - 1));
  const onStep = (_: number, state: Float64Array) => raw.acceptable(state);
  const seen: Float64Array[] = [];
  for (const start of starts) {
    if (!raw.acceptable(start)) return undefined;
    const { states, reached } = dop853(raw.vectorField, start, times, { tolerance: TOLERANCE, onStep });
    if (reached < times.length) return undefined;
    for (let from = 0; from < states.length; from += start.length) seen.push(states.slice(from, from + start.length));
  }
  const { position, momentum, rate, largest, energy } = sizesOf(raw, seen);
  if (![position, momentum, rate, energy].every((size) => size > 0 && Number.isFinite(size))) return undefined;
  const wanted = ([low, high]: readonly [number, number]) => Math.exp(random.between(Math.log(low), Math.log(high)));
  return {
    position: position / wanted(SIZE.position),
    momentum: momentum / wanted(SIZE.momentum),
    time: wanted(SIZE.rate) / rate,
    reach: { position: MARGIN * largest.position, momentum: MARGIN * largest.momentum },
    energy,
  };
}

/** Root mean squares over all components of own states, the largest of them, and the mean of p dq/dt / 2. */
function sizesOf({ dimension, vectorField }: System, states: readonly Float64Array[]) {
  const slope = new Float64Array(2 * dimension);
  const squares = { position: 0, momentum: 0, velocity: 0 };
  const largest = { position: 0, momentum: 0 };
  let energy = 0;
  for (const state of states) {
    vectorField(state, slope);
    for (let i = 0; i < dimension; i++) {
      const [q, p, v] = [state[i] as number, state[dimension + i] as number, slope[i] as number];
      squares.position += q * q;
      squares.momentum += p * p;
      squares.velocity += v * v;
      energy += Math.abs(p * v) / 2 / states.length;
      largest.position = Math.max(largest.position, Math.abs(q));
      largest.momentum = Math.max(largest.momentum, Math.abs(p));
    }
  }
  const mean = (total: number) => Math.sqrt(total / (states.length * dimension));
  const position = mean(squares.position);
  return { position, momentum: mean(squares.momentum), rate: mean(squares.velocity) / position, largest, energy };
}
