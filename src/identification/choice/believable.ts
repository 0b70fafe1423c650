import type { TermSpec } from "../law/spec.js";
import { deviationOf } from "../shooting/restrict.js";
import type { FittedCandidate } from "./fitting/fitted-candidate.js";
import { type ForceShare, forceShares, whitenessOf } from "./shares.js";

/** A force whose coefficients are all within so many standard deviations of none is none. */
const SIGNIFICANT = 3;

function significant(fitted: FittedCandidate, term: number): boolean {
  const { law, fit } = fitted;
  const first = law.offsets[term] as number;
  const count = fit.problem.law.terms[term]?.count ?? 0;
  // The frequency of a drive, its third number, says nothing of its size.
  const sizes = fitted.candidate.terms[term]?.spec.kind === "harmonic" ? 2 : count;
  return Array.from({ length: sizes }, (_, k) => first + k).some(
    (k) => Math.abs(fit.theta[k] as number) > SIGNIFICANT * deviationOf(fit, k),
  );
}

/** Where a law misses a record in a systematic way, smaller forces than this only take up some of what it misses. */
const [WHITE, LEAST_SYSTEMATIC] = [0.5, 3e-3];
/** A drive of a smaller share than this is none. */
export const LEAST_DRIVE = 1e-3;
/** A smooth force of time, or one in proportion to a place that oscillates slowly, bends to whatever a law lacks, such as what an apparatus gives way: a smaller one is no drive. */
const LEAST_BENDING = 2e-2;
/** A friction that feeds the motion must be larger than this to be believed. */
const LEAST_FEEDING = 1e-2;

const KINDS: Readonly<Record<"friction" | "drive", readonly string[]>> = {
  friction: ["friction", "place-friction"],
  drive: ["harmonic", "time"],
};

/** Whether all forces of a kind have a size that can be believed, and friction takes energy. */
export function believable(fitted: FittedCandidate, kind: "friction" | "drive"): boolean {
  const own = forceShares(fitted, fitted.seen).filter(({ term }) =>
    KINDS[kind].includes(fitted.candidate.terms[term]?.spec.kind ?? ""),
  );
  if (!own.some(({ term }) => significant(fitted, term))) return false;
  const share = Math.hypot(...own.map((force) => force.share));
  if (whitenessOf(fitted.fit) < WHITE && share < LEAST_SYSTEMATIC) return false;
  const bends = own.some(({ term }) => isBending(fitted.candidate.terms[term]?.spec));
  if (kind === "drive") return share >= (bends ? LEAST_BENDING : LEAST_DRIVE);
  const powerOf = (parts: readonly ForceShare[]) => parts.reduce((sum, { power }) => sum + power, 0);
  // What does not depend on the speed always takes; a part that grows with it may feed, as in Rayleigh's oscillator.
  const dry = own.filter(({ term }) => isDry(fitted.candidate.terms[term]?.spec));
  return powerOf(dry) <= 0 && (powerOf(own) <= 0 || share > LEAST_FEEDING);
}

const isBending = (spec: TermSpec | undefined) =>
  spec?.kind === "time" || (spec?.kind === "harmonic" && spec.factor !== undefined);

const isDry = (spec: TermSpec | undefined) => spec?.kind === "friction" && spec.law === "dry";
