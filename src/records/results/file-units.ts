import type { EnergyModel } from "../model.js";
import type { FileUnit, Recording } from "../recording.js";
import type { ResultMotion } from "./motion.js";

/** The units of a record's file for the states of a model; momenta that are masses times its velocities keep the record's. */
export function fileUnitsFor(
  { fileUnits, momenta }: Pick<Recording, "fileUnits" | "momenta">,
  { space, law }: Pick<EnergyModel, "space" | "law">,
): readonly FileUnit[] | undefined {
  if (law !== undefined || momenta === "given") return fileUnits;
  const d = space.dimension;
  return fileUnits?.map((own, a) => (a < d ? own : { factor: 1, unit: space.coordinates[a - d]?.momentum.unit ?? "" }));
}

/** The parts of results that are in the units of states. */
interface InUnits<C extends { readonly unit: string }, H extends { readonly components: readonly (number | null)[] }> {
  readonly components: readonly C[];
  readonly noise: readonly (number | null)[];
  readonly heldOut: H;
  readonly motions: readonly ResultMotion[];
}

/** States and errors in the units of the record's file: forms, constants and curves of the law stay in those that it is written in. */
export function inFileUnits<
  C extends { readonly unit: string },
  H extends { readonly components: readonly (number | null)[] },
>({ components, noise, heldOut, motions }: InUnits<C, H>, units: readonly FileUnit[] | undefined): InUnits<C, H> {
  const factor = (a: number) => units?.[a]?.factor ?? 1;
  const one = (value: number | null, a: number) => (value === null ? null : value / factor(a));
  const each = (values: readonly number[], a: number) => values.map((value) => value / factor(a));
  const seen = (values: readonly number[] | null, a: number) => (values === null ? null : each(values, a));
  return {
    components: components.map((component, a) => ({ ...component, unit: units?.[a]?.unit ?? component.unit })),
    noise: noise.map(one),
    heldOut: { ...heldOut, components: heldOut.components.map(one) },
    motions: motions.map(({ samples, heldOut: end, prediction, ...motion }) => ({
      ...motion,
      samples: { ...samples, values: samples.values.map(seen) },
      heldOut: { ...end, measured: end.measured.map(seen), predicted: end.predicted.map(each) },
      prediction: {
        ...prediction,
        values: prediction.values.map(each),
        deviations: prediction.deviations.map(each),
      },
    })),
  };
}
