import {
  deviationOf,
  type FittedCandidate,
  type ForceShare,
  hangsTogether,
  type Identified,
  judgedSpreads,
  SMALL_LOOSENESS,
  slowsDown,
  whitenessOf,
} from "../../../identification/index.js";
import type { Adaptation } from "../../adaptation.js";
import { quotedName } from "../../columns/names.js";
import type { Recording } from "../../recording.js";
import { relativeNoise } from "../estimates.js";
import { isDrive, isFriction, type LearnedForce } from "../force-kinds.js";
import { growSteadily } from "../forces.js";
import type { HeldOut } from "../held-out.js";
import { type Breaks, couples, reasonBeside } from "../impacts/breaks.js";
import { changesIn } from "./changed.js";
import { ledIn } from "./led.js";
import { leftAt } from "./left-at.js";
import { lockedIn } from "./locked.js";
import { middlesThatDrift } from "./middle.js";
import { alternativesTo, verdictOf } from "./verdict.js";

/** The verdict on a record, with the evidence and the shares of forces that it rests on. `breaks` looks for impacts. */
export function judged(
  record: Recording,
  identified: Identified,
  fitted: FittedCandidate,
  forces: readonly LearnedForce[],
  shares: readonly ForceShare[],
  heldOut: HeldOut,
  tick: number,
  active: readonly number[],
  breaks: () => Breaks | undefined,
): Pick<Adaptation["check"], "verdict" | "reasons" | "evidence" | "friction" | "share"> {
  const { fit, candidate } = fitted;
  const { frictions, choice, drives } = identified;
  const sizes = judgedSpreads(identified.record, identified.coordinates.kinds);
  const kinds = candidate.terms.map(({ spec }) => spec.kind);
  const chosen = choice.friction.join(" and ");
  const none = frictions.find(({ what }) => what === "none")?.evidence ?? Number.NaN;
  const most = Math.max(...frictions.filter(({ what }) => what !== "none").map(({ evidence }) => evidence));
  const viscous = forces.find(({ kind }) => kind === "viscous");
  const friction = forces.filter(isFriction);
  const spans = record.motions.map(({ times }) => (times.at(-1) as number) - (times[0] as number));
  const unexplained = fit.looseness > SMALL_LOOSENESS ? fit.looseness * Math.sqrt(Math.max(...spans) / tick) : 0;
  const frictionPower = shares.filter(({ term }) => kinds[term] === "friction" || kinds[term] === "place-friction");
  const isBelow = ({ value, deviation }: LearnedForce) => value < -CLEARLY * deviation && deviation > 0;
  const feeding = friction.some(isBelow);
  // Of several kinds on one coordinate, those above zero may take more than one below gives.
  const fed = friction.some(({ coordinate }) => friction.every((own) => own.coordinate !== coordinate || isBelow(own)));
  const feeds = frictionPower.reduce((sum, { power }) => sum + power, 0) > 0;
  const found = verdictOf({
    frictions,
    friction: choice.friction,
    drives: choice.drives.length + (record.inputs.length > 0 ? 1 : 0),
    feeds,
    fed,
    guessed: choice.drives.length,
    sharp: forces.filter(isGuessed).every(isSharp),
    vague: forces.some((force) => isVague(force, Math.max(...spans))),
    faint: friction.length > 0 && friction.every(({ value, deviation }) => Math.abs(value) < SURE * deviation),
    heldOut: heldOut.error.relative,
    expected: heldOut.expected,
    unexplained,
    noise: relativeNoise(identified.fitted, sizes),
    leaves: leavesMuch(fit, identified.record.noise, sizes),
    pumped: pumpedIn(record, identified, active),
    alike: alikeIn(record, identified),
    locked: lockedIn(record, forces),
    drifts: driftIn(record, forces, Math.max(...spans), fitted),
  });
  // A force of time, or friction between two bodies, may take up some of what impacts do. Arms that hang from one another turn one another about as sharply, without any.
  const free = record.space.dimension > 1 && !candidate.terms.some(couples);
  const rubbed = chosen !== "" && free && hangsTogether(fitted);
  const doubtful = found.broken || choice.drives.length > 0 || rubbed;
  const impacts = doubtful ? reasonBeside(breaks(), candidate.terms) : undefined;
  // A body without any mass is moved by another that does not feel it.
  const idle = hasUntoldMass(fitted);
  const led = found.broken || choice.drives.length > 0 || idle ? ledIn(record) : [];
  const verdict = idle && led.length > 0 ? "undetermined" : found.verdict;
  // What has the chosen friction as a part is as good wherever the rest of it is small.
  const rivals = frictions.filter(({ what }) => what === chosen || !what.includes("place-dependent"));
  // A uniform force alone is what everybody expects.
  const plain = chosen === "" && choice.form === "polynomial 2";
  const others =
    chosen === ""
      ? []
      : alternativesTo(
          chosen,
          rivals.filter(({ richer }) => richer !== true),
        );
  const placeRivals = rivals.filter(({ what, richer }) => what === chosen || richer === true);
  const byPlace = chosen !== "" && alternativesTo(chosen, placeRivals).length > 0;
  return {
    verdict: impacts === undefined ? verdict : "impacts",
    reasons: [
      ...(impacts === undefined ? found.reasons : [impacts]),
      ...(impacts === undefined && found.verdict === "undetermined" ? unlike(record, fitted) : []),
      ...(found.broken || choice.drives.length > 0 ? pushesIn(record) : []),
      ...led,
      ...((identified.onePass && !plain) || byPlace ? [ONE_PASS] : []),
      ...(identified.onePass && plain && slowsDown(identified.record) ? [ONE_WAY] : []),
      ...(feeding && found.verdict === "dissipative" ? [FEEDING] : []),
      ...(others.length > 0 ? [`${chosen} friction and ${others.join(", ")} cannot be told apart on this record`] : []),
    ],
    evidence: { friction: most - none, drive: Math.max(0, ...drives.map(({ evidence }) => evidence)) },
    friction: { value: viscous?.value ?? 0, deviation: viscous?.deviation ?? 0 },
    share: {
      friction: Math.hypot(...friction.map(({ share }) => share)),
      drive: Math.hypot(...forces.filter(isGuessed).map(({ share }) => share)),
    },
  };
}

