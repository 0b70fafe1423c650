import { html, nothing, render, type TemplateResult } from "lit-html";
import type { Figure } from "../../src/report/svg/figure.js";
import { adaptFigure, lawFigure } from "../figures/exported.js";
import { type KeptNetwork, listKept } from "../kept/networks.js";
import { adaptPart } from "../parts/adapt/view.js";
import { DataDesk } from "../parts/data/desk.js";
import { dataPart } from "../parts/data/view.js";
import { LawDesk } from "../parts/law/desk.js";
import { lawPart } from "../parts/law/view.js";
import { RunsDesk } from "../parts/runs/desk.js";
import { runsPart } from "../parts/runs/view.js";
import { TrainingDesk } from "../parts/train/desk.js";
import { trainPart } from "../parts/train/view.js";
import { fromQuery, toQuery } from "./address.js";
import { Animation } from "./animation.js";
import { saveFigure } from "./download.js";
import { icons } from "./icons.js";
import { introduction } from "./introduction.js";
import { Conductor, type Session } from "./session.js";
import { shell } from "./shell.js";
import type { LabState } from "./state.js";
import { Store } from "./store.js";

/** What the parts of the page see and may do. */
export interface App {
  readonly state: LabState;
  readonly session: Session;
  readonly conductor: Conductor;
  readonly kept: readonly KeptNetwork[];
  readonly law: LawDesk;
  readonly training: TrainingDesk;
  readonly runs: RunsDesk;
  readonly data: DataDesk;
  /** Whether the drawn motion runs. */
  readonly moving: boolean;
  /** A line that the page says once, such as that a link has been copied. */
  readonly said: string;
  readonly introduced: boolean;
  readonly change: (changes: Partial<LabState>) => void;
  toggleMotion(): void;
  seekTime(seconds: number): void;
  say(text: string): void;
  setIntroduced(done: boolean): void;
  refreshKept(): Promise<void>;
  /** Draws the page again soon. */
  redraw(): void;
}

const introducedKey = "introduced";

export class LabApp implements App {
  readonly store = new Store<LabState>(fromQuery(location.search));
  readonly conductor = new Conductor(this.store);
  readonly law = new LawDesk(this);
  readonly training = new TrainingDesk(this);
  readonly runs = new RunsDesk(this);
  readonly data = new DataDesk(this);
  readonly #animation = new Animation(this);
  kept: readonly KeptNetwork[] = [];
  said = "";
  #drawn = false;

  constructor(readonly root: HTMLElement) {}

  get state(): LabState {
    return this.store.value;
  }

  get session(): Session {
    return this.conductor.session.value;
  }

  get moving(): boolean {
    return this.#animation.moving;
  }

  get introduced(): boolean {
    return localStorage.getItem(introducedKey) === "yes";
  }

  start(): void {
    this.root.replaceChildren();
    this.store.listen((state, before) => {
      const query = toQuery(state);
      history.replaceState(null, "", `${location.pathname}${query === "" ? "" : `?${query}`}`);
      if (state.part !== before.part) scrollTo({ top: 0 });
      this.redraw();
    });
    this.conductor.session.listen(() => this.redraw());
    addEventListener("popstate", () => this.store.set(fromQuery(location.search)));
    addEventListener("resize", () => this.redraw());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.redraw());
    this.redraw();
    this.conductor.start();
    this.#animation.start();
    void this.refreshKept();
  }

  readonly change = (changes: Partial<LabState>): void => this.store.set(changes);

  toggleMotion(): void {
    this.#animation.moving = !this.#animation.moving;
    this.redraw();
  }

  seekTime(seconds: number): void {
    this.#animation.seek(seconds);
    this.redraw();
  }

  say(text: string): void {
    this.said = text;
    this.redraw();
  }

  setIntroduced(done: boolean): void {
    localStorage.setItem(introducedKey, done ? "yes" : "no");
    this.redraw();
  }

  async refreshKept(): Promise<void> {
    // Private windows may refuse to keep anything.
    this.kept = await listKept().catch(() => []);
    this.redraw();
  }

  redraw(): void {
    if (this.#drawn) return;
    this.#drawn = true;
    requestAnimationFrame(() => {
      this.#drawn = false;
      render(shell(this, this.#part()), this.root);
      // A motion that runs is drawn in the next frame anyway.
      if (!this.moving) this.#animation.drawOnce();
    });
  }

  #part(): TemplateResult {
    switch (this.state.part) {
      case "adapt":
        return html`${introduction(this)}${adaptPart(this)}`;
      case "law":
        return lawPart(this);
      case "train":
        return trainPart(this);
      case "data":
        return dataPart(this);
      case "runs":
        return runsPart(this);
    }
  }
}

/** Buttons that save the part's figure, drawn anew for paper. */
export function exportButtons(app: App): TemplateResult {
  const save = async (type: "svg" | "png") => {
    const figure = figureOf(app);
    if (figure === undefined) return;
    await saveFigure(figure, `metahamilton-${app.state.part}`, type);
    app.say(`Saved the figure as ${type.toUpperCase()}.`);
  };
  if (figureOf(app) === undefined) return html`${nothing}`;
  return html`<p class="exports">${icons.image}<span>Figure as</span>
    <button class="inline" @click=${() => save("svg")}>SVG</button><button class="inline" @click=${() => save("png")}>PNG</button></p>`;
}

function figureOf({ state, session, law }: App): Figure | undefined {
  const { motion, system, frames, shown } = session;
  if (motion === undefined || system === undefined) return undefined;
  if (state.part === "adapt") return adaptFigure(system, motion, frames, shown, state.coordinate);
  return law.current === undefined ? undefined : lawFigure(law.current);
}
