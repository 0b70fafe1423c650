import { compare } from "./comparison/experiment.js";
import type { SweepTask } from "./experiment.js";
import { experiment } from "./paper/experiment.js";

/** Everything that can be swept. */
export const tasks: readonly SweepTask[] = [experiment, compare];
