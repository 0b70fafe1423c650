import { percent } from "../../../base/text.js";
import type { Compared } from "../../../identification/index.js";
import { errorText } from "../../prediction/unpredictable.js";

/** What a record says of its forces. */
export type Verdict = "conservative" | "dissipative" | "driven" | "dissipative and driven" | "impacts" | "undetermined";

/** What a verdict is made from. */
export interface VerdictFacts {
  /** Log marginal likelihoods by kind of friction, "none" among them; empty where none was looked for. */
  readonly frictions: readonly Compared[];
  /** Names of the friction that was chosen; empty where none was. */
  readonly friction: readonly string[];
  /** Harmonic drives and inputs that were found, and whether a friction coefficient is below zero: energy comes from outside. */
  readonly drives: number;
  readonly feeds: boolean;
  /** Whether all friction of some coordinate is clearly below zero. */
  readonly fed?: boolean | undefined;
  /** How many of these drives were not measured. */
  readonly guessed: number;
  /** Whether each of these is an oscillation whose force is known to a hundredth. */
  readonly sharp?: boolean | undefined;
  /** Whether a force that oscillates in proportion to the motion is not sure, or slower than the record. */
  readonly vague?: boolean | undefined;
  /** Whether no friction that was chosen differs from none by what is uncertain about it. */
  readonly faint?: boolean | undefined;
  /** Held-out error, NaN where the law could not be followed so far, and what noise and the law's own uncertainty let expect, both relative to the motion's spread. */
  readonly heldOut: number;
  readonly expected: number;
  /** Random changes over the whole record that the law does not explain, relative to the spreads. */
  readonly unexplained: number;
  readonly noise: number;
  /** Whether the law leaves what hangs together from row to row and is much more than smooth curves leave. */
  readonly leaves: boolean;
  /** In words, that all drives that were guessed are slower than the record, so that they may be no forces. */
  readonly drifts?: string | undefined;
  /** In words, that all harmonic drives that were guessed are overtones of the motion. */
  readonly locked?: string | undefined;
  /** In words, that a spring or a length seems to be changed in time, where no such force was found. */
  readonly pumped?: string | undefined;
  /** In words, that a drive and what the law would have without it are not told apart; whether the law has the drive. */
  readonly alike?: { readonly reason: string; readonly taken: boolean } | undefined;
}

/** A prediction that misses by this many times what was to be expected, and by this share of the spread, speaks against the law. */
const [MISSES, MISSES_SHARE] = [4, 0.05];
/** However uncertain a law is that does not explain its record: two states of one chaotic motion are 1.4 spreads apart. What is further off has left the motion. */
const ASTRAY = 3;
/** So does an unexplained part of this share for a law that is to conserve energy. */
const [UNEXPLAINED, HARMLESS] = [0.05, 3];

/** A record that wanders this far from its law, or whose end is mispredicted so far, may be broken by impacts. */
const BROKEN = 0.15;

/** The verdict, and in plain words what it cannot tell; `broken`: the law does not hold throughout. */
export function verdictOf(facts: VerdictFacts): { verdict: Verdict; reasons: string[]; broken: boolean } {
  const {
    friction,
    drives,
    feeds,
    fed = false,
    guessed,
    sharp,
    vague = false,
    faint,
    heldOut,
    expected,
    unexplained,
    noise,
    leaves,
    pumped,
    alike,
    drifts,
    locked,
  } = facts;
  const reasons = [pumped, alike?.reason, drifts, locked].filter((reason) => reason !== undefined);
  if (feeds)
    reasons.push(
      "the friction that was found is below zero, so that it feeds the motion: energy comes from outside, or a form of the law is missing",
    );
  const loose = unexplained > Math.max(UNEXPLAINED, HARMLESS * noise);
  // What one motion of a law explains to its noise may be unstable: then the end is as far off as its uncertainty lets expect.
  const furthest = loose || leaves || noise > LARGE ? ASTRAY : Number.POSITIVE_INFINITY;
  const missed = !(heldOut <= Math.min(Math.max(MISSES * expected, MISSES_SHARE), furthest));
  const dissipative = friction.length > 0 && !feeds;
  const driven = drives > (drifts === undefined ? 0 : guessed) || feeds;
  if (missed)
    reasons.push(
      Number.isNaN(heldOut)
        ? "the law cannot be followed through the held-out end"
        : `the held-out end was missed by ${errorText(heldOut)} of the motion's spread, where noise and what is uncertain about the law would give about ${errorText(expected)}`,
    );
  if (loose)
    reasons.push(
      `no single motion of the law explains the record: it wanders by ${percent(unexplained)} of the motion's spread`,
    );
  if (leaves)
    reasons.push(
      `the law leaves ${percent(noise)} of the record's size, which hangs together from row to row and is far more than its noise`,
    );
  const broken = missed || leaves || unexplained > BROKEN || heldOut > BROKEN;
  const half = !(heldOut <= HALF);
  const nothing = noise > HALF && half;
  if (nothing)
    reasons.push(
      "the law leaves most of the record unexplained and misses most of the held-out end: it does not explain the record",
    );
  // Where the law neither explains the record nor predicts it, its uncertainty excuses nothing.
  const useless = nothing || ((loose || leaves) && half) || (leaves && noise > LARGE);
  // A force of time beside which something is left, or that does not help to predict, may only be the nearest to what is missing; of a chaotic motion none does, however well it is known.
  const unsure = missed || useless || (guessed > 0 && (loose || leaves || vague || (half && sharp !== true)));
  if (vague)
    reasons.push(
      "a force that oscillates in proportion to the motion is not sure, or slower than the record: it may only stand for what a form of the law lacks",
    );
  // What feeds a motion may be no more than what a form of the law lacks: it is believed where the law predicts.
  const doubtful = guessed === 0 && (feeds || fed) && !(heldOut <= FED);
  if (doubtful && !feeds)
    reasons.push(
      `the friction of a coordinate is below zero, and the law misses the held-out end by more than ${percent(FED)}`,
    );
  const verdict = (): Verdict => {
    // What is likelier names the drive; a law without one would be an all-clear.
    if (pumped !== undefined || alike?.taken === false || locked !== undefined || doubtful) return "undetermined";
    if (dissipative && driven) return unsure ? "undetermined" : "dissipative and driven";
    if (driven) return unsure ? "undetermined" : "driven";
    // Friction of which nothing is sure, in a law that the record wanders far from, only takes the place of what is missing.
    const stopgap = faint === true && unexplained > BROKEN;
    if (dissipative) return useless || stopgap || (missed && half) ? "undetermined" : "dissipative";
    return missed || nothing || loose || leaves || drifts !== undefined ? "undetermined" : "conservative";
  };
  return { verdict: verdict(), reasons, broken };
}

/** A law by which friction feeds a motion is believed up to this share of the motion's spread by which it misses the held-out end. */
const FED = 0.1;

/** What a law leaves of a record above this share of its size is most of what there is to learn. */
const LARGE = 0.1;

/** What leaves this share of the motion's spread, and misses the held-out end by it, is no law of that motion; nor is friction believed where the prediction misses so much. */
const HALF = 0.5;

/** Kinds of friction that explain the record about as well as the chosen one. */
export function alternativesTo(chosen: string, frictions: readonly Compared[]): string[] {
  const best = frictions.find(({ what }) => what === chosen)?.evidence ?? Number.POSITIVE_INFINITY;
  return frictions
    .filter(({ what, evidence }) => what !== chosen && evidence > best - TOLD_APART)
    .map(({ what }) => what);
}

/** Laws whose log marginal likelihoods differ by less are not told apart. */
const TOLD_APART = 3;
