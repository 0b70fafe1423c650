import type { FittedCandidate } from "../choice/fitting/fitted-candidate.js";
import { withFixed } from "../law/restricted.js";
import { shapeParameters } from "../law/shape.js";
import type { TermSpec } from "../law/spec.js";
import { deviationOf, evidenceWithout } from "../shooting/restrict.js";
import { PART_COST, type Part } from "./part.js";

/** Exponents that are named rather than measured, and what a less usual one costs (natural log). */
const HALVES_COST = 2;
/** Numbers further away than this many standard deviations are not tried. */
const REACH = 4;
/** Ratios of masses that are tried, and what each costs: most ratios are no simple numbers. */
const [RATIOS, RATIO_COST] = [[1, 2, 3, 4, 1 / 2, 1 / 3, 1 / 4], 4];
/** What is believed to this share of itself before any record is known. */
const GIVEN = 1e-5;
const SIGNED_RATIOS = RATIOS.flatMap((value) => [value, -value]);

/** A simplification: coefficients that get fixed values, at a cost. */
interface Move {
  readonly fixed: ReadonlyMap<number, number>;
  readonly cost: number;
}

/**
 * The parts of a fitted formula with every coefficient left out or put to a simple number that the evidence does not speak for: parts without effect, exponents, centres at
 * 0. By the fit's own linearisation; undefined where nothing becomes simpler.
 */
export function simpler(fitted: FittedCandidate, parts: readonly Part[]): Part[] | undefined {
  const { fit, law } = fitted;
  let fixed: ReadonlyMap<number, number> = new Map();
  let evidence = fit.evidence;
  // Where squares of inputs act, the inputs themselves need not.
  const squares = parts.some(({ spec }) => spec.kind === "input" && spec.squared !== undefined);
  for (;;) {
    let best: { fixed: ReadonlyMap<number, number>; evidence: number; gain: number } | undefined;
    for (const [t, part] of parts.entries())
      for (const move of movesOf(fitted, part, law.offsets[t] as number, squares)) {
        if ([...move.fixed.keys()].every((k) => fixed.has(k))) continue;
        const both = new Map([...fixed, ...move.fixed]);
        const found = evidenceWithout(fit, both);
        const gain = found - move.cost - evidence;
        if (gain >= 0 && gain > (best?.gain ?? Number.NEGATIVE_INFINITY)) best = { fixed: both, evidence: found, gain };
      }
    if (best === undefined) break;
    ({ fixed, evidence } = best);
  }
  if (fixed.size === 0) return undefined;
  return onceEach(parts.flatMap((part, t) => restricted(part, fit.theta, law.offsets[t] as number, fixed)));
}

/** Parts that became the same, such as a cosine and one about a centre that is 0, as one whose amplitude is their sum: apart, only that is known of them. */
export function onceEach(parts: readonly Part[]): Part[] {
  const found = new Map<string, Part>();
  for (const part of parts) {
    const key = JSON.stringify(part.spec);
    const same = part.spec.kind === "shape" ? found.get(key) : undefined;
    if (same === undefined) found.set(found.has(key) ? `${key} ${found.size}` : key, part);
    else
      found.set(key, { ...same, start: same.start.map((own, k) => (k === 0 ? own + (part.start[0] as number) : own)) });
  }
  return [...found.values()];
}

function movesOf({ fit }: FittedCandidate, part: Part, first: number, squares: boolean): Move[] {
  const { spec } = part;
  const theta = fit.theta;
  const near = (k: number, values: readonly number[]) => {
    const deviation = deviationOf(fit, k);
    return values.filter((value) => Math.abs(value - (theta[k] as number)) <= REACH * deviation);
  };
  const one = (k: number, value: number, cost = 0): Move => ({ fixed: new Map([[k, value]]), cost });
  const each = () => part.start.map((_, i) => one(first + i, 0, -part.cost));
  switch (spec.kind) {
    case "shape": {
      const own = shapeParameters(spec.shape);
      const moves: Move[] = [
        {
          fixed: new Map(part.start.map((_, k) => [first + k, k === 0 ? 0 : (theta[first + k] as number)])),
          cost: -part.cost,
        },
      ];
      if (spec.shape.kind === "power" && spec.shape.exponent === null) {
        const whole = near(
          first + 1,
          Array.from({ length: 25 }, (_, i) => i - 12),
        );
        const halves = near(
          first + 1,
          Array.from({ length: 12 }, (_, i) => i - 5.5),
        );
        // With a known exponent it is as common as any power.
        const common = PART_COST - part.cost;
        moves.push(
          ...whole.map((n) => one(first + 1, n, common)),
          ...halves.map((n) => one(first + 1, n, common + HALVES_COST)),
        );
      }
      for (let k = own; k < part.start.length; k++) moves.push(one(first + k, 0));
      return moves;
    }
    case "surface":
      return [one(first + 2, 0), one(first + 3, 0)];
    case "kinetic":
      if (spec.basis === undefined) return [];
      return [
        ...(spec.basis.kind === "constant" ? [] : each()),
        // What geometry says was no choice.
        ...part.start.flatMap((_, i) => {
          const mean = part.means?.[i] ?? 0;
          return (part.deviation[i] as number) <= GIVEN * Math.abs(mean) ? [one(first + i, mean, -PART_COST)] : [];
        }),
        ...part.start.flatMap((_, i) =>
          near(first + i, SIGNED_RATIOS).map((value) => one(first + i, value, RATIO_COST)),
        ),
      ];
    case "input":
      return squares ? each() : [];
    case "potential":
    case "product":
    case "oblate":
    case "friction":
    case "place-friction":
    case "gyroscopic":
      return each();
    case "restricted": {
      const free = spec.fixed.flatMap((value, k) => (value === null ? [k] : []));
      const inner: Part = {
        ...part,
        spec: spec.term,
        start: spec.fixed.map(() => 0),
      };
      // Moves of the inner term are numbered as if nothing were fixed.
      const whole = withFixed(spec.fixed, theta, first);
      return restrictedMoves(inner, whole, free, first);
    }
    default:
      return [];
  }
}

