import type { Adaptation } from "../adaptation.js";
import type { Recording } from "../recording.js";
import type { Constant } from "./formula.js";
import { explainsRecord } from "./verdict/unexplained.js";
import type { Verdict } from "./verdict/verdict.js";

/** The law of one motion of a record whose motions have laws of their own. */
export interface MotionLaw {
  /** Its name, or its number from 1 where it has none. */
  readonly motion: string;
  readonly verdict: Verdict;
  readonly equation: string;
  readonly formula: string;
  readonly constants: readonly Constant[];
  /** What a model of this motion alone misses its held-out end by, relative to its spread. */
  readonly heldOut: number;
}

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

/**
 * Of several motions that no one law explains, the law of each: runs of an experiment between which a length, a mass or a brake was changed. What was found of all is kept as a description that explains nothing; the verdict is that of each motion, where all have the same.
 * Returns `together` as it is where its law holds, where some motion alone has no law either, and where the laws do not differ.
 *
 * `alone` learns a record of one motion.
 */
export function adaptApart(
  record: Recording,
  together: Adaptation,
  alone: (record: Recording, number: number) => Adaptation,
): Adaptation {
  const { motions } = record;
  if (motions.length > MOST || together.check.verdict === "impacts" || !isDoubtful(together)) return together;
  const laws: MotionLaw[] = [];
  for (const [m, motion] of motions.entries()) {
    const { law, check, heldOut } = alone({ ...record, motions: [motion] }, m);
    if (law?.closed !== true || !explainsRecord({ law, check })) return together;
    const { equation, formula, constants } = law;
    laws.push({
      motion: motion.id === "" ? String(m + 1) : motion.id,
      verdict: check.verdict,
      equation,
      formula,
      constants,
      heldOut: heldOut.relative,
    });
  }
  const left = Math.hypot(...laws.map(({ heldOut }) => heldOut)) / Math.sqrt(laws.length);
  if (left * BETTER > together.heldOut.relative || !differ(laws)) return together;
  const verdict = laws.every((own) => own.verdict === laws[0]?.verdict)
    ? (laws[0] as MotionLaw).verdict
    : "undetermined";
  return {
    ...together,
    apart: laws,
    forces: [],
    ...(together.law === undefined ? {} : { law: { ...together.law, explains: false } }),
    check: { ...together.check, verdict, reasons: [APART] },
  };
}

const isDoubtful = ({ check, law, heldOut, noise }: Adaptation): boolean =>
  !explainsRecord({ check, ...(law === undefined ? {} : { law }) }) ||
  (heldOut.unpredictable === undefined &&
    heldOut.components.some((error, c) => (error ?? 0) > DOUBTED * (noise[c] ?? Number.POSITIVE_INFINITY)));

/** Whether formulas have other constants, or the same with other values. */
function differ(laws: readonly MotionLaw[]): boolean {
  const [first, ...others] = laws as [MotionLaw, ...MotionLaw[]];
  return others.some(
    ({ constants }) =>
      constants.length !== first.constants.length ||
      constants.some(({ name, value, deviation }, k) => {
        const own = first.constants[k] as Constant;
        return name !== own.name || Math.abs(value - own.value) > DIFFER * Math.hypot(deviation, own.deviation);
      }),
  );
}