/** In words, what stands out in a record that no law explains. */
const unlike = (record: Recording, fitted: FittedCandidate): string[] => {
  const drifting = middlesThatDrift(record);
  if (drifting.length > 0) return drifting;
  const changes = changesIn(record);
  return changes.length > 0 ? changes : leftAt(record, fitted);
};

const ONE_PASS =
  "every place is passed once, so that friction and a force that depends on place do the same: the simpler is taken";
const ONE_WAY =
  "it goes one way and slows down, so that a constant force against the motion, dry friction and a slope uphill, do the same";
const FEEDING = "a coefficient of friction is below zero: in part of the motion something feeds it";
/** A coefficient is below zero by so many standard deviations. */
const CLEARLY = 3;

/** Below so many standard deviations a friction may be none. */
const SURE = 2;

/** A law misses a record that leaves so many times what smooth curves leave, this share of the spread at least, and less white than this. */
const [TIMES, SHARE, TOGETHER] = [3, 0.02, 0.5];

function leavesMuch(fit: FittedCandidate["fit"], noise: Float64Array, sizes: Float64Array): boolean {
  const seen = (c: number) => fit.problem.motions.some(({ values }) => !Number.isNaN(values[c] as number));
  const much = fit.noise.some(
    (left, c) => seen(c) && left > Math.max(TIMES * (noise[c] as number), SHARE * (sizes[c] as number)),
  );
  return much && whitenessOf(fit) < TOGETHER;
}

