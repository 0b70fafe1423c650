import type { Adaptation } from "../../adaptation.js";
import type { Recording } from "../../recording.js";
import type { Constant } from "../formula.js";
import { explainsRecord } from "../verdict/unexplained.js";
import type { MotionLaw } from "./motion-law.js";

/** More motions are not learned one by one: each takes about as long as all together. */
const MOST = 12;
/** One law for all is doubted where it misses the held-out ends by so many times the noise. */
const DOUBTED = 3;
/** Alone, motions are predicted so many times better than together. */
const BETTER = 2;
/** Constants differ by so many of their standard errors. */
const DIFFER = 5;

/** What is said of such a record. */
const APART =
  "the motions have laws of their own, and no one law explains them all: the drawn predictions are those of a description; adapt one motion alone to predict it (option motions)";

/** Learns the law of some motions of a record, undefined where none can be followed; `number`: how many times something was learned before. */
type Learn = (record: Recording, number: number) => Adaptation | undefined;

/**
 * Of several motions that no one law explains, the law of each: runs of an experiment between which a length, a mass or a brake was changed. What was found of all is kept as a description that explains nothing; the verdict is that of each motion, where all have the same. Where
 * some motion alone has no law either, the law of the others if it is one for more than half of all: a run in which something was touched is left out.
 * Returns `together` as it is where its law holds, and where the laws do not differ.
 */
export function adaptApart(record: Recording, together: Adaptation, learn: Learn): Adaptation {
  const { motions } = record;
  if (motions.length > MOST || together.check.verdict === "impacts" || !isDoubtful(together)) return together;
  const laws = motions.map((motion, m) =>
    lawOf(learn({ ...record, motions: [motion] }, m), motion.id === "" ? String(m + 1) : motion.id),
  );
  const known = laws.filter((own) => own !== undefined);
  if (known.length < laws.length) return withoutOdd(record, laws, learn) ?? together;
  const left = Math.hypot(...known.map(({ heldOut }) => heldOut)) / Math.sqrt(known.length);
  const [first, ...others] = known as [MotionLaw, ...MotionLaw[]];
  if (left * BETTER > together.heldOut.relative || others.every((own) => agree(first, own))) return together;
  const verdict = others.every((own) => own.verdict === first.verdict) ? first.verdict : "undetermined";
  return {
    ...together,
    apart: known,
    forces: [],
    ...(together.law === undefined ? {} : { law: { ...together.law, explains: false } }),
    check: { ...together.check, verdict, reasons: [APART] },
  };
}

/** What was found of one motion, where it is a law in closed form that holds. */
function lawOf(found: Adaptation | undefined, motion: string): MotionLaw | undefined {
  if (found?.law?.closed !== true || !explainsRecord(found)) return undefined;
  const { law, check, heldOut } = found;
  const { equation, formula, constants } = law;
  return { motion, verdict: check.verdict, equation, formula, constants, heldOut: heldOut.relative };
}

/** The law of most motions, without those that have none; undefined where most do not agree, or have no law together. */
function withoutOdd(record: Recording, laws: readonly (MotionLaw | undefined)[], learn: Learn): Adaptation | undefined {
  const [first, ...others] = laws.filter((own) => own !== undefined);
  const most = first !== undefined && 1 + others.length > laws.length / 2 && others.every((own) => agree(first, own));
  if (!most) return undefined;
  const names = laws.flatMap((own, m) => (own === undefined ? [record.motions[m]?.id || String(m + 1)] : []));
  const said = `motion${names.length === 1 ? "" : "s"} ${names.join(", ")} left out: none of the others' law, nor of one of ${names.length === 1 ? "its" : "their"} own`;
  const some = {
    ...record,
    motions: record.motions.filter((_, m) => laws[m] !== undefined),
    understood: [...record.understood, said],
  };
  const found = learn(some, laws.length);
  if (found === undefined || isDoubtful(found)) return undefined;
  return {
    ...found,
    record: found.record ?? some,
    check: { ...found.check, reasons: [...found.check.reasons, said] },
  };
}

const isDoubtful = ({ check, law, heldOut, noise }: Adaptation): boolean =>
  !explainsRecord({ check, ...(law === undefined ? {} : { law }) }) ||
  (heldOut.unpredictable === undefined &&
    heldOut.components.some((error, c) => (error ?? 0) > DOUBTED * (noise[c] ?? Number.POSITIVE_INFINITY)));

/** Whether two laws have the same constants within their errors. */
const agree = (one: MotionLaw, other: MotionLaw): boolean =>
  one.constants.length === other.constants.length &&
  one.constants.every(({ name, value, deviation }, k) => {
    const own = other.constants[k] as Constant;
    return name === own.name && Math.abs(value - own.value) <= DIFFER * Math.hypot(deviation, own.deviation);
  });
