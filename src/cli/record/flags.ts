import { UserError } from "../../base/errors.js";
import type { Adaptation, ReadOptions, Recording } from "../../records/index.js";

/** How the options of the library are called here. */
const FLAGS: Readonly<Record<Exclude<keyof ReadOptions, "skipMissing">, string>> = {
  time: "--time",
  rate: "--rate",
  id: "--id",
  motions: "--motions",
  coordinates: "--coordinates",
  momenta: "--momenta",
  velocities: "--velocities",
  inputs: "--input",
  held: "--held",
  markers: "--markers",
  cartesian: "--cartesian",
  masses: "--mass",
};

/** A message of the library about a record, with its options as flags: "option inputs" becomes --input. */
export function withFlags(text: string): string {
  return text.replace(/\boption (\w+)/g, (words, name: string) =>
    Object.hasOwn(FLAGS, name) ? FLAGS[name as keyof typeof FLAGS] : words,
  );
}

/** A record whose sentences speak of flags. */
export const recordWithFlags = (record: Recording): Recording => ({
  ...record,
  understood: record.understood.map(withFlags),
});

/** The same of what was learned. */
export function adaptationWithFlags(adaptation: Adaptation): Adaptation {
  const { check } = adaptation;
  const advice = check.advice === undefined ? {} : { advice: check.advice.map(withFlags) };
  return { ...adaptation, check: { ...check, reasons: check.reasons.map(withFlags), ...advice } };
}

/** What `work` gives; what it refuses is said with flags. */
export async function speakingFlags<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(withFlags(error.message), { cause: error.cause });
  }
}
