import type { Results } from "../../measure/index.js";
import { type Markup, markup } from "../markup.js";
import { formatDuration } from "../numbers.js";
import { pairTable } from "./table.js";

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
