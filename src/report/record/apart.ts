import type { RecordResults } from "../../records/results.js";
import { scrollingTable } from "../html/table.js";
import { type Markup, markup } from "../markup.js";
import { percentText } from "../numbers.js";
import { expressionLabel, unitText } from "../svg/label.js";
import { formulaMarkup, symbolMarkup } from "./formula.js";
import { constantLines, uncertainText } from "./uncertain.js";

type Laws = NonNullable<RecordResults["apart"]>;

/** What the section of laws by motion is called, in the place of that of the one law. */
export const APART_TITLE = "The law of each motion";

/** Constants are the same within so many of their standard errors. */
const SAME = 3;

/** In a sentence, which constants all motions have in common within their errors. Empty where none is. */
function sameSentence(laws: Laws): string {
  const [first, ...others] = laws;
  const same = (first?.constants ?? []).filter(({ name, value, deviation }) =>
    others.every(({ constants }) => {
      const own = constants.find((one) => one.name === name);
      return own !== undefined && Math.abs(own.value - value) <= SAME * Math.hypot(own.deviation, deviation);
    }),
  );
  return same.length === 0 ? "" : `The same in all, within the errors: ${same.map(({ name }) => name).join(", ")}.`;
}

/** The laws of motions that have none in common, for a terminal. */
export function apartLines(laws: Laws, time: RecordResults["time"]): string[] {
  return [
    `${APART_TITLE}${time.unit === "" ? "" : ` (time in ${time.unit})`}:`,
    ...laws.flatMap(({ motion, equation, constants, heldOut }) => [
      `  motion ${motion}, held-out end predicted to ${percentText(heldOut)}:`,
      ...equation.split("\n").map((line) => `    ${line}`),
      ...constantLines(constants, "      "),
    ]),
    ...[sameSentence(laws)].filter((sentence) => sentence !== "").map((sentence) => `  ${sentence}`),
    "",
  ];
}

/** The same for pages: formulas, and a table of all constants by motion. */
export function apartSection(laws: Laws): Markup {
  const names = [...new Set(laws.flatMap(({ constants }) => constants.map(({ name }) => name)))];
  const table = scrollingTable(
    "Constants of each motion",
    markup`<thead><tr><th scope="col">Motion</th>${names.map((name) => markup`<th scope="col">${symbolMarkup(expressionLabel(name))}</th>`)}<th scope="col" class="number">Held-out error</th></tr></thead>
<tbody>${laws.map(
      ({ motion, constants, heldOut }) =>
        markup`<tr><th scope="row">${motion}</th>${names.map((name) => cell(constants.find((own) => own.name === name)))}<td class="number">${percentText(heldOut)}</td></tr>\n`,
    )}</tbody>`,
  );
  return markup`${laws.map(
    ({ motion, equation }) => markup`<p>Motion ${motion}:</p>\n${equation.split("\n").map(formulaMarkup)}`,
  )}${table}<p>${sameSentence(laws)}</p>
`;
}

function cell(constant: Laws[number]["constants"][number] | undefined): Markup {
  if (constant === undefined) return markup`<td></td>`;
  const { value, deviation, unit } = constant;
  return markup`<td class="value"><data value="${value}">${uncertainText(value, deviation)}</data>${unit === "" ? "" : ` ${unitText(unit)}`}</td>`;
}
