import type { KeptNetwork } from "../kept/networks.js";
import type { Conductor, LabSession } from "./session.js";
import type { LabState } from "./state.js";
import type { Theme } from "./theme.js";

/** What the views of a motion need of their page: the lab's, or another that a part of the lab stands in. */
export interface MotionPage {
  /** What the views are drawn into. */
  readonly root: HTMLElement;
  readonly theme: Theme;
  readonly state: LabState;
  readonly session: LabSession;
  /** Whether the drawn motion runs. */
  readonly moving: boolean;
  readonly change: (changes: Partial<LabState>) => void;
  toggleMotion(): void;
  seekTime(seconds: number): void;
  /** Draws the page again soon. */
  redraw(): void;
}

/** What the lab's page is, and what may be done to it; nothing of its parts. */
export interface Page extends MotionPage {
  readonly conductor: Conductor;
  readonly kept: readonly KeptNetwork[];
  /** A line that the page says once, such as that a link has been copied. */
  readonly said: string;
  readonly introduced: boolean;
  say(text: string): void;
  setIntroduced(done: boolean): void;
  refreshKept(): Promise<void>;
}
