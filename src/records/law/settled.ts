import { fitMore, type Identified, identify } from "../../identification/index.js";
import { FEWEST_SAMPLES } from "../adaptation.js";
import type { Recording } from "../recording.js";
import { momentaCheck } from "./estimates.js";
import type { HeldOut } from "./held-out.js";
import { type MeasuredRecord, rowsOf } from "./measured.js";

/** A prediction that misses its end by so many times what was to be expected makes one look again at the form. */
const LOOK_AGAIN = 3;

/**
 * The law that was chosen without the record's end; or, where it predicts that end badly, the form that the whole record speaks for, if fitted without the end it predicts it better.
 */
export function settled(
  record: Recording,
  whole: MeasuredRecord,
  part: MeasuredRecord,
  first: Identified,
  choice: Parameters<typeof identify>[2],
  measure: (identified: Identified) => HeldOut,
): { identified: Identified; heldOut: HeldOut; again?: string } {
  const heldOut = measure(first);
  const kept = { identified: first, heldOut };
  const rows = rowsOf(record.motions).reduce((sum, count) => sum + count, 0);
  // Momenta of no law that was tried are the process's, whatever the law's form.
  if (momentaCheck(first.fitted, first.record)?.explained === false) return kept;
  const misses = heldOut.error.relative > LOOK_AGAIN * heldOut.expected;
  if (!(misses || first.undecided || first.alike !== undefined) || rows > MOST_AGAIN) return kept;
  const second = identify(whole.motions, whole.coordinates, { ...choice, onProgress: undefined });
  if (second === undefined) return kept;
  // The same with the end as without it: only what the end tells apart besides.
  if (alike(first, second)) return { ...kept, identified: { ...first, alike: second.alike } };
  const refitted = fitMore(part.motions, second, choice);
  if (refitted === undefined) return kept;
  const own = measure({ ...second, ...refitted });
  // Where the record's beginning leaves two laws, the whole decides, unless what it speaks for misses the end.
  const bar = first.alike === undefined ? heldOut.error.relative : Math.max(heldOut.error.relative, own.expected);
  if (!(own.error.relative < bar)) return kept;
  return { identified: second, heldOut: own, again: `${misses ? MISSED : UNDECIDED}; ${FLATTERED}` };
}

/** Whether two laws have the same form, friction and drives, whose frequencies may differ a little. */
function alike({ choice: one }: Identified, { choice: other }: Identified): boolean {
  const kinds = ({ drives }: Identified["choice"]) =>
    JSON.stringify(drives.map(({ spec }) => (spec.kind === "harmonic" ? (spec.factor ?? "harmonic") : spec.kind)));
  return one.form === other.form && one.friction.join() === other.friction.join() && kinds(one) === kinds(other);
}

/** What is said of a law that was chosen again. */
const MISSED = "the form that was found without the record's end predicted it badly";
const UNDECIDED = "without the record's end it could not be told whether there is a drive";
const FLATTERED = "this one was found with it, so that its held-out error flatters it";

/** Longer records are not looked at twice. */
const MOST_AGAIN = 20_000;

/** Rows, after compression, from which a formula is found at most: more say nothing new of its form. */
const MOST_WORDED = 1500;

/** The law's fit that the form of a formula is looked for by: to all of the record, of one of many motions to some of them, of one of long motions to their beginnings. */
export function fitForWords(
  motions: MeasuredRecord["motions"],
  whole: NonNullable<ReturnType<typeof fitMore>>,
  identified: Identified,
  choice: Parameters<typeof fitMore>[2],
): NonNullable<ReturnType<typeof fitMore>> {
  const rows = whole.record.motions.reduce((sum, { times }) => sum + times.length, 0);
  if (rows <= MOST_WORDED) return whole;
  // Inputs belong to motions by number.
  const kept =
    choice?.inputs !== undefined ? motions.length : Math.max(1, Math.floor((motions.length * MOST_WORDED) / rows));
  const some = Array.from({ length: kept }, (_, k) => motions[Math.floor((k * motions.length) / kept)]);
  const share = Math.min(1, (motions.length * MOST_WORDED) / rows / kept);
  const cut = some.flatMap((motion) => {
    if (motion === undefined) return [];
    const { times, values } = motion;
    const count = Math.max(FEWEST_SAMPLES, Math.ceil(times.length * share));
    return [{ times: times.subarray(0, count), values: values.subarray(0, (count * values.length) / times.length) }];
  });
  return fitMore(cut, identified, choice) ?? whole;
}
