import type { Settings } from "../harness/settings.js";
import type { PartResult } from "../harness/table.js";

/** One subject of measurement. */
export interface Part {
  readonly name: string;
  readonly title: string;
  /** About how long it takes with all peers and the default numbers of runs, on two cores that do nothing else. */
  readonly minutes: number;
  run(settings: Settings): Promise<Omit<PartResult, "part" | "title">>;
}
