import { fitConstants } from "../known-law.js";
import type { LearnedSystem, Learner, Observations, PhaseSpace } from "../learner.js";
import { checkObservations } from "../observe.js";
import { familyOf } from "./family.js";
import { Equations } from "./rows.js";
import { backward, fitSupport, forward, type Support } from "./select.js";
import { couplings, distances, type FormTerm, labelOf, masses, monomials, placesOf, waves } from "./terms.js";

/** Formulas that are held against one another with weights of their own; passes of these. */
const [FINALISTS, PASSES] = [8, 3];
/** Errors below this share of the spread are none. */
const CLEAN = 1e-10;
/** A library with more columns than this share of the equations is not begun with as a whole. */
const WHOLE = 0.7;

/** What a formula may be made of: the terms that it needs and those that it may take. */
interface Library {
  readonly needed: readonly number[];
  readonly choice: readonly number[];
}

/**
 * Closed forms from points: H = p.M(q)^-1 p / 2 + V(q) with M and V sums of a few functions that mechanics knows (powers and their products, cosines and sines of angles and of
 * differences, powers of distances, masses that couple by cosines), chosen by an extended Bayesian criterion (Chen and Chen 2008) on the equations p = M v and
 * dp/dt = v.(dM/dq) v / 2 - dV/dq, which are linear in the constants, weighed by what noise does to them; then fitted as `knownLaw` fits the true formula's. It is told
 * which coordinates are angles and which belong to one body, and nothing of the law.
 */
export function symbolic(): Learner {
  return {
    name: "symbolic",
    title: "Closed forms, chosen by evidence",
    async adapt(space, observations, { signal, onProgress }): Promise<LearnedSystem> {
      checkObservations(space, observations);
      const found = search(space, observations, signal, onProgress);
      const family = familyOf(space.dimension, found.terms, found.constants);
      const constants = fitConstants(family, observations);
      const { vectorField, energy } = family.withConstants(constants);
      return {
        vectorField,
        energy,
        choices: { terms: found.terms.length, ...constants },
      };
    },
  };
}

interface Scored {
  readonly support: Support;
  readonly score: number;
}

function search(
  space: PhaseSpace,
  observations: Observations,
  signal: AbortSignal | undefined,
  onProgress: ((done: number, total: number) => void) | undefined,
): { terms: FormTerm[]; constants: Float64Array } {
  const { terms, libraries } = librariesOf(space);
  const equations = new Equations(observations);
  let finalists: Support[] = [];
  for (let pass = 0; pass < 2; pass++) {
    signal?.throwIfAborted();
    const columns = terms.map((term) => equations.column(term));
    const target = equations.target();
    const pool = new Map<string, Scored>();
    for (const { needed, choice } of libraries) {
      const paths = [
        ...forward(columns, choice, needed, target),
        ...(choice.length + needed.length <= WHOLE * equations.rows ? backward(columns, choice, needed, target) : []),
      ];
      for (const support of paths) {
        const key = [...support.columns].sort((a, b) => a - b).join();
        const scored = { support, score: scoreOf(support, equations, needed.length, choice.length) };
        if (!(scored.score <= (pool.get(key)?.score ?? Number.NEGATIVE_INFINITY))) pool.set(key, scored);
      }
    }
    finalists = [...pool.values()]
      .filter(({ score }) => Number.isFinite(score))
      .sort((a, b) => b.score - a.score)
      .slice(0, FINALISTS)
      .map(({ support }) => support);
    const best = finalists[0];
    if (best === undefined) break;
    equations.weighBy(
      best.columns.map((k) => terms[k] as FormTerm),
      best.weights,
    );
    onProgress?.(pass + 1, 3);
  }
  const own = finalists.map((support) => settled(support, terms, observations)).filter((s) => s !== undefined);
  const best = own.sort((a, b) => b.score - a.score)[0];
  onProgress?.(3, 3);
  if (best === undefined) {
    // Not even free motion can be fitted: masses of 1.
    const plain = masses(placesOf(space), false);
    return { terms: plain, constants: new Float64Array(plain.length).fill(1) };
  }
  return { terms: best.support.columns.map((k) => terms[k] as FormTerm), constants: best.support.weights };
}

/** A formula with the weights that are its own. */
function settled(start: Support, terms: readonly FormTerm[], observations: Observations): Scored | undefined {
  const equations = new Equations(observations);
  const own = start.columns.map((k) => terms[k] as FormTerm);
  let support = start;
  for (let pass = 0; pass < PASSES; pass++) {
    if (!equations.weighBy(own, support.weights)) return undefined;
    const fit = fitSupport(
      own.map((term) => equations.column(term)),
      own.map((_, k) => k),
      equations.target(),
    );
    if (fit === undefined) return undefined;
    support = { ...fit, columns: start.columns };
  }
  const needed = own.filter(({ kind }) => kind === "mass").length;
  return { support, score: scoreOf(support, equations, needed, terms.length) };
}

/** Log likelihood at its maximum over the noise's size, less what the terms cost. */
function scoreOf({ columns, squares }: Support, equations: Equations, needed: number, library: number): number {
  const N = equations.rows;
  if (columns.length >= N) return Number.NEGATIVE_INFINITY;
  const cost =
    (columns.length * Math.log(N)) / 2 + Math.max(0, columns.length - needed) * Math.log(Math.max(2, library));
  return (-N / 2) * Math.log(squares / (N - columns.length) + CLEAN ** 2) - equations.logDeterminant - cost;
}

/** All terms of a space's libraries, and the libraries, from small to large. */
function librariesOf(space: PhaseSpace): { terms: FormTerm[]; libraries: Library[] } {
  const places = placesOf(space);
  const { dimension, angles, bodies } = places;
  const terms: FormTerm[] = [];
  const numbers = new Map<string, number>();
  const add = (list: readonly FormTerm[]) =>
    list.map((term) => {
      const label = labelOf(term);
      const known = numbers.get(label);
      if (known !== undefined) return known;
      numbers.set(label, terms.length);
      terms.push(term);
      return terms.length - 1;
    });
  const all = Array.from({ length: dimension }, (_, i) => i);
  const powers = (degree: number) => add(monomials(places, all, degree));
  const someAngle = angles.some(Boolean);
  const sized = bodies.some((body) => body.length > 1);
  const potentials: number[][] = [powers(2)];
  if (dimension <= 3) potentials.push(powers(4));
  if (dimension <= 2) potentials.push(powers(6));
  if (someAngle) {
    potentials.push(add(waves(places, 1, false)), add(waves(places, 2, true)));
    potentials.push([...add(waves(places, 2, true)), ...powers(2)]);
  }
  if (sized && !angles.every(Boolean)) {
    const together = add(distances(places, false));
    const each = add(distances(places, true));
    potentials.push(together, each, [...together, ...powers(2)]);
  }
  const kinds = [add(masses(places, false)), add(masses(places, true))];
  const coupled = dimension > 1 && dimension <= 3 ? add(couplings(places)) : [];
  const libraries = kinds.flatMap((needed) =>
    potentials.flatMap((choice): Library[] => [
      { needed, choice },
      ...(coupled.length > 0 ? [{ needed, choice: [...coupled, ...choice] }] : []),
    ]),
  );
  return { terms, libraries };
}
