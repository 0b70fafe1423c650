import { firstAfter } from "../law/input-signal.js";
import type { Law } from "../law/law.js";
import { type Propagator, propagatorOf } from "../shooting/propagate.js";
import { coulombEvaluation, type DryFriction, type FrictionMode } from "./coulomb.js";

/** A body in the plane or in space that is so slow, relative to the motion's speed, is at rest. */
const SLOWEST = 1e-9;
/** One that is set moving goes the way it is pushed until it is so fast. */
const LAUNCHED = 1e-3;
/** The direction of a velocity changes by about this angle in a step at most, unless forces are so many times the friction that it hardly matters which way this points. */
const [TURN, BESIDE] = [0.3, 300];
/** Steps of one advance beyond which nothing is followed, and for each of the longest ones in it. */
const [MOST_STEPS, STEPS_EACH] = [1e5, 100];
/** When something stops or is set moving is known to this share of a step, or where what tells it is so close to 0. */
const [SHARP, NEAR] = [1e-14, 1e-14];
const MOST_TRIALS = 80;
/** Changes at one time after which the motion goes on by this share of a step whatever they say. */
const [MOST_CHANGES, PUSH] = [8, 1e-3];

/** Follows a motion forwards in time whose dry friction holds what it can hold. */
export interface RestingFollower {
  /** The current state (q, v) [2d]; after a change of it from outside, `resume`. */
  readonly state: Float64Array;
  begin(state: Float64Array, time: number): void;
  resume(time: number): void;
  /** On by `span` in steps that are no longer than `longest`; false where the law cannot be evaluated. */
  advance(time: number, span: number, longest: number): boolean;
  /** Whether coordinate `c` is held. */
  rests(c: number): boolean;
  /** Since when all coordinates rest; undefined where some moves. */
  restsSince(): number | undefined;
}

/**
 * A law's motion with Coulomb friction (Filippov's solution): each friction either holds, as long as the force for that is no more than its size, or slides; the times at which that changes are found inside the steps.
 * `theta`: all coefficients of the law.
 */
