import { Animation } from "../page/animation.js";
import type { MotionPage } from "../page/page.js";
import type { LabSession } from "../page/session.js";
import { initialState, type LabState } from "../page/state.js";
import { Store } from "../page/store.js";
import { LiveRoot } from "./live-root.js";

/** Where two panels stand side by side, px: as in style.css. */
const TWO_FROM = 544;
/** Between two panels, and around what one holds, px. */
const [GAP, AROUND] = [12, 18];

/** A part of the lab with a motion that is drawn. */
export abstract class LivePage extends LiveRoot implements MotionPage {
  readonly store: Store<LabState>;
  readonly #animation: Animation;

  abstract readonly session: LabSession;

  constructor(host: HTMLElement, changes: Partial<LabState>) {
    super(host);
    this.store = new Store<LabState>({ ...initialState, ...changes });
    this.#animation = new Animation(this);
  }

  get state(): LabState {
    return this.store.value;
  }

  get moving(): boolean {
    return this.#animation.moving;
  }

  /** Width of a panel, px. */
  get panelWidth(): number {
    const width = this.host.clientWidth;
    return Math.round(Math.max(280, (width >= TWO_FROM ? (width - GAP) / 2 : width) - AROUND));
  }

  override start(): void {
    super.start();
    this.ends.push(() => this.#animation.end());
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

  protected override drawn(): void {
    this.#animation.follow();
  }
}
