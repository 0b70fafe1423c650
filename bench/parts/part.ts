import type { Settings } from "../harness/settings.js";
import type { PartResult } from "../harness/table.js";

/** One subject of measurement. */
export interface Part {
  readonly name: string;
  readonly title: string;
  run(settings: Settings): Promise<Omit<PartResult, "part" | "title">>;
}
