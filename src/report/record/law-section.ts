import { explainsRecord, UNEXPLAINED } from "../../records/law/verdict/unexplained.js";
import type { RecordResults } from "../../records/results.js";
import { scrollingTable } from "../html/table.js";
import { type Markup, markup } from "../markup.js";
import { percentText } from "../numbers.js";
import { expressionLabel, unitText } from "../svg/label.js";
import { APART_TITLE, apartSection } from "./apart.js";
import { formulaMarkup, symbolMarkup } from "./formula.js";
import { uncertainText } from "./uncertain.js";
import { equationText, sentenceOf } from "./wording.js";

/** A constant as the table shows it. */
export interface ShownConstant {
  readonly name: string;
  readonly value: number;
  readonly deviation: number;
  readonly unit: string;
  readonly meaning: string;
}

/** What the section of the law is called: nothing that does not explain its record is a law. */
export const lawTitle = (results: Pick<RecordResults, "law" | "check" | "apart">): string =>
  results.apart !== undefined ? APART_TITLE : explainsRecord(results) ? "The law" : "No law was found";

/**
 * The law: equations of motion, energy and constants with standard errors; where no formula holds, the equation of what was learned. Of what does not explain the record the formula alone, folded: its
 * constants are those of nothing.
 */
export function lawSection(results: RecordResults): Markup {
  const { law, apart } = results;
  if (apart !== undefined) return apartSection(apart);
  if (!explainsRecord(results))
    return markup`<p>${sentenceOf(UNEXPLAINED)}, is no law: its constants and their deviations mean nothing. The curves below show it.</p>
${law === undefined ? undefined : markup`<details><summary>The best description found</summary>\n${formulas(law)}</details>\n`}`;
  const table = constantsTable(shownConstants(results));
  if (law === undefined) return markup`${formulaMarkup(equationText(results))}${table}`;
  if (!relied(results))
    return markup`${formulaMarkup(equationText(results))}<p>No closed form was found that explains the record; the curves below show what was learned.</p>
<details><summary>The nearest formula</summary>
${formulas(law)}</details>
${table}`;
  return markup`${formulas(law)}${table}${alternatives(law)}${tongues(law)}`;
}

/** Whether a formula is said to be the law. */
export const relied = (results: Pick<RecordResults, "law" | "check">): boolean =>
  results.law?.closed === true && explainsRecord(results);

type Law = NonNullable<RecordResults["law"]>;

function formulas({ equation, formula }: Pick<Law, "equation" | "formula">): Markup {
  const equations = equation === "" ? [] : equation.split("\n");
  return markup`${equations.map(formulaMarkup)}${formulaMarkup(formula)}`;
}

/** The law as text and as programs, folded. */
function tongues({ formula, equation, latex, sympy, javascript, system }: Law): Markup {
  const all: readonly (readonly [string, string | undefined])[] = [
    ["Text", [equation, formula].filter((part) => part !== "").join("\n")],
    ["LaTeX", latex],
    ["SymPy", sympy],
    ["JavaScript", javascript],
    ["A file for metahamilton --system", system],
  ];
  return markup`<details><summary>The same to paste elsewhere: as text, LaTeX and programs</summary>
${all.map(([name, text]) =>
  text === undefined || text === ""
    ? undefined
    : markup`<h3>${name}</h3>\n<pre tabindex="0"><code>${text}</code></pre>\n`,
)}</details>
`;
}

/** Friction and drive, which a formula has among its own constants, and the place of rest. Masses too, unless momenta tell them. */
const MASSES = /^m_/;
const IN_FORMULAS = /^(gamma|delta_gamma|c_|k_)|^(A|omega|phi|c)$|^\w+_0$/;
/** Frequency and period of small swings have the index 0 too, and stand in no formula. */
const OF_SWINGS = new Set(["omega_0", "T_0"]);

/** Formula's constants first, then those that have a name of their own, then what was found of the velocity columns. */
export function shownConstants(results: RecordResults): ShownConstant[] {
  const { law, constants, velocities, components, time } = results;
  const formula = relied(results) ? law : undefined;
  const momenta = components.some(({ kind }) => kind === "momentum");
  const names = components.slice(components.length / 2).map(({ name }) => name);
  const columns: ShownConstant[] = (velocities?.factors ?? []).flatMap(({ value, deviation }, c) =>
    deviation > 0
      ? [{ name: `f_${names[c]}`, value, deviation, unit: "1", meaning: `column ${names[c]} over the velocity` }]
      : [],
  );
  const { value = 0, deviation = 0 } = velocities?.lag ?? {};
  const lag: ShownConstant[] =
    deviation > 0
      ? [
          {
            name: "lag",
            value,
            deviation,
            unit: time.unit,
            meaning: "how much later than its row's time a velocity is",
          },
        ]
      : [];
  // A formula of a record with units gives plain numbers none.
  const plain = time.unit === "" ? "" : "1";
  return [
    ...(formula?.constants ?? []).map((constant) => ({
      ...constant,
      unit: constant.unit === "" ? plain : constant.unit,
      meaning: "",
    })),
    ...constants.filter(
      ({ name }) =>
        formula === undefined || OF_SWINGS.has(name) || !(IN_FORMULAS.test(name) || (MASSES.test(name) && !momenta)),
    ),
    ...columns,
    ...lag,
  ];
}

function constantsTable(constants: readonly ShownConstant[]): Markup | undefined {
  if (constants.length === 0) return undefined;
  return scrollingTable(
    "Constants",
    markup`<thead><tr><th scope="col">Constant</th><th scope="col">Value ± standard error</th></tr></thead>
<tbody>${constants.map(constantRow)}</tbody>`,
  );
}

function constantRow({ name, value, deviation, unit, meaning }: ShownConstant): Markup {
  const own = unit === "1" ? "" : unit === "" ? " (unit not known)" : ` ${unitText(unit)}`;
  const words = meaning === "" ? undefined : markup` <small>${symbolMarkup(expressionLabel(meaning))}</small>`;
  return markup`<tr><th scope="row">${symbolMarkup(expressionLabel(name))}${words}</th><td class="value"><data value="${value}">${uncertainText(value, deviation)}</data>${own}</td></tr>
`;
}

function alternatives({ formula: own, alternatives: all }: Law): Markup | undefined {
  const others = all.filter(({ formula }) => formula !== own);
  if (others.length === 0) return undefined;
  return scrollingTable(
    "Other formulas",
    markup`<thead><tr><th scope="col">Other formulas that explain the record</th><th scope="col" class="number">Weight</th></tr></thead>
<tbody>${others.map((other) => markup`<tr><td>${formulas(other)}</td><td class="number">${percentText(other.weight)}</td></tr>\n`)}</tbody>`,
  );
}
