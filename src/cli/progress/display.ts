import type { Progress } from "../../base/progress.js";

/** Where progress is shown: the part of a `tty.WriteStream` that is needed. */
export interface Screen {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  write(text: string): unknown;
}

/** Shows progress until stopped; `stop` leaves nothing half-drawn. */
export interface ProgressDisplay {
  report(event: Progress): void;
  /** Writes a line that stays, above whatever is being drawn. */
  say(line: string): void;
  stop(): void;
}
