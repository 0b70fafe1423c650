import type { Results } from "../../measure/index.js";
import { type Markup, markup } from "../markup.js";
import { formatDuration } from "../numbers.js";
import { pairTable, scrollingTable } from "./table.js";

/** What the paper leaves open and this run chose, and the whole configuration. */
export function choicesSection({ choices, config, profile, seeds }: Results): Markup {
  const rows = choices.map(
    ({ topic, choice, reason }) => markup`<tr><th scope="row">${topic}</th><td>${choice}</td><td>${reason}</td></tr>\n`,
  );
  return markup`<section id="choices">
<h2>Declared choices</h2>
<p>Profile ${profile}, seed${seeds.length === 1 ? "" : "s"} ${seeds.join(", ")}.</p>
${scrollingTable("Declared choices", markup`<thead><tr><th scope="col">Topic</th><th scope="col">Choice</th><th scope="col">Reason</th></tr></thead>\n<tbody>${rows}</tbody>`)}
<details><summary>Full configuration</summary><pre tabindex="0">${JSON.stringify(config, null, 2)}</pre></details>
</section>
`;
}

/** Where, with what and how long it ran, and how to run it again. */
export function machineSection({ machine, timing, command }: Pick<Results, "machine" | "timing" | "command">): Markup {
  return markup`<section id="machine">
<h2>Machine and time</h2>
${pairTable("Machine", [
  ["Processor", `${machine.cpu}, ${machine.cores} core${machine.cores === 1 ? "" : "s"}`],
  ["Memory", `${machine.memoryGiB} GiB`],
  ["Platform", machine.platform],
  ["Node.js", machine.node],
  ["metahamilton", machine.metahamilton],
  ["Engine", machine.engine],
  ["Date", machine.date],
])}
${pairTable("Time", [
  ...timing.phases.map(({ name, seconds }) => [name, formatDuration(seconds)] as const),
  ["Total", formatDuration(timing.totalSeconds)] as const,
])}
<h3>Repeat this run</h3>
<pre tabindex="0"><code>${command}</code></pre>
</section>
`;
}
