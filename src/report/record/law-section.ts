import type { RecordResults } from "../../records/results.js";
import { scrollingTable } from "../html/table.js";
import { type Markup, markup } from "../markup.js";
import { formatNumber } from "../numbers.js";
import { expressionLabel, type Label, symbolLabel, unitText } from "../svg/label.js";
import { equationText, percent, roundedTo } from "./wording.js";

/** A constant as the table shows it. */
export interface ShownConstant {
  readonly name: string;
  readonly value: number;
  readonly deviation: number;
  readonly unit: string;
  readonly meaning: string;
}

/** The law: its formula where there is one, its equation, the constants with standard errors. */
export function lawSection(results: RecordResults): Markup {
  const { law } = results;
  const formula =
    law === undefined
      ? markup`<p class="formula">${equationText(results)}</p>
`
      : markup`<p class="formula">${law.formula}</p>
${law.equation === "" ? undefined : law.equation.split("\n").map((line) => markup`<p class="formula">${line}</p>\n`)}${law.closed ? undefined : markup`<p>No closed form was found that explains the record; the curves below show what was learned.</p>\n`}${alternatives(law)}${law.latex === "" ? undefined : markup`<details><summary>In LaTeX</summary><pre tabindex="0"><code>${law.latex}</code></pre></details>\n`}`;
  return markup`${formula}${constantsTable(constantsOf(results))}`;
}

/** Masses, friction and drive, which a formula has among its own constants. */
const IN_FORMULAS = /^(m_|gamma|delta_gamma|c_|k_)|^(A|omega|phi)$/;

/** Formula's constants first, then those that have a name of their own, then what was found of the velocity columns. */
export function constantsOf({ law, constants, velocities, components, time }: RecordResults): ShownConstant[] {
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
    ...(law?.constants ?? []).map((constant) => ({
      ...constant,
      unit: constant.unit === "" ? plain : constant.unit,
      meaning: "in the formula",
    })),
    ...constants.filter(({ name }) => law?.closed !== true || !IN_FORMULAS.test(name)),
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
  const error = deviation > 0 ? markup` ± <data value="${deviation}">${formatNumber(deviation, 2)}</data>` : undefined;
  const own = unit === "1" ? "" : unit === "" ? " (unit not known)" : ` ${unitText(unit)}`;
  return markup`<tr><th scope="row">${symbolMarkup(symbolLabel(name))} <small>${symbolMarkup(expressionLabel(meaning))}</small></th><td class="value"><data value="${value}">${roundedTo(value, deviation)}</data>${error}${own}</td></tr>
`;
}

function alternatives({ formula: own, alternatives: all }: NonNullable<RecordResults["law"]>): Markup | undefined {
  const others = all.filter(({ formula }) => formula !== own);
  if (others.length === 0) return undefined;
  return scrollingTable(
    "Other formulas",
    markup`<thead><tr><th scope="col">Other formulas that explain the record</th><th scope="col" class="number">Weight</th></tr></thead>
<tbody>${others.map(({ formula, weight }) => markup`<tr><td>${formula}</td><td class="number">${percent(weight)}</td></tr>\n`)}</tbody>`,
  );
}

/** A symbol as HTML. */
export function symbolMarkup(label: Label): Markup {
  const runs = typeof label === "string" ? [label] : label;
  return markup`${runs.map((run) => (typeof run === "string" ? markup`${run}` : markup`<sub>${run.sub}</sub>`))}`;
}
