import { html, nothing, type TemplateResult } from "lit-html";
import type { App } from "./desks.js";
import { icons } from "./icons.js";
import { type LabPart, parts } from "./state.js";
import { currentTheme, toggleTheme } from "./theme.js";

const titles: Readonly<Record<LabPart, string>> = {
  adapt: "Adapt",
  law: "The law",
  train: "Train",
  data: "Your data",
  runs: "Runs",
};

/** The page around its part: name, navigation, what the page has to say. */
export function shell(app: App, part: TemplateResult): TemplateResult {
  const dark = currentTheme() === "dark";
  const { notices } = app.conductor.engines;
  return html`
    <a class="skip" href="#main" @click=${(event: Event) => {
      event.preventDefault();
      document.getElementById("main")?.focus();
    }}>Skip to the experiment</a>
    <header class="top">
      <p class="brand"><span class="brand-mark" aria-hidden="true"></span>metahamilton <span class="brand-lab">lab</span></p>
      <nav aria-label="Parts of the lab">
        <ul>
          ${parts.map(
            (name) => html`<li><a href="?part=${name}" aria-current=${name === app.state.part ? "page" : nothing}
              @click=${(event: MouseEvent) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                app.change({ part: name });
              }}>${titles[name]}</a></li>`,
          )}
        </ul>
      </nav>
      <div class="tools">
        <button class="round" title="Copy a link to this page as it is" aria-label="Copy a link to this page as it is" @click=${() => copyLink(app)}>${icons.link}</button>
        <button class="round" title=${dark ? "Light colours" : "Dark colours"} aria-label=${dark ? "Light colours" : "Dark colours"}
          @click=${() => {
            toggleTheme();
            app.redraw();
          }}>${dark ? icons.sun : icons.moon}</button>
        <button class="round" title="Introduction" aria-label="Introduction"
          @click=${() => {
            app.change({ part: "adapt" });
            app.setIntroduced(false);
          }}>${icons.help}</button>
      </div>
    </header>
    <main id="main" tabindex="-1">
      ${notices.map((notice) => html`<p class="notice" role="status">${notice}</p>`)}
      ${part}
    </main>
    <footer class="foot">
      <p>Everything is computed in this browser; nothing leaves it.
        The networks are those of the paper profile’s run, each trained on the five other systems; the one that has seen laws comes with the package.</p>
    </footer>
    <p class="visually-hidden" role="status" aria-live="polite">${app.said}</p>
    ${app.said === "" ? nothing : html`<p class="toast" aria-hidden="true" @animationend=${() => app.say("")}>${app.said}</p>`}
  `;
}

async function copyLink(app: App): Promise<void> {
  try {
    await navigator.clipboard.writeText(location.href);
    app.say(app.state.part === "data" ? "Link copied, without your record." : "Link copied.");
  } catch {
    app.say("The address of this page is the link: copy it from the address bar.");
  }
}