/** Of a term some of whose coefficients are known: leaving out the others, each for itself where it is linear, all where its amplitude is. */
function restrictedMoves(inner: Part, whole: readonly number[], free: readonly number[], first: number): Move[] {
  if (inner.spec.kind === "surface")
    return free.flatMap((k, i) => (k < 2 ? [] : [{ fixed: new Map([[first + i, 0]]), cost: 0 }]));
  if (inner.spec.kind !== "shape") return free.map((_, i) => ({ fixed: new Map([[first + i, 0]]), cost: 0 }));
  if (free[0] !== 0) return [];
  return [{ fixed: new Map(free.map((k, i) => [first + i, i === 0 ? 0 : (whole[k] as number)])), cost: -inner.cost }];
}

/** A part with some coefficients known; none where nothing is left of it. */
function restricted(part: Part, theta: Float64Array, first: number, fixed: ReadonlyMap<number, number>): Part[] {
  const values = part.start.map((_, k) => fixed.get(first + k) ?? null);
  const current = { ...part, start: part.start.map((_, k) => theta[first + k] as number) };
  if (values.every((value) => value === null)) return [current];
  const { spec } = part;
  const gone = values.every((value) => value === 0) || (spec.kind === "shape" && values[0] === 0);
  if (gone && spec.kind !== "restricted") return [];
  const kept = values.flatMap((value, k) => (value === null ? [k] : []));
  const left = (list: readonly number[] | undefined) => kept.map((k) => list?.[k] ?? 0);
  const rest = {
    ...current,
    means: left(part.means),
    deviation: left(part.deviation),
    start: left(current.start),
    nonlinear: kept.flatMap((k, i) => (part.nonlinear.includes(k) ? [i] : [])),
  };
  if (spec.kind === "shape") return [{ ...rest, ...shaped(part, spec, values) }];
  return [{ ...rest, spec: combined(spec, values) }];
}

/** A shape whose exponent or centre became known; without a centre where that is 0. */
function shaped(
  part: Part,
  spec: Extract<TermSpec, { kind: "shape" }>,
  values: readonly (number | null)[],
): Pick<Part, "spec" | "name" | "cost"> {
  const { shape } = spec;
  const own = shapeParameters(shape);
  const exponent = shape.kind === "power" && shape.exponent === null ? (values[1] ?? null) : null;
  const positive = shape.kind === "power" && shape.signed;
  const named = exponent === null ? shape : { ...shape, exponent, signed: positive || exponent % 2 === 0 };
  const centre = values.slice(own);
  const centred = spec.centred && centre.some((value) => value !== 0);
  const name = exponent === null ? part.name : part.name.replace("free power", `power ${exponent}`);
  const plain: TermSpec = { ...spec, shape: named as typeof shape, centred };
  const left = [...values.slice(0, own).filter((_, k) => exponent === null || k !== 1), ...(centred ? centre : [])];
  return {
    name: spec.centred && !centred ? name.replace(" about a centre", "") : name,
    cost: exponent === null ? part.cost : PART_COST,
    spec: left.every((value) => value === null) ? plain : { kind: "restricted", term: plain, fixed: left },
  };
}

function combined(spec: TermSpec, values: readonly (number | null)[]): TermSpec {
  if (spec.kind !== "restricted") return { kind: "restricted", term: spec, fixed: values };
  let at = 0;
  const fixed = spec.fixed.map((value) => (value === null ? (values[at++] as number | null) : value));
  return { ...spec, fixed };
}
