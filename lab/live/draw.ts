import { html, nothing, type TemplateResult } from "lit-html";
import type { RecordResults } from "../../src/records/index.js";
import { percentText } from "../../src/report/numbers.js";
import { heldOutSentence } from "../../src/report/record/held-out.js";
import { lawSection } from "../../src/report/record/law-section.js";
import { verdictSentence } from "../../src/report/record/wording.js";
import { messageOf } from "../compute/failure.js";
import type { LearningProgress } from "../compute/messages.js";
import { describeMotion, prepareMotion } from "../compute/motion.js";
import { remote } from "../compute/rpc.js";
import { liveSvg } from "../figures/live-svg.js";
import { labExperiment, labSystem, ownComponents } from "../page/experiment.js";
import { formula } from "../page/formula.js";
import type { LabSession } from "../page/session.js";
import type { LabState } from "../page/state.js";
import { phasePad } from "../parts/adapt/phase-pad.js";
import { stage } from "../parts/adapt/stage.js";
import type { DrawnRecord, LawFinder } from "./law-worker.js";
import { LivePage } from "./live-page.js";

/** Systems to choose from, and the levels of noise, as shares of each component's spread. */
const SYSTEMS = ["pendulum", "duffing", "mass-spring", "double-pendulum", "henon-heiles", "kepler"];
const NOISE = [0, 0.01, 0.05];
/** A motion is learned once it has rested so long. */
const REST_MS = 500;

/** A worker that finds laws. */
type Finder = ReturnType<typeof remote<LawFinder>>;

/** Draw a motion, see the law: the start of a motion can be dragged, and what `adapt` finds of its noisy rows stands below. */
export class DrawPage extends LivePage {
  session: LabSession;
  #turn = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #finder: { readonly worker: Finder; busy: boolean } | undefined;
  #progress: LearningProgress | undefined;
  results: RecordResults | undefined;
  #failure: string | undefined;

