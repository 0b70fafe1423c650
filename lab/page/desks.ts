import type { DataDesk } from "../parts/data/desk.js";
import type { LawDesk } from "../parts/law/desk.js";
import type { RunsDesk } from "../parts/runs/desk.js";
import type { TrainingDesk } from "../parts/train/desk.js";
import type { Page } from "./page.js";

/** The page with the desks of its parts: what views see. */
export interface App extends Page {
  readonly law: LawDesk;
  readonly training: TrainingDesk;
  readonly runs: RunsDesk;
  readonly data: DataDesk;
}
