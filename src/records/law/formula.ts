import {
  type Constant,
  type Coordinates,
  type FittedCandidate,
  type Formula,
  findFormulas,
  type Inputs,
  type LearnedLaw,
  learnedLaw,
  refitFormula,
  type SmoothedRecord,
  type Words,
  wordsOf,
} from "../../identification/index.js";
import type { Recording } from "../recording.js";
import { lawUnits, massKnown } from "./units.js";
import { UNEXPLAINED } from "./verdict/unexplained.js";

/** The law in words: the likeliest closed form of what was learned, in every tongue, with its constants. */
export interface LearnedFormula extends Words {
  /** Whether the formula explains the record as well as the learned law does. Where it does not, it is the nearest that was found. */
  readonly closed: boolean;
  /** Whether what was learned explains the record; where the verdict is undetermined it does not, and the formula is the best description that was found, no law. */
  readonly explains: boolean;
  /** Log marginal likelihood of the record under the formula, and under the learned law that has no closed form. */
  readonly evidence: number;
  readonly evidenceOfLaw: number;
  /** All formulas that were found, this one first, with their shares of the evidence. */
  readonly alternatives: readonly { readonly formula: string; readonly equation: string; readonly weight: number }[];
}

export type { Constant };

/** Words that say themselves whether they are a law: whoever pastes a program elsewhere takes that along. */
export function withStanding(words: Omit<LearnedFormula, "explains">, explains: boolean): LearnedFormula {
  if (explains) return { ...words, explains };
  const note = `${UNEXPLAINED}: no law to be relied on`;
  const { latex, sympy, javascript, system } = words;
  return {
    ...words,
    explains,
    latex: `% ${note}\n${latex}`,
    sympy: `# ${note}\n${sympy}`,
    javascript: `// ${note}\n${javascript}`,
    ...(system === undefined ? {} : { system: `// ${note}\n${system}` }),
  };
}

/** What the formula of a record is found from. */
export interface FormulaTask {
  readonly record: Recording;
  /** Coordinates that move, by number. */
  readonly active: readonly number[];
  readonly coordinates: Coordinates;
  readonly inputs?: Inputs | undefined;
  /** The law fitted to what of the record the formula is looked for by. */
  readonly fitted: FittedCandidate;
  readonly smoothed: SmoothedRecord;
  /** The law fitted to all of the record, where that is more: the constants are fitted to all. */
  readonly all?: FittedCandidate | undefined;
  /** Energies are those for a first mass of 1, times this. */
  readonly energyScale: number;
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** Looks for closed forms of the law of a record and puts the likeliest into words, with the law that they say as data. Undefined where no formula can be followed. */
export function formulaOf(task: FormulaTask): { words: Omit<LearnedFormula, "explains">; law: LearnedLaw } | undefined {
  const { fitted, smoothed, coordinates, inputs, onProgress } = task;
  const { formulas, closed } = findFormulas(fitted, smoothed, coordinates, { inputs, onProgress });
  const [first, ...others] = formulas;
  if (first === undefined) return undefined;
  const refit = task.all === undefined ? undefined : refitFormula(first, task.all, task.all.seen, inputs);
  const best = { ...first, ...refit };
  const all = [best, ...others].map((formula) => ({ formula, words: worded(task, formula) }));
  const words = {
    ...(all[0] as (typeof all)[number]).words,
    closed: closed && refit?.closed !== false,
    evidence: best.evidence,
    evidenceOfLaw: fitted.fit.evidence,
    alternatives: toldOnce(
      all.map(({ formula: { weight }, words: { formula, equation } }) => ({ formula, equation, weight })),
    ),
  };
  return { words, law: learnedLaw(best.fitted, smoothed, inputs?.count ?? 0) };
}

/** Formulas that say the same in words, made of other parts, as one. */
export function toldOnce(all: LearnedFormula["alternatives"]): LearnedFormula["alternatives"] {
  const found = new Map<string, (typeof all)[number]>();
  for (const one of all) {
    const key = one.equation;
    found.set(key, { ...one, ...found.get(key), weight: one.weight + (found.get(key)?.weight ?? 0) });
  }
  return [...found.values()];
}

function worded({ record, active, energyScale }: FormulaTask, { fitted }: Formula): Words {
  const position = (c: number) => record.space.coordinates[c]?.position;
  const { times } = record.motions[0] as Recording["motions"][number];
  const size = 2 * fitted.law.dimension;
  const { mass } = lawUnits(record);
  return wordsOf(fitted, {
    names: {
      coordinates: active.map((c) => position(c)?.name ?? `q${c + 1}`),
      time: record.time.name,
      inputs: record.inputs.map(({ name }) => name),
    },
    units: {
      coordinates: active.map((c) => position(c)?.unit ?? ""),
      time: record.time.unit,
      inputs: record.inputs.map(({ unit }) => unit),
      ...(massKnown(record) ? { mass: mass === "1" ? "" : mass } : {}),
    },
    system: {
      name: systemName(record.source),
      scale: energyScale,
      start: fitted.fit.states.subarray(0, size),
      duration: (times.at(-1) as number) - (times[0] as number),
      source: record.source,
    },
  });
}

/** The file's name in lower case with hyphens. */
function systemName(source: string): string {
  const stem = (source.split(/[\\/]/).at(-1) ?? "").replace(/\.[^.]*$/, "");
  const plain = stem
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return /^[a-z]/.test(plain) ? `${plain}-learned` : `learned-${plain}`.replace(/-$/, "");
}
