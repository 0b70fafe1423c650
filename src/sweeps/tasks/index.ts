import type { SweepTask } from "../task.js";
import { experiment } from "./experiment.js";

/** Everything that can be swept. */
export const tasks: readonly SweepTask[] = [experiment];
