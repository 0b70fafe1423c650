import { html, type TemplateResult } from "lit-html";
import type { App } from "./desks.js";

/** Three steps for somebody who has never heard of Hamilton. */
export function introduction(app: App): TemplateResult {
  if (app.introduced) return html`<h1 class="visually-hidden">Adapt, live</h1>`;
  return html`
    <section class="intro" aria-labelledby="intro-title">
      <h1 id="intro-title">A network that guesses the law of motion</h1>
      <ol>
        <li><h2>Choose a world</h2><p>A pendulum, two stars, a charged particle. The network has practised on other worlds, never on this one.</p></li>
        <li><h2>Give it a few points</h2><p>Each dot is one measurement: where things are, how they move. Drag the ring to start the motion elsewhere.</p></li>
        <li><h2>Press play</h2><p>Every gradient step bends its guess of the energy <i>H</i>. Hamilton’s equations turn that energy into the motion you see.</p></li>
      </ol>
      <button class="plain" @click=${() => app.setIntroduced(true)}>Got it</button>
    </section>
  `;
}
