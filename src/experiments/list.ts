import { comparison } from "./comparison/experiment.js";
import type { Experiment } from "./experiment.js";
import { paper } from "./paper/experiment.js";
import { training } from "./training/experiment.js";

/** Every experiment: what can be run, resumed, repeated and swept. */
export const experiments: readonly Experiment[] = [paper, comparison, training];
