import { isNameless } from "../tables/table.js";
import type { ColumnFacts } from "./facts.js";
import { quotedName } from "./names.js";
import { parseUnit, sameDimensions, type Unit } from "./units/units.js";

const VOLT = parseUnit("V") as Unit;

/** A cosine and a sine of one angle: their squares add to one within this. */
const CIRCLE = 0.01;

/** What to do about columns of which none is a coordinate; "" where nothing better than naming them is known. */
export function hintFor(facts: readonly ColumnFacts[]): string {
  const numbers = facts.filter((column) => column.numbers > column.texts);
  const named = (pattern: RegExp) => numbers.filter(({ column }) => pattern.test(column.name));
  if (named(/(^|[\W_])q(uat)?_?[wxyz]$|quaternion/i).length >= 4)
    return "a quaternion gives the angles of a body: compute that about the axis it turns on";
  if (named(/^(lat|latitude|lon|lng|longitude)\b/i).length >= 2)
    return "latitude and longitude are no lengths: convert them to metres east and north";
  const circle = numbers.flatMap((a, i) => numbers.slice(i + 1).flatMap((b) => (isCircle(a, b) ? [[a, b]] : [])))[0];
  if (circle !== undefined) {
    const [a, b] = circle as [ColumnFacts, ColumnFacts];
    return `${a.column.name} and ${b.column.name} are the cosine and sine of an angle: store the angle itself`;
  }
  const accelerations = numbers.filter(({ meaning }) => meaning.kind === "acceleration");
  if (accelerations.length > 0) return accelerationHint(accelerations);
  if (numbers.filter(({ unit }) => unit !== undefined && sameDimensions(unit, VOLT)).length >= 2)
    return "which of the voltages stands for a position the record does not say: name it with option coordinates, and what drives it with option inputs";
  const untitled = numbers.filter(({ column }) => isNameless(column.name));
  if (untitled.length === numbers.length && untitled.length >= 4 && untitled.length % 2 === 0)
    return "name them with option coordinates, and option momenta or option velocities; points that a camera saw with option markers, x before y";
  return "";
}

/** One axis moves along which accelerations spread by so many times what they do along any other. */
const ALONG_ONE = 5;

function accelerationHint(accelerations: readonly ColumnFacts[]): string {
  const spread = ({ minimum, maximum }: ColumnFacts) => maximum - minimum;
  const axes = accelerations.filter(({ column }) => !/abs|total|magnitude|norm|betrag/i.test(column.name));
  const [first, second] = axes.sort((a, b) => spread(b) - spread(a));
  const alone = "accelerations alone do not tell where a body is, since gravity and turning mix into them";
  const instead = "record the gyroscope, or follow the body in a video";
  const places = axes.map(({ column }) => quotedName(column.name)).toSorted();
  // Axes of one sensor turn with it; floors, blades and cars have one each.
  if (second !== undefined && !axes.every(({ column }) => /^[xyz]|[xyz]$|\b[xyz]\b/i.test(column.name)))
    return `${alone}: ${instead}; of bodies that vibrate about a rest, each along one line, accelerations have the frequencies and the decay of their places: if so, say option coordinates ${places.join(",")}`;
  if (first === undefined || (second !== undefined && spread(first) < ALONG_ONE * spread(second)))
    return `${alone}: ${instead}`;
  return `${alone}: ${instead}; of a body on a spring that moves along one line the acceleration has the frequency and the decay of its place: if so, say option coordinates "${first.column.name}"`;
}

function isCircle(a: ColumnFacts, b: ColumnFacts): boolean {
  if (a.values.length < 8 || a.minimum === a.maximum || b.minimum === b.maximum) return false;
  return a.values.every((value, i) => Math.abs(value ** 2 + (b.values[i] as number) ** 2 - 1) < CIRCLE);
}
