import type { HeldOutResult, Results } from "../../measure/index.js";
import { type Markup, markup } from "../markup.js";
import { type BaselineVerdict, baselineVerdicts } from "./baseline-verdicts.js";
import { escapedWords, meanWithInterval, missingWords, overallSentences, verdictWords } from "./wording.js";

/** What the run found, in plain words made from its numbers. */
export function summarySection(results: Results): Markup {
  return markup`<section id="summary">
<h2>Summary</h2>
${overallSentences(results).map((sentence) => markup`<p>${sentence}</p>\n`)}
<dl class="summary">${results.systems.map(systemSummary)}</dl>
</section>
`;
}

function systemSummary(system: HeldOutResult): Markup {
  const comparisons = baselineVerdicts(system);
  const title = markup`<dt>${system.title}</dt>`;
  const [first] = comparisons;
  if (first === undefined) return markup`<div>${title}<dd>${missingWords(system)}</dd></div>\n`;
  return markup`<div>${title}
<dd>Meta-trained, step ${first.step}: mean error ${meanWithInterval(first.meta)}; ${escapedWords(first.meta, first.metaMethod.trajectories)}.</dd>
${comparisons.map(comparisonSummary)}</div>
`;
}

function comparisonSummary({ baseline, baselineMethod, step, verdict }: BaselineVerdict): Markup {
  return markup`<dd><strong>${verdictWords(verdict, baselineMethod.label)}:</strong> at step ${step} ${meanWithInterval(baseline)}; ${escapedWords(baseline, baselineMethod.trajectories)}.</dd>
`;
}
