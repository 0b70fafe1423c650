import { html, nothing, type TemplateResult } from "lit-html";
import { errorPanel } from "../figures/panels.js";
import { panelSvg } from "../figures/svg.js";
import { toQuery } from "../page/address.js";
import { Conductor, type LabSession } from "../page/session.js";
import { heldOutNames, type LabState, MAX_STEPS } from "../page/state.js";
import { phasePad } from "../parts/adapt/phase-pad.js";
import { stage } from "../parts/adapt/stage.js";
import { transport } from "../parts/adapt/transport.js";
import { LivePage } from "./live-page.js";

const POINTS = [5, 10, 20, 50];

/** A network adapting step by step: the meta-trained one and an HNN, on the same points of a motion of a system that neither has seen. */
export class AdaptingPage extends LivePage {
  readonly conductor = new Conductor(this.store);
  #begun = false;

  constructor(host: HTMLElement) {
    // One thread: the page around is seldom isolated from other origins, and nothing is timed beside its reading.
    super(host, { methods: ["meta-trained", "hnn"], engine: "single" });
    this.store.listen(() => this.redraw());
    this.conductor.session.listen(() => this.redraw());
  }

  get session(): LabSession {
    return this.conductor.session.value;
  }

  /** Loads the engine, which is large, and the networks. */
  begin(): void {
    this.#begun = true;
    this.conductor.start();
    this.redraw();
  }

  override end(): void {
    super.end();
    this.conductor.pause();
  }

  protected view(): TemplateResult {
    if (!this.#begun)
      return html`<section class="card begin"><button class="primary" @click=${() => this.begin()}>Let a network adapt</button>
        <p class="hint">Loads the engine (14 MB, once); everything is computed in this page.</p></section>`;
    const { system, motion, frames, shown, problem } = this.session;
    const size = { width: this.panelWidth, height: Math.round(0.84 * this.panelWidth) };
    return html`
      ${this.#choices()} ${problem === undefined ? nothing : html`<p class="problem" role="alert">${problem}</p>`}
      ${stage(this)} ${transport(this)}
      ${
        system === undefined || motion === undefined
          ? nothing
          : html`<div class="live-charts">
              <figure class="chart">${phasePad(this, system, motion, size)}</figure>
              <figure class="chart">${panelSvg(errorPanel(frames, shown, MAX_STEPS), size)}</figure>
            </div>`
      }
    `;
  }

  #choices(): TemplateResult {
    const { system, points } = this.state;
    const name = system.kind === "named" ? system.name : "";
    const choose = (change: (value: string) => Partial<LabState>) => (event: Event) =>
      this.change(change((event.target as HTMLSelectElement).value));
    const lab = this.host.getAttribute("lab");
    return html`<div class="bar">
      <label><span>System</span><select data-choice="system" @change=${choose((value) => ({ system: { kind: "named", name: value }, initial: undefined, coordinate: 0 }))}>
        ${heldOutNames.map((one) => html`<option value=${one} ?selected=${one === name}>${one.replaceAll("-", " ")}</option>`)}
      </select></label>
      <label><span>Points</span><select data-choice="points" @change=${choose((value) => ({ points: Number(value) }))}>
        ${POINTS.map((count) => html`<option value=${count} ?selected=${count === points}>${count}</option>`)}
      </select></label>
      <button class="plain" @click=${() => this.change({ initial: undefined, motion: this.state.motion + 1 })}>Another motion</button>
      ${lab === null ? nothing : html`<a href=${`${lab}?${toQuery({ ...this.state, engine: "auto" })}`}>All of it in the lab</a>`}
    </div>`;
  }
}
