import { html, render, type TemplateResult } from "lit-html";
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
import type { App } from "./desks.js";
import { introduction } from "./introduction.js";
import { Conductor, type LabSession } from "./session.js";
import { shell } from "./shell.js";
import type { LabState } from "./state.js";
import { Store } from "./store.js";
import { currentTheme, type Theme } from "./theme.js";

const introducedKey = "introduced";
/** How long a gradient step is shown before the address has it. */
const STEP_RESTS_MS = 300;

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
  #stepRests: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly root: HTMLElement) {}

  get state(): LabState {
    return this.store.value;
  }

  get session(): LabSession {
    return this.conductor.session.value;
  }

  get theme(): Theme {
    return currentTheme();
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
    this.conductor.session.listen(() => {
      this.redraw();
      this.#keepStep();
    });
    addEventListener("popstate", () => this.store.set(fromQuery(location.search)));
    addEventListener("resize", () => this.redraw());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.redraw());
    this.redraw();
    this.conductor.start();
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

  /** Writes the step that is shown into the address, once it rests: browsers allow few changes of it in a second. */
  #keepStep(): void {
    clearTimeout(this.#stepRests);
    if (this.session.frames.length === 0) return;
    this.#stepRests = setTimeout(() => {
      const { shown, playing } = this.session;
      if (!playing && shown !== this.state.step) this.change({ step: shown });
    }, STEP_RESTS_MS);
  }

  redraw(): void {
    if (this.#drawn) return;
    this.#drawn = true;
    requestAnimationFrame(() => {
      this.#drawn = false;
      render(shell(this, this.#part()), this.root);
      this.#animation.follow();
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
