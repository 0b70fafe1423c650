import type { SweepTask } from "../task.js";
import { compare } from "./compare.js";
import { experiment } from "./experiment.js";

/** Everything that can be swept. */
export const tasks: readonly SweepTask[] = [experiment, compare];
