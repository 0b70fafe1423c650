import type { SquareFactor } from "../law/drive.js";
import type { KnownSurface } from "../law/surface.js";
import { forceSpread, type SmoothedRecord } from "../prepare/smoothed.js";
import { overRecord } from "./drives/smooth-force.js";
import type { Candidate, Inputs, TermChoice } from "./fitting/candidate.js";
import type { Coordinates } from "./form-builder.js";
import { conservativeForms } from "./forms.js";
import { type FrictionChoice, frictionTerms } from "./friction-terms.js";
import type { VelocityJudgement } from "./judge-velocities.js";
import { pathForm } from "./path/forms.js";
import type { PathMass } from "./path/mass.js";
import type { ChoiceTask } from "./task.js";

/** The form of a law, as chosen for a record; `formOf` builds it for another part of the same record. */
export interface Choice {
  /** Name of the conservative form, see `conservativeForms`. */
  readonly form: string;
  /** The point that its forces point to, where that is not the origin. */
  readonly centre?: readonly number[] | undefined;
  /** How the mass of one coordinate depends on place, where it does. */
  readonly path?: PathMass | undefined;
  /** The surface along which viscous friction acts, where it does. */
  readonly surface?: KnownSurface | undefined;
  readonly friction: readonly FrictionChoice[];
  /** Harmonic drives, with first values, or one smooth force of time. */
  readonly drives: readonly TermChoice[];
  readonly velocities: VelocityJudgement;
}

/** The conservative form of a choice, for a record. */
export function formOf(
  record: SmoothedRecord,
  coordinates: Coordinates,
  { form, centre, path, surface }: Pick<Choice, "form" | "centre" | "path" | "surface">,
): Candidate {
  if (path !== undefined) return pathForm(record, coordinates, form, path);
  const found = conservativeForms(record, { ...coordinates, centre }, true).find(({ name }) => name === form);
  if (found === undefined) throw new Error(`no form ${form}`);
  return surface === undefined ? found : { ...found, surface };
}

/** A conservative form with inputs, friction and drives. */
export function assemble(
  { record, coordinates, inputs }: Omit<ChoiceTask, "velocities">,
  form: Candidate,
  friction: readonly FrictionChoice[],
  drives: readonly TermChoice[],
): Candidate {
  return {
    name: form.name,
    terms: [
      ...form.terms,
      ...inputTerms(record, coordinates, inputs),
      ...friction.flatMap((kind) => frictionTerms(record, coordinates, kind, form.path?.along ?? form.surface)),
      ...drives.map((drive) => overRecord(drive, record)),
    ],
  };
}

function inputTerms(record: SmoothedRecord, coordinates: Coordinates, inputs: Inputs | undefined): TermChoice[] {
  if (inputs === undefined) return [];
  const d = record.dimension;
  const largest = Math.max(...record.accelerationSpreads);
  const { squares = [], sizes } = inputs;
  return Array.from({ length: d }, (_, i): TermChoice[] => {
    const direction = Array.from({ length: d }, (_, k) => (k === i ? 1 : 0));
    const force = Math.max(largest, forceSpread(record, i));
    const own = Array.from({ length: inputs.count }, (_, k) => k);
    const plain: TermChoice = {
      spec: { kind: "input", direction, inputs: own },
      deviation: sizes.map((size) => force / size),
    };
    const squared = (factor: SquareFactor, spread: number): TermChoice => ({
      spec: { kind: "input", direction, inputs: squares, squared: factor },
      deviation: squares.map((k) => force / ((sizes[k] as number) ** 2 * spread)),
    });
    if (squares.length === 0) return [plain];
    return coordinates.kinds[i] === "angle"
      ? [plain, squared("hoop", 1)]
      : [plain, squared("plain", 1), squared("place", record.spreads[i] as number)];
  }).flat();
}
