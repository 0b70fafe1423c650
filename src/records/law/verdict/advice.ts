import { glance } from "../../motions/glance.js";
import type { Recording } from "../../recording.js";

/** A record shows its law over this many swings at least, with this many rows in each. */
const [FEW_SWINGS, FEW_ROWS] = [3, 12];

/** What may tell the law of a record that was not explained: things to do, those first that the record itself calls for. */
export function adviceFor(record: Pick<Recording, "motions" | "space" | "inputs">): string[] {
  const seen = glance(record);
  const longest = seen.reduce((a, b) => (b.periods > a.periods ? b : a));
  const rows = longest.samples / longest.periods;
  const short = longest.periods > 0 && longest.periods < FEW_SWINGS;
  return [
    ...(rows < FEW_ROWS ? [`more rows a second, since there are ${Math.round(rows)} a swing`] : []),
    ...(short ? [`a longer record, since this one swings ${longest.periods} times`] : []),
    ...(seen.length > 1 ? ["one motion alone (option motions), since their laws may differ"] : []),
    ...(record.inputs.length === 0
      ? [
          "what acts from outside as an input (option inputs), where it was measured: a force, a voltage, a base that moves",
        ]
      : []),
    ...(record.space.dimension === 1
      ? ["the coordinate of what moves with it, another body or direction, if there is one"]
      : []),
    "a part of the record in which nothing is touched or hit",
  ];
}
