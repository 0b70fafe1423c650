import type { ColumnFacts } from "../facts.js";
import { swingShape } from "../made/swings.js";
import { bendsInRadians } from "./bends-in-radians.js";
import { unitByStep } from "./encoder-steps.js";

/** Angles of more turns without a unit are rather degrees. */
const MOST_RADIANS = 2.2 * Math.PI;
/** What swings back and forth so often over more than a turn, and not over many, is no arm in radians but one in degrees. */
const [SWINGS, MOST_DEGREES] = [4, 400];
/** Middles of swings that lie apart by so many of the widest swing's halves are turns that a motion went over the top; by fewer they are no one place, of which an arm in degrees swings wider than this. */
const [FAR_APART, APART, WIDE_DEGREES] = [2, 0.5, 4 * Math.PI];

/** What an angle without a unit says of its own. */
type Evidence = "degrees by steps" | "radians by steps" | "swings" | "tumbles" | "reaches far" | "small";

/**
 * For each of a record's coordinates whether it is an angle in degrees though no unit says so: by the steps of its encoder, else by how it
 * swings. Angles of one record are in one unit, unless their steps say otherwise. `notes`: what was decided where that is not plain.
 */
export function anglesInDegrees(coordinates: readonly ColumnFacts[], notes: string[]): boolean[] {
  const seen = coordinates.map(evidenceOf);
  const angles = coordinates.filter(({ unit, meaning }) => meaning.kind === "angle" && unit === undefined);
  const round = (q: ColumnFacts) =>
    bendsInRadians([q.values, ...angles.flatMap(({ values }) => (values === q.values ? [] : [values]))]);
  const evidence = seen.map((what, i) =>
    what === "swings" && round(coordinates[i] as ColumnFacts) ? "tumbles" : what,
  );
  const tumbles = evidence.includes("tumbles");
  const swings = !tumbles && evidence.includes("swings");
  return coordinates.map((q, i) => {
    const what = evidence[i];
    if (what === undefined) return false;
    const { name } = q.column;
    const reach = Number(largest(q).toPrecision(3));
    const [other, unit] =
      what === "degrees by steps" || (what !== "radians by steps" && swings) ? ["rad", "degrees"] : ["deg", "radians"];
    const why = {
      "degrees by steps": `goes in whole parts of a turn of 360`,
      "radians by steps": `reaches ${reach} in whole parts of a turn of 2 pi`,
      swings: `swings over ${reach} without a unit`,
      tumbles: `reaches ${reach} without a unit, as what goes over the top,`,
      "reaches far": `reaches ${reach} without a unit`,
      small: "has no unit beside an angle that swings over more than a turn",
    }[what];
    const plain = what === "radians by steps" ? largest(q) <= MOST_RADIANS : what === "small" && !swings;
    if (!plain)
      notes.push(
        `${name} ${why} and is taken as ${unit}${what === "radians by steps" ? "" : `; head it "${name} [${other}]" if it is in ${other === "rad" ? "radians" : "degrees"}`}`,
      );
    return unit === "degrees";
  });
}

const largest = ({ minimum, maximum }: ColumnFacts) => Math.max(Math.abs(minimum), Math.abs(maximum));

function evidenceOf(q: ColumnFacts): Evidence | undefined {
  if (q.meaning.kind !== "angle" || q.unit !== undefined) return undefined;
  const step = unitByStep(q.values);
  if (step !== undefined) return step === "deg" ? "degrees by steps" : "radians by steps";
  return motionOf(largest(q), q.values);
}

/** Whether an angle that reaches so far swings as one in degrees does. */
export const swingsInDegrees = (reach: number, values: Float64Array): boolean => motionOf(reach, values) === "swings";

function motionOf(reach: number, values: Float64Array): "small" | "reaches far" | "tumbles" | "swings" {
  if (reach <= MOST_RADIANS) return "small";
  const { count, spread, widest, typical } = swingShape(values);
  if (count < SWINGS || reach >= MOST_DEGREES) return "reaches far";
  // An arm in degrees swings about one place; over the top it comes to hang whole turns away, and mostly swings by less than half a turn.
  const wanders =
    spread > FAR_APART * widest || (spread > APART * widest && (typical < Math.PI || widest < WIDE_DEGREES));
  return wanders ? "tumbles" : "swings";
}
