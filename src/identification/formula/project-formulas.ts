import type { Inputs, TermChoice } from "../choice/fitting/candidate.js";
import type { FittedCandidate } from "../choice/fitting/fitted-candidate.js";
import type { Coordinates } from "../choice/form-builder.js";
import type { FeatureSpec } from "../law/spec.js";
import type { SmoothedRecord } from "../prepare/smoothed.js";
import { argumentOf } from "./argument.js";
import { partsOf } from "./assemble.js";
import { forceSize } from "./force-size.js";
import { type Argument, rowsOfFeature, shapesOf } from "./library.js";
import type { Part } from "./part.js";
import { ownProducts, productsOf } from "./product-library.js";
import { type FoundParts, judgeSums, type SearchWidth, searchSums } from "./search.js";
import { springPairs } from "./springs.js";
import type { Target } from "./target.js";

/** Formulas of the projection that go on to be fitted; sums a term that are combined with those of others. */
const [FITTED, OPTIONS] = [8, 4];
/** How far potentials are searched: the only one of one argument with all pairs of shapes, one among others with fewer, one of all coordinates with longer sums. */
const ALONE: SearchWidth = { longest: 3, widths: [100, 3] };
const AMONG_OTHERS: SearchWidth = { longest: 2, widths: [3, 3] };
const IN_THE_PLANE: SearchWidth = { longest: 5, widths: [3, 3] };

/** Whether a term is a potential that formulas are looked for. */
export const isOpen = ({ spec }: TermChoice): boolean => spec.kind === "potential" || spec.kind === "product";

/** What formulas are looked for with. */
export interface ProjectionTask {
  readonly fitted: FittedCandidate;
  readonly record: SmoothedRecord;
  readonly coordinates: Coordinates;
  readonly inputs: Inputs | undefined;
  readonly target: Target;
}

/** Whole formulas as lists of parts, the best of the projection on the fitted law's accelerations first. */
export function projectedFormulas({
  fitted,
  record,
  coordinates,
  inputs,
  target,
}: ProjectionTask): (readonly Part[])[] {
  const d = record.dimension;
  const all = partsOf(fitted);
  const open = all.filter(isOpen);
  const kept = all.filter((part) => !open.includes(part));
  // Where masses depend on place, a force may mostly hold another in balance, as that of a centre does what turns about it.
  const bent = fitted.candidate.terms.some(
    ({ spec }) => spec.kind === "kinetic" && spec.basis !== undefined && spec.basis.kind !== "constant",
  );
  const options = open.map((part) => {
    const { spec } = part;
    const least = bent ? forceSize(fitted, record, all.indexOf(part)) : 0;
    const centre = spec.kind === "potential" ? knownCentre(spec.feature) : undefined;
    const argument =
      spec.kind === "potential"
        ? argumentOf([rowsOfFeature(spec.feature)], record, coordinates, centre, least)
        : undefined;
    const library =
      argument !== undefined
        ? shapesOf(argument).map((shape) => ({
            ...shape,
            name: `${shape.name} of ${part.name}`,
          }))
        : spec.kind === "product" && hasAngles(spec)
          ? ownProducts(part, spec)
          : productsOf(record, coordinates);
    const others = all.filter((other) => other !== part);
    const width = spec.kind === "product" ? IN_THE_PLANE : open.length > 1 ? AMONG_OTHERS : ALONE;
    return chosen(
      searchSums(others, library, d, inputs, target, width),
      springsOf(others, library, argument, centre !== undefined),
    );
  });
  let sums: (readonly Part[])[] = [[]];
  options.forEach((own, i) => {
    const extended = sums.flatMap((sum) => own.map((parts) => [...sum, ...parts]));
    if (options.length === 1) sums = extended;
    else {
      const rest = open.slice(i + 1);
      sums = judged([...kept, ...rest], extended).slice(0, 3 * OPTIONS);
    }
  });
  return judged(kept, sums)
    .slice(0, options.length === 1 ? sums.length : FITTED)
    .map((sum) => [...kept, ...sum]);

  function springsOf(
    others: readonly Part[],
    library: readonly Part[],
    argument: Argument = aboutOrigin(library),
    centred: boolean,
  ): FoundParts[] {
    return judgeSums(others, springPairs(library, argument, centred), d, inputs, target);
  }

  /** The argument of the shapes among products: all coordinates together. */
  function aboutOrigin(library: readonly Part[]): Argument {
    const spec = library.find((part) => part.spec.kind === "shape")?.spec;
    return argumentOf(spec?.kind === "shape" ? spec.groups : [[]], record, coordinates);
  }

  function judged(base: readonly Part[], list: readonly (readonly Part[])[]): (readonly Part[])[] {
    return judgeSums(base, list, d, inputs, target).map(({ parts }) => parts);
  }
}

/** Whether products are of functions of an angle: these are known, and no start of a search. */
const hasAngles = ({ factors }: Extract<Part["spec"], { readonly kind: "product" }>): boolean =>
  factors.some(({ basis }) => basis.kind === "fourier");

/** The centre of a distance, where it is not the origin. */
function knownCentre(feature: FeatureSpec): readonly number[] | undefined {
  return feature.kind === "distance" && feature.origin.some((x) => x !== 0) ? feature.origin : undefined;
}

/** The best sums of every length, the likeliest first: how exact the fitted law is between its points is not known to the projection. */
function chosen(found: readonly FoundParts[], springs: readonly FoundParts[]): (readonly Part[])[] {
  const lengths = [...new Set(found.map(({ parts }) => parts.length))];
  const best = lengths.flatMap((length) =>
    found.filter(({ parts }) => parts.length === length).slice(0, length === 1 ? 4 : 2),
  );
  // An angle's own potential, even where a small swing was learned as a parabola's.
  const usual = found.find(({ parts }) => parts.length === 1 && parts[0]?.name.startsWith("cosine 1 of"));
  if (usual !== undefined && !best.includes(usual)) best.push(usual);
  const names = ({ parts }: FoundParts) =>
    parts
      .map(({ name }) => name)
      .sort()
      .join();
  const others = best.filter((sum) => !springs.some((spring) => names(spring) === names(sum)));
  return [...others, ...springs].sort((a, b) => b.evidence - a.evidence).map(({ parts }) => parts);
}