/** In words, the oscillation of a spring or a length that a record shows. */
function pumpedIn({ space, time }: Recording, { pumping }: Identified, active: readonly number[]): string | undefined {
  if (pumping === undefined) return undefined;
  const name = space.coordinates[active[pumping.coordinate] as number]?.position.name ?? "";
  const unit = time.unit === "" ? "" : ` rad/${time.unit}`;
  return `a force in proportion to ${name} that oscillates with ${Number(pumping.frequency.toPrecision(3))}${unit} explains ${Math.round(100 * pumping.share)} % of the accelerations that a law without any drive leaves: a spring or a length that is changed in time, for which no law that explains the record was found`;
}

/** In words, that a drive and what stands in its place are not told apart. */
function alikeIn({ time }: Recording, { alike }: Identified): { reason: string; taken: boolean } | undefined {
  if (alike === undefined) return undefined;
  const { frequency, friction, richer, taken } = alike;
  const unit = time.unit === "" ? "" : ` rad/${time.unit}`;
  const others = [
    ...(friction.length > 0 ? [`${friction.join(" and ")} friction`] : []),
    ...(richer ? ["a potential of another form"] : []),
  ];
  const reason = `a drive with the angular frequency ${Number(frequency.toPrecision(3))}${unit} and, in its place, ${others.join(" with ")} cannot be told apart on this record`;
  return { reason, taken };
}

/** Whether a constant mass, relative to the first, does not differ from none by what is uncertain about it. */
const hasUntoldMass = ({ law, candidate, fit }: FittedCandidate): boolean =>
  candidate.terms.some(({ spec }, t) => {
    if (spec.kind !== "kinetic" || spec.basis?.kind !== "constant" || spec.constant !== 0) return false;
    const k = law.offsets[t] as number;
    const isOwn = spec.pattern.filter((e) => e !== 0).length === 1;
    return isOwn && Math.abs(fit.theta[k] as number) < SURE * deviationOf(fit, k);
  });

/** Whether a force oscillates, and is known to a hundredth. */
const isSharp = ({ kind, value, deviation }: LearnedForce): boolean =>
  kind === "harmonic" && deviation < SHARP * Math.abs(value);
const SHARP = 0.01;

/** What oscillates in proportion to the motion bends to whatever a law lacks: it must be beyond three standard deviations, and go through half a period. */
const isVague = ({ kind, value, deviation, frequency }: LearnedForce, span: number): boolean =>
  kind === "parametric" &&
  (Math.abs(value) < CLEARLY * deviation || Math.abs(frequency?.value ?? 0) * span < HALF_A_PERIOD);

/** Whether a force is a drive that was not measured. */
const isGuessed = (force: LearnedForce): boolean => isDrive(force) && force.kind !== "input";

/** A drive that goes through less than this phase over a record is as well a place of rest that drifts. */
const HALF_A_PERIOD = Math.PI;

/** In words, that drives are slower than the record. */
function driftIn(
  { time }: Recording,
  forces: readonly LearnedForce[],
  span: number,
  fitted: FittedCandidate,
): string | undefined {
  const guessed = forces.filter(isGuessed);
  if (guessed.length === 0) return undefined;
  const drifts = (period: string) =>
    `the place of rest drifts over the record${period}: a sensor's zero or a support that moves, or a force that changes slowly`;
  if (guessed.every(({ kind }) => kind === "smooth")) return growSteadily(fitted) ? drifts("") : undefined;
  const slow = guessed.every(
    ({ kind, frequency }) => kind === "harmonic" && Math.abs(frequency?.value ?? 0) * span < HALF_A_PERIOD,
  );
  if (!slow) return undefined;
  const period = (2 * Math.PI) / Math.abs(guessed[0]?.frequency?.value ?? 0);
  return drifts(
    `, as under a force with a period of ${Number(period.toPrecision(2))}${time.unit === "" ? "" : ` ${time.unit}`}`,
  );
}

/** Columns of the file that may be the force of time that the law lacks, or that took some drive's place. */
export function pushesIn({ pushes = [] }: Recording): string[] {
  if (pushes.length === 0) return [];
  const quoted = pushes.map(quotedName);
  return [`${pushes.join(" and ")} in the file may act from outside: if so, say option inputs ${quoted.join(",")}`];
}