  /** @param onResults - Told of every law that is found. */
  constructor(
    host: HTMLElement,
    readonly makeWorker: () => Worker,
    changes: Partial<LabState> = {},
    readonly onResults: (results: RecordResults, state: LabState) => void = () => {},
  ) {
    super(host, { noise: 0.01, points: Number.MAX_SAFE_INTEGER, methods: [], ...changes });
    this.session = {
      status: "computing",
      problem: undefined,
      system: undefined,
      motion: undefined,
      frames: [],
      shown: 0,
      playing: false,
      pace: 0,
    };
    this.store.listen(() => this.#begin());
  }

  override start(): void {
    super.start();
    this.#begin();
  }

  override end(): void {
    super.end();
    this.#turn++;
    clearTimeout(this.#rest);
    this.#finder?.worker.end("the page was left");
    this.#finder = undefined;
  }

  #begin(): void {
    const turn = ++this.#turn;
    clearTimeout(this.#rest);
    this.#failure = undefined;
    this.#progress = undefined;
    try {
      const system = labSystem(this.state);
      const motion = describeMotion(prepareMotion(labExperiment(this.state, system)));
      this.session = { ...this.session, system, motion, problem: undefined, status: "ready" };
      this.results = undefined;
      this.#rest = setTimeout(() => void this.#learn(turn), REST_MS);
    } catch (error) {
      this.session = { ...this.session, problem: messageOf(error), status: "failed" };
    }
    this.redraw();
  }

  async #learn(turn: number): Promise<void> {
    if (this.#finder?.busy) {
      this.#finder.worker.end("another motion was drawn");
      this.#finder = undefined;
    }
    this.#finder ??= {
      worker: remote<LawFinder>(this.makeWorker(), (progress) => {
        this.#progress = progress as LearningProgress;
        this.redraw();
      }),
      busy: false,
    };
    const finder = this.#finder;
    finder.busy = true;
    this.#progress = { share: 0, what: "form of the law" };
    this.redraw();
    try {
      const results = await finder.worker.api.learn(this.#record());
      if (turn !== this.#turn) return;
      this.results = results;
      this.onResults(results, this.state);
    } catch (error) {
      if (turn === this.#turn) this.#failure = messageOf(error);
    } finally {
      finder.busy = false;
      if (turn === this.#turn) this.#progress = undefined;
      this.redraw();
    }
  }

  /** The rows that were measured: the points of the motion, with their noise. */
  #record(): DrawnRecord {
    const { system, motion } = this.session;
    if (system === undefined || motion === undefined) throw new Error("there is no motion yet");
    const size = 2 * system.dimension;
    const components = ownComponents(system).map(({ name, unit }, i) => ({
      name,
      unit: unit === "1" ? "" : unit,
      values: Float64Array.from(motion.support, (_, row) => motion.observed[row * size + i] as number),
    }));
    const times = Float64Array.from(motion.support, (sample) => motion.t[sample] as number);
    return { name: system.title, columns: [{ name: "t", unit: "s", values: times }, ...components] };
  }

  protected view(): TemplateResult {
    const { system, motion, problem } = this.session;
    return html`
      ${this.#choices()} ${problem === undefined ? nothing : html`<p class="problem" role="alert">${problem}</p>`}
      <div class="live-charts">
        ${stage(this)}
        ${
          system === undefined || motion === undefined
            ? nothing
            : html`<figure class="chart">${phasePad(this, system, motion, { width: this.panelWidth, height: Math.round(0.9 * this.panelWidth) })}</figure>`
        }
      </div>
      <section class="card learned drawn-law" aria-label="The law of the motion" aria-live="polite" aria-busy=${this.results === undefined && this.#failure === undefined}
        data-verdict=${this.results?.check.verdict ?? nothing}>${this.#law()}</section>
    `;
  }

  #choices(): TemplateResult {
    const { system, noise } = this.state;
    const name = system.kind === "named" ? system.name : "";
    const choose = (change: (value: string) => Partial<LabState>) => (event: Event) =>
      this.change(change((event.target as HTMLSelectElement).value));
    return html`<div class="bar">
      <label><span>System</span><select data-choice="system" @change=${choose((value) => ({ system: { kind: "named", name: value }, initial: undefined, points: Number.MAX_SAFE_INTEGER, coordinate: 0 }))}>
        ${[...new Set([name, ...SYSTEMS])].map((one) => html`<option value=${one} ?selected=${one === name}>${one.replaceAll("-", " ")}</option>`)}
      </select></label>
      <label><span>Noise</span><select data-choice="noise" @change=${choose((value) => ({ noise: Number(value) }))}>
        ${[...new Set([...NOISE, noise])].map((level) => html`<option value=${level} ?selected=${level === noise}>${level === 0 ? "none" : percentText(level)}</option>`)}
      </select></label>
      <button class="plain" @click=${() => this.change({ initial: undefined, motion: this.state.motion + 1 })}>Another motion</button>
    </div>`;
  }

  #law(): TemplateResult {
    const { system, motion } = this.session;
    if (this.#failure !== undefined) return html`<p class="problem" role="alert">${this.#failure}</p>`;
    if (this.results === undefined) {
      const { share, what } = this.#progress ?? { share: 0, what: "waits until the motion rests" };
      return html`<p class="hint">The law of ${motion?.support.length ?? 0} rows, by nothing but them: ${what}.</p>
        <progress max="1" .value=${share} aria-label="Share of the learning done"></progress>`;
    }
    return html`${liveSvg(`<div>${lawSection(this.results).text}</div>`)}
      <p>${verdictSentence(this.results)}</p>
      <p class="hint">${heldOutSentence(this.results)}</p>
      <p class="hint">What moved it: ${formula(system?.formula ?? "")}${constantsText(system?.constants ?? {})}</p>`;
  }
}

function constantsText(constants: Readonly<Record<string, number>>): string {
  const list = Object.entries(constants).map(([name, value]) => `${name} ${value}`);
  return list.length === 0 ? "" : `, ${list.join(", ")}`;
}
