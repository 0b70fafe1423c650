import type { SmoothedRecord } from "../../prepare/smoothed.js";
import type { TermChoice } from "../fitting/candidate.js";
import { type BestForm, bestForm } from "../form-choice.js";
import { FREE, placeless, THROWN_WITH_SPIN } from "../forms.js";
import type { BestFriction } from "../friction-choice.js";
import type { FrictionChoice } from "../friction-terms.js";
import { type ChoiceTask, candidateCredit } from "../task.js";
import { goesOneWay, onlyOneWay } from "./one-way.js";

/** Forms whose force is uniform or grows in proportion, and frictions beside which they are looked for. */
const PLAIN: ReadonlySet<string> = new Set(["polynomial 2", "angle 1", "separate 2"]);
const THROWN: ReadonlySet<string> = new Set(["uniform"]);
const SPUN: ReadonlySet<string> = new Set([THROWN_WITH_SPIN]);
/** A throw with lift must be so much likelier than one without (natural log). */
const LIFT_PAYS = 4;
const FRICTIONS: readonly (readonly FrictionChoice[])[] = [["viscous"], ["quadratic"], ["cubic"], ["dry"]];
/** Hardly anything brakes with the cube of the speed (natural log). */
const RARE = 3;

/** What brakes a wheel that runs down: its bearing and the air. */
const TOGETHER: readonly (readonly FrictionChoice[])[] = [
  ["dry", "viscous"],
  ["dry", "quadratic"],
];

/** Where a speed alone was measured, nothing is known of places: a force that depends on them must be so much likelier than friction (natural log). */
const PLACE_PAYS = 6;

/**
 * Of a record that goes one way, a plain form with friction in the place of a richer form without, where it is likelier: a form is otherwise chosen beside viscous friction, which any other friction bends it to.
 */
export function plainWithFriction(
  task: ChoiceTask,
  { form, friction }: { form: BestForm; friction: BestFriction },
  drives: readonly TermChoice[],
): { form: BestForm; friction: BestFriction } {
  const kept = { form, friction };
  const free = placeless(task.record);
  // Of a body in the plane a force that grows in proportion is no plainer than friction: springs in empty air, for a throw.
  const names = free ? new Set([FREE]) : task.record.dimension > 1 ? THROWN : PLAIN;
  const oneWay = free ? onlyOneWay(task.record) : goesOneWay(task.record, task.coordinates);
  const isPlain = names.has(form.form.name);
  const spins = names === THROWN;
  if (!oneWay || (isPlain && !spins)) return kept;
  let best = kept;
  let bar = candidateCredit(friction.fitted) - (free ? PLACE_PAYS : 0);
  let without = isPlain ? bar : Number.NEGATIVE_INFINITY;
  const frictions = free ? [...FRICTIONS, ...TOGETHER] : FRICTIONS;
  const tried = [
    ...(isPlain ? [] : frictions.map((kinds) => ({ kinds, own: names }))),
    ...(spins ? frictions.map((kinds) => ({ kinds, own: SPUN })) : []),
  ];
  const falling = task.record.dimension > 1 ? task : { ...task, record: withForcesOf(task.record) };
  // What each kind of friction reaches beside the plain form: those that reach as much are not told apart.
  const reached = new Map(isPlain ? friction.compared.map(({ what, evidence }) => [what, evidence]) : []);
  for (const { kinds, own } of tried) {
    const plain = bestForm(falling, kinds, drives, own);
    if (plain === undefined) continue;
    const credit = candidateCredit(plain.fitted) - (kinds.includes("cubic") ? RARE : 0);
    if (own !== SPUN) without = Math.max(without, credit);
    const what = kinds.join(" and ");
    reached.set(what, Math.max(credit, reached.get(what) ?? Number.NEGATIVE_INFINITY));
    if (!(credit > Math.max(bar, own === SPUN ? without + LIFT_PAYS : bar))) continue;
    bar = credit;
    best = { form: plain, friction: { kinds, fitted: plain.fitted, compared: [] } };
  }
  if (best === kept) return kept;
  const compared = Array.from(reached, ([what, evidence]) => ({ what, evidence }));
  const richer = isPlain ? [] : friction.compared.map((own) => ({ ...own, richer: true as const }));
  return { ...best, friction: { ...best.friction, compared: [...compared, ...richer] } };
}

/** A record of one coordinate whose forces are believed to be as large as its largest acceleration: in a fall that becomes even friction holds the balance to what pulls, and both are far larger than what is left of them. */
function withForcesOf(record: SmoothedRecord): SmoothedRecord {
  const largest = record.accelerations.map((own) => own.reduce((most, a) => Math.max(most, Math.abs(a)), 0));
  return { ...record, accelerationSpreads: record.accelerationSpreads.map((spread) => Math.max(spread, ...largest)) };
}
