import { isDrive } from "../../records/law/force-kinds.js";
import type { RecordResults } from "../../records/results.js";
import { pairTable } from "../html/table.js";
import { type Markup, markup } from "../markup.js";
import { formatDuration, formatNumber, formatPower } from "../numbers.js";
import { unitText } from "../svg/label.js";
import { relied } from "./law-section.js";
import { sizeText, withUnit } from "./uncertain.js";

/** How the file was understood, how the law was learned, and how to repeat it. */
export function details(results: RecordResults): Markup {
  const { facts, structure, components, noise, time, energyUnit, law, rows, used, residual, reach } = results;
  const noises = noise.flatMap((value, a) => {
    const component = components[a];
    return value === null || component === undefined
      ? []
      : [withUnit(`${component.name} ${sizeText(value)}`, component.unit)];
  });
  return markup`<section id="details">
<h2>Details</h2>
<h3>How the file was understood</h3>
<ul>${results.understood.map((sentence) => markup`<li>${sentence}</li>\n`)}</ul>
<h3>How it was learned</h3>
${pairTable("How it was learned", [
  ["Method", results.method],
  [
    "Form of the law",
    law !== undefined && relied(results) ? structure.name : `${structure.name}: ${structure.formula}`,
  ],
  ["Samples fitted", `${used} of ${rows}`],
  ["Noise of the measurements, as estimated", noises.join(", ")],
  ["What the fit leaves, over that noise (root mean square)", formatNumber(residual, 2)],
  ["The motion changes noticeably within", withUnit(sizeText(results.tick), time.unit)],
  ["Samples that a single undisturbed motion of the law explains", `${reach.samples} of ${reach.of}`],
  ["Unit of energy", energyUnit === "" ? "not known: the file has no units" : unitText(energyUnit)],
  ...evidenceRows(results),
  ["Took", formatDuration(facts.seconds)],
  ...Object.entries(facts.versions),
])}
<h3>Repeat this</h3>
<pre tabindex="0"><code>${facts.command}</code></pre>
</section>
`;
}

/** Evidence for and against friction and a drive, and what else was compared, as rows of names and words. */
export function evidenceRows({ check, forces }: Pick<RecordResults, "check" | "forces">): [string, string][] {
  const { evidence, forms = [], frictions = [] } = check;
  return [
    ["Friction", evidence.friction === 0 ? "none was tried" : oddsText(evidence.friction)],
    ["A drive", evidence.drive === 0 ? "none was called for" : driveText(evidence.drive, forces)],
    ...(forms.length > 1 ? [["Forms of the energy that were compared", ranked(forms)] as [string, string]] : []),
    ...(frictions.length > 1 ? [["Kinds of friction that were compared", ranked(frictions)] as [string, string]] : []),
  ];
}

const driveText = (logOdds: number, forces: RecordResults["forces"]): string =>
  forces.some(isDrive) || logOdds < 0
    ? oddsText(logOdds)
    : `the best that was tried would make the record ${timesText(logOdds)} likelier: not enough to be believed beside what was found`;

/** "120 times likelier with it" of a natural logarithm of odds. */
const oddsText = (logOdds: number): string =>
  `the record is ${timesText(Math.abs(logOdds))} likelier ${logOdds > 0 ? "with it" : "without it"}`;

/** Odds from here on are powers of ten. */
const MANY = Math.log(1e4);

function timesText(logOdds: number): string {
  if (logOdds > MANY) return `${formatPower(Math.round(logOdds / Math.LN10))} times`;
  return `${Number(Math.exp(logOdds).toPrecision(2))} times`;
}

function ranked(all: readonly { readonly what: string; readonly evidence: number }[]): string {
  const [best, ...others] = [...all].sort((a, b) => b.evidence - a.evidence);
  if (best === undefined) return "";
  const less = others.map(({ what, evidence }) => `${what} (${timesText(best.evidence - evidence)} less likely)`);
  return [`${best.what} is likeliest`, ...less].join(", ");
}
