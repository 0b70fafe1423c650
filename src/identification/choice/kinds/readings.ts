import type { SmoothedRecord } from "../../prepare/smoothed.js";
import type { ChoiceOptions } from "../chosen.js";
import { type CoordinateKind, type Coordinates, TURNS } from "../form-builder.js";
import { type BestForm, bestForm, READING_PAYS } from "../form-choice.js";
import { conservativeForms } from "../forms.js";
import type { FrictionChoice } from "../friction-terms.js";
import { firstVelocities } from "../judge-velocities.js";
import { plainWithFriction } from "../one-way/one-pass.js";
import { candidateCredit } from "../task.js";

/** Coordinates as a record shows them, and the form that is best of them without any drive. */
export interface Reading {
  readonly coordinates: Coordinates;
  /** Undefined where no form can be followed, or none was looked for. */
  readonly form: BestForm | undefined;
}

/** Forms that coordinates without names have most often: they are tried first, of all that the coordinates may be. */
const USUAL =
  /^(central|central about a point|uniform|pairs|angle 1|chain 1|separate 2|polar of one body|polar of one body, weight|cart 1)$/;

/** Chains of more arms than these, and more bodies, are not looked for in columns without names. */
const MOST_ARMS = 3;

/**
 * What coordinates are whose headings do not say it, such as the rows of an array: lengths of bodies of their own, unless they are much more easily explained as the axes of one body, or of several, as angles or as a length and an
 * angle; lengths in a unit only the axes. `form`: the best of them as lengths, where it is known. Coordinates of which something is known stay what they are.
 */
export function readingOf(
  record: SmoothedRecord,
  coordinates: Coordinates,
  { inputs, conservative = false }: ChoiceOptions,
  form?: BestForm,
): Reading {
  const { kinds, masses, ungrouped = false } = coordinates;
  if (masses !== undefined || !(ungrouped || kinds.every((kind) => kind === "unknown"))) return { coordinates, form };
  const usual: readonly FrictionChoice[] = conservative ? [] : ["viscous"];
  const task = { record, coordinates, inputs, velocities: firstVelocities(record) };
  let best: Reading = { coordinates, form: form ?? bestForm(task, usual, []) };
  const all = others(coordinates).map((own) => ({
    own,
    names: conservativeForms(record, own).flatMap(({ name }) => (isOwn(name, own, record) ? [name] : [])),
  }));
  for (const usually of [true, false])
    for (const { own, names } of all) {
      const some = new Set(names.filter((name) => USUAL.test(name) === usually));
      const found = bestForm({ ...task, coordinates: own }, usual, [], some, undefined, best.form);
      if (found === undefined) continue;
      const before = best.coordinates === own ? best.form : undefined;
      best = {
        coordinates: own,
        form: {
          ...found,
          compared: [...(before?.compared ?? []), ...found.compared],
          fits: new Map([...(before?.fits ?? []), ...found.fits]),
        },
      };
    }
  const { form: found } = best;
  if (found === undefined || conservative || new Set(best.coordinates.bodies).size === 1) return best;
  // A throw that the air brakes is bent into other forms beside viscous friction alone.
  const own = axes(coordinates, coordinates.kinds.length);
  const known = { form: found, friction: { kinds: usual, fitted: found.fitted, compared: [] } };
  const { form: thrown } = plainWithFriction({ ...task, coordinates: own }, known, []);
  const pays = candidateCredit(thrown.fitted) > candidateCredit(found.fitted) + READING_PAYS;
  return pays ? { coordinates: own, form: undefined } : best;
}

/** Coordinates as the axes of bodies, `each` of them of one body. */
const axes = ({ kinds, bodies }: Coordinates, each: number): Coordinates => ({
  kinds: kinds.map(() => "length"),
  bodies: bodies.map((_, i) => Math.floor(i / each)),
});

/** Whether a form is none that lengths of separate bodies have too. Harmonics of one angle that does not turn are as good as powers for anything. */
function isOwn(name: string, { kinds }: Coordinates, { ranges }: SmoothedRecord): boolean {
  if (!kinds.includes("angle")) return !/^(unrelated|separate|plane|space) ?\d*$/.test(name);
  if (kinds.length > 1) return true;
  const [low, high] = ranges[0] as readonly [number, number];
  return name === "angle 1" || (name.startsWith("angle") && high - low > TURNS);
}

/** Other things that coordinates may be, the most usual first. */
function others(given: Coordinates): Coordinates[] {
  const { kinds, bodies, ungrouped = false } = given;
  const d = kinds.length;
  const angles: Coordinates = { kinds: kinds.map(() => "angle"), bodies };
  const mixed = (...own: CoordinateKind[]): Coordinates => ({ kinds: own, bodies });
  if (d === 1) return [angles];
  const inSpace = [...(d % 2 === 0 ? [axes(given, 2)] : []), ...(d % 3 === 0 ? [axes(given, 3)] : [])];
  if (ungrouped) return inSpace;
  return [
    ...inSpace,
    ...(d <= MOST_ARMS ? [angles] : []),
    ...(d === 2 ? [mixed("length", "angle"), mixed("angle", "length")] : []),
  ];
}
