import type { Results } from "../../measure/index.js";
import { scrollingTable } from "../html/table.js";
import { type Markup, markup } from "../markup.js";

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
