import type { KeptNetwork } from "../kept/networks.js";
import type { Conductor, LabSession } from "./session.js";
import type { LabState } from "./state.js";

/** What the page is, and what may be done to it; nothing of its parts. */
export interface Page {
  readonly state: LabState;
  readonly session: LabSession;
  readonly conductor: Conductor;
  readonly kept: readonly KeptNetwork[];
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