export function restingFollower(law: Law, frictions: readonly DryFriction[], theta: Float64Array): RestingFollower {
  const d = law.dimension;
  const evaluation = coulombEvaluation(law, frictions);
  const { modes, holding, accelerations } = evaluation;
  const propagator: Propagator = propagatorOf(law, evaluation);
  const { state } = propagator;
  const [before, after] = [new Float64Array(2 * d), new Float64Array(2 * d)];
  let since: number | undefined;
  const all = new Set(frictions.flatMap(({ coordinates }) => coordinates)).size === d;

  const speedOf = ({ coordinates }: DryFriction) => Math.hypot(...coordinates.map((c) => state[d + c] as number));
  const stop = ({ coordinates }: DryFriction) => {
    for (const c of coordinates) state[d + c] = 0;
  };
  const forceOn = ({ coordinates }: DryFriction) => Math.hypot(...coordinates.map((c) => holding[c] as number));
  const along = ({ coordinates }: DryFriction, direction: readonly number[], of: Float64Array, first: number) =>
    coordinates.reduce((sum, c, j) => sum + (direction[j] as number) * (of[first + c] as number), 0);
  const fixed = (mode: FrictionMode | undefined) => (typeof mode === "string" ? undefined : mode);

  /** How far friction j is from stopping or from giving way, as of the last evaluation: below 0 where it has to. */
  function room(friction: DryFriction, j: number): number {
    const mode = modes[j] as FrictionMode;
    if (mode === "holds") return 1 - forceOn(friction) / friction.size;
    return mode === "along velocity" ? 1 : along(friction, mode, state, d) / friction.speed;
  }
  const leastRoom = () => frictions.reduce((least, friction, j) => Math.min(least, room(friction, j)), 1);

  /** Which frictions hold, at the present state: those whose coordinates stand still and that are strong enough. */
  function settle(time: number): boolean {
    const still = frictions.map((friction) => speedOf(friction) === 0);
    frictions.forEach((friction, j) => {
      if (still[j]) modes[j] = "holds";
      else if (friction.coordinates.length === 1)
        modes[j] = [Math.sign(state[d + (friction.coordinates[0] as number)] as number)];
    });
    for (;;) {
      if (!evaluation.accelerate(state, time, theta)) return false;
      let weakest = -1;
      frictions.forEach((friction, j) => {
        if (modes[j] !== "holds" || room(friction, j) >= 0) return;
        if (weakest < 0 || room(friction, j) < room(frictions[weakest] as DryFriction, weakest)) weakest = j;
      });
      if (weakest < 0) break;
      const friction = frictions[weakest] as DryFriction;
      const force = forceOn(friction);
      modes[weakest] = friction.coordinates.map((c) => -(holding[c] as number) / force);
    }
    const resting = all && modes.every((mode) => mode === "holds");
    since = resting ? (since ?? time) : undefined;
    return true;
  }

  /** A body in the plane or in space is stopped where it is slow, and followed along its velocity where it is no longer. */
  function look(friction: DryFriction, j: number): "stopped" | undefined {
    if (friction.coordinates.length === 1 || modes[j] === "holds") return undefined;
    const speed = speedOf(friction) / friction.speed;
    if (modes[j] !== "along velocity" && speed > LAUNCHED) modes[j] = "along velocity";
    if (modes[j] !== "along velocity" || speed > SLOWEST) return undefined;
    stop(friction);
    return "stopped";
  }

  /** The longest step from here that keeps directions in hand. */
  const turning = () =>
    frictions.reduce((least, friction, j) => {
      if (modes[j] !== "along velocity") return least;
      const pull = Math.hypot(...friction.coordinates.map((c) => accelerations[c] as number));
      return pull > 0 ? Math.min(least, (TURN * speedOf(friction)) / Math.min(pull, BESIDE * friction.size)) : least;
    }, Number.POSITIVE_INFINITY);

  /** The state a while after `before`; the room there, NaN where it cannot be reached. */
  function roomAfter(time: number, span: number): number {
    state.set(before);
    if (!propagator.advance(time, span, 1, theta, false)) return Number.NaN;
    return evaluation.accelerate(state, time + span, theta) ? leastRoom() : Number.NaN;
  }

  /** The first time after `time` at which there is no room left, found between `span`, where there is none, and 0 by regula falsi and bisection in turns, with the state there. */
  function change(time: number, span: number, roomNow: number, roomAtEnd: number): number {
    let [low, high, below, above] = [0, span, Math.max(roomNow, 0), roomAtEnd];
    for (let k = 0; k < MOST_TRIALS && high - low > SHARP * span && above < -NEAR; k++) {
      const share = below / (below - above);
      const middle = k % 3 === 2 || !(share > 0 && share < 1) ? (low + high) / 2 : low + share * (high - low);
      const own = roomAfter(time, middle);
      if (own > 0) [low, below] = [middle, own];
      else [high, above] = [middle, own];
    }
    roomAfter(time, high);
    return high;
  }

  /** A slide that slows down and then goes on may have stood still between: how long after `time`, if it then went back. */
  function missed(time: number, span: number, pulls: readonly number[]): number | undefined {
    const later = pullsNow();
    for (const [j, first] of pulls.entries()) {
      const last = later[j] as number;
      if (!(first < 0 && last > 0)) continue;
      const slowest = (span * first) / (first - last);
      if (roomAfter(time, slowest) < 0) return slowest;
    }
    return undefined;
  }

  const pullsNow = () =>
    frictions.map((friction, j) => {
      const direction = fixed(modes[j]);
      return direction === undefined ? 0 : along(friction, direction, accelerations, 0);
    });

  /** What has no room left stops or gives way. */
  function turnOver(time: number): boolean {
    frictions.forEach((friction, j) => {
      if (fixed(modes[j]) !== undefined && room(friction, j) <= NEAR) stop(friction);
    });
    return settle(time);
  }

  const restart = (time: number) => {
    frictions.forEach((friction, j) => {
      modes[j] = "along velocity";
      if (friction.coordinates.length > 1 && speedOf(friction) <= SLOWEST * friction.speed) stop(friction);
    });
    return settle(time);
  };

  return {
    state,
    begin(initial, time) {
      propagator.begin(initial);
      since = undefined;
      restart(time);
    },
    resume: (time) => {
      restart(time);
    },
    advance(time, span, longest) {
      const end = time + span;
      let now = time;
      let changes = 0;
      let steps = MOST_STEPS + (STEPS_EACH * span) / longest;
      while (now < end) {
        if (--steps < 0) return false;
        if (frictions.map(look).includes("stopped") && !settle(now)) return false;
        if (!evaluation.accelerate(state, now, theta)) return false;
        const next = law.breaks === undefined ? end : (law.breaks[firstAfter(law.breaks, now)] ?? end);
        const pushed = changes > MOST_CHANGES;
        const h = Math.min(end - now, next - now, pushed ? PUSH * longest : longest, turning());
        if (!(h > 0) || now + h === now) {
          // Too short to count.
          now = Math.min(end, now + Math.max(Math.abs(now), longest) * Number.EPSILON);
          continue;
        }
        const roomNow = leastRoom();
        const pulls = pullsNow();
        before.set(state);
        const room = roomAfter(now, h);
        if (Number.isNaN(room)) return false;
        after.set(state);
        const slowest = room < 0 || pushed ? undefined : missed(now, h, pulls);
        if (pushed || (room >= 0 && slowest === undefined)) {
          state.set(after);
          now = h === end - now ? end : now + h;
          changes = 0;
          if (pushed && !restart(now)) return false;
          continue;
        }
        const upTo = slowest ?? h;
        const at = change(now, upTo, roomNow, slowest === undefined ? room : roomAfter(now, slowest));
        changes = at > PUSH * h ? 0 : changes + 1;
        now += at;
        if (!turnOver(now)) return false;
      }
      return state.every(Number.isFinite);
    },
    rests: (c) => frictions.some(({ coordinates }, j) => modes[j] === "holds" && coordinates.includes(c)),
    restsSince: () => since,
  };
}
