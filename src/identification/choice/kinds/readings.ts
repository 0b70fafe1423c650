import type { SmoothedRecord } from "../../prepare/smoothed.js";
import type { ChoiceOptions } from "../chosen.js";
import type { CoordinateKind, Coordinates } from "../form-builder.js";
import { type BestForm, bestForm } from "../form-choice.js";
import { conservativeForms } from "../forms.js";
import type { FrictionChoice } from "../friction-terms.js";
import { firstVelocities } from "../judge-velocities.js";

/** Coordinates as a record shows them, and the form that is best of them without any drive. */
export interface Reading {
  readonly coordinates: Coordinates;
  /** Undefined where no form can be followed, or none was looked for. */
  readonly form: BestForm | undefined;
}

/** Chains of more arms than these, and more bodies, are not looked for in columns without names. */
const MOST_ARMS = 3;

/**
 * What coordinates are whose headings do not say it, such as the rows of an array: lengths of bodies of their own, unless they are much more easily explained as the axes of one body, or of several, as angles or as a length and an
 * angle. `form`: the best of them as lengths, where it is known. Coordinates of which something is known stay what they are.
 */
export function readingOf(
  record: SmoothedRecord,
  coordinates: Coordinates,
  { inputs, conservative = false }: ChoiceOptions,
  form?: BestForm,
): Reading {
  if (coordinates.masses !== undefined || coordinates.kinds.some((kind) => kind !== "unknown"))
    return { coordinates, form };
  const usual: readonly FrictionChoice[] = conservative ? [] : ["viscous"];
  const task = { record, coordinates, inputs, velocities: firstVelocities(record) };
  let best: Reading = { coordinates, form: form ?? bestForm(task, usual, []) };
  for (const other of others(coordinates)) {
    const names = new Set(conservativeForms(record, other).flatMap(({ name }) => (isOwn(name, other) ? [name] : [])));
    const found = bestForm({ ...task, coordinates: other }, usual, [], names, undefined, best.form);
    if (found !== undefined) best = { coordinates: other, form: found };
  }
  return best;
}

/** Whether a form is none that lengths of separate bodies have too. */
const isOwn = (name: string, { kinds }: Coordinates): boolean =>
  kinds.includes("angle") ? !name.startsWith("polynomial") : !/^(unrelated|separate|plane|space) ?\d*$/.test(name);

/** Other things that coordinates may be, the most usual first. */
function others({ kinds, bodies }: Coordinates): Coordinates[] {
  const d = kinds.length;
  const angles: Coordinates = { kinds: kinds.map(() => "angle"), bodies };
  const axes = (each: number): Coordinates => ({
    kinds: kinds.map(() => "length"),
    bodies: bodies.map((_, i) => Math.floor(i / each)),
  });
  const mixed = (...own: CoordinateKind[]): Coordinates => ({ kinds: own, bodies });
  if (d === 1) return [angles];
  return [
    ...(d % 2 === 0 ? [axes(2)] : []),
    ...(d % 3 === 0 ? [axes(3)] : []),
    ...(d <= MOST_ARMS ? [angles] : []),
    ...(d === 2 ? [mixed("length", "angle"), mixed("angle", "length")] : []),
  ];
}
