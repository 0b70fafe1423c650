import type { RecordResults } from "../../records/results.js";
import { estimateText } from "./uncertain.js";

/** When a predicted motion comes to rest, with its standard deviation where it is known; `unit`: that of time. */
export function restSentence(
  { time, deviation = 0 }: { readonly time: number; readonly deviation?: number | undefined },
  unit: string,
  which = "the motion",
): string {
  return `From ${estimateText({ value: time, deviation, unit })} on ${which} rests, held by dry friction.`;
}

/** The same of every motion of a record that comes to rest as far as it is predicted. */
export function restSentences({ motions, time, apart }: Pick<RecordResults, "motions" | "time" | "apart">): string[] {
  // What a mere description predicts is no rest.
  if (apart !== undefined) return [];
  return motions.flatMap(({ id, prediction: { rest } }, m) =>
    rest === undefined
      ? []
      : [restSentence(rest, time.unit, motions.length === 1 ? undefined : `motion ${id === "" ? m + 1 : id}`)],
  );
}
