import type { Recording } from "../../recording.js";
import type { LearnedForce } from "../force-kinds.js";
import { judgedRows, longestOf, ownFrequency } from "./own-frequency.js";

/** A force has a whole multiple of a coordinate's frequency that lies within this share of what the record's length tells apart. */
const LOCKED = 0.1;
/** Multiples that are looked at: what is missing of a law has the harmonics of the motion. A force's own frequency is in the motion besides, whatever it is. */
const MULTIPLES = [2, 3, 4];
/** Over fewer periods of a force a multiple is no news. */
const PERIODS = 5;

/**
 * In words, that every harmonic drive that was guessed has a multiple of the motion's own frequency: such forces are the overtones of what the form of the energy lacks, as of points that are tied to one another. Undefined
 * where there is none, or one that is not.
 */
export function lockedIn(record: Recording, forces: readonly LearnedForce[]): string | undefined {
  const drives = forces.filter(({ kind }) => kind === "harmonic");
  if (drives.length === 0) return undefined;
  const { space, motions } = record;
  const longest = longestOf(motions);
  const { told } = judgedRows(longest);
  const own = space.coordinates.map((_, c) => ownFrequency(longest, c));
  const found = drives.map(({ frequency }) => {
    const w = Math.abs(frequency?.value ?? 0);
    if (w < PERIODS * told) return undefined;
    const c = own.findIndex((w0) => MULTIPLES.some((n) => Math.abs(w - n * w0) < LOCKED * told));
    return c < 0 ? undefined : { c, n: Math.round(w / (own[c] as number)) };
  });
  const [first] = found;
  if (first === undefined || found.includes(undefined)) return undefined;
  const name = space.coordinates[first.c]?.position.name ?? "";
  return `the force that oscillates has ${first.n} times the frequency of ${name}: so has what is left where the form of the energy lacks something, as that of points that are tied to one another`;
}
