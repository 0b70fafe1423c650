import type { HeldOutResult, NetworkResult, Results } from "../../measure/index.js";
import { numberCell, numberData, scrollingTable } from "../html/table.js";
import { type Markup, markup } from "../markup.js";
import { isFiniteNumber, noValue } from "../numbers.js";
import { networkAtStep } from "./networks.js";

const shownSteps = [0, 1, 5, 15, 50, 100];

/** The numbers behind Figure 1: a table a held-out system, a row a method and step. */
export function errorsSection(results: Results): Markup {
  return markup`<section id="numbers">
<h2>Numbers</h2>
<p>Trajectory mean squared error over the test trajectories; means of the motion’s relative error, |x − true x| / |true x|, and of the largest relative energy error along a predicted motion.
“–” stands for a value that is missing or not finite.</p>
${results.systems.map(errorTable)}</section>
`;
}

function errorTable(system: HeldOutResult): Markup {
  // The heading stands outside the table: there it wraps on a narrow screen, where a caption would scroll away.
  return markup`<h3>${system.title} <small>meta-trained on ${system.trainedOn.join(", ")}</small></h3>
${scrollingTable(
  `Errors on ${system.heldOut}`,
  markup`<thead><tr><th scope="col">Method</th><th scope="col" class="number">Step</th><th scope="col" class="number">Mean</th><th scope="col" class="number">Median</th><th scope="col" class="number">95 % interval of the mean</th><th scope="col" class="number">Escaped</th><th scope="col" class="number">Relative error</th><th scope="col" class="number">Energy error</th></tr></thead>
${system.methods.map(methodRows)}`,
)}`;
}

function methodRows(method: NetworkResult): Markup {
  const rows = shownSteps.flatMap((step) => networkAtStep(method, step) ?? []);
  // A method evaluated at none of the usual steps still shows its last one.
  const last = networkAtStep(method, method.step.at(-1) ?? 0);
  const shown = rows.length > 0 || last === undefined ? rows : [last];
  if (shown.length === 0) return markup``;
  const heading = markup`<th scope="rowgroup" rowspan="${shown.length}">${method.label}<small>step size ${isFiniteNumber(method.stepSize) ? method.stepSize : noValue}</small></th>`;
  return markup`<tbody>${shown.map(
    (
      row,
      i,
    ) => markup`<tr>${i === 0 ? heading : undefined}<td class="number">${row.step}</td>${numberCell(row.mean)}${numberCell(row.median)}<td class="number">${numberData(row.low)} to ${numberData(row.high)}</td><td class="number">${row.escaped ?? noValue} of ${method.trajectories}</td>${numberCell(row.relativeError)}${numberCell(row.energyError)}</tr>
`,
  )}</tbody>
`;
}
