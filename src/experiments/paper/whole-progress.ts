import type { Progress } from "../../base/progress.js";
import { type Job, jobName } from "./job.js";
import type { Phases } from "./run-job.js";

/**
 * Work in units of one task's meta-step: what a gradient step on one trajectory's points and a rollout cost, of a Hamiltonian neural
 * network and of a graph network. Measured in the profile `quick` on two cores; they decide only how evenly the time that is left falls.
 */
const COSTS = { hnn: { gradientStep: 0.5, rollout: 0.3 }, graph: { gradientStep: 0.1, rollout: 0.2 } } as const;

/** How far a whole run is, beside the tasks that are under way. */
export class WholeProgress {
  readonly #onProgress: (progress: Progress) => void;
  readonly #trains: boolean;
  readonly #total: number;
  /** Work done by task. */
  readonly #done = new Map<string, number>();
  #last = 0;

  constructor(jobs: readonly Job[], phases: Phases, onProgress: (progress: Progress) => void) {
    this.#onProgress = onProgress;
    this.#trains = phases !== "evaluate";
    this.#total = jobs.reduce((sum, job) => {
      const { training, search, hnn, graph } = costsOf(job);
      return sum + (this.#trains ? training : 0) + (phases === "train" ? 0 : search + 2 * hnn + 2 * graph);
    }, 0);
  }

  /** Passes the progress of a task of a job on, and with it that of the whole. */
  report(event: Progress, job: Job): void {
    this.#onProgress(event);
    const costs = costsOf(job);
    const task = event.task.slice(`${jobName(job)}: `.length);
    // Of a run that is resumed, what was trained before says nothing any more.
    if (this.#trains) this.#done.set(`${jobName(job)}: training`, costs.training);
    this.#done.set(event.task, costs[kindOf(task)] * Math.min(1, event.done / event.total));
    const sum = [...this.#done.values()].reduce((a, b) => a + b, 0);
    const done = sum > this.#total * (1 - 1e-9) ? this.#total : sum;
    if (done - this.#last < this.#total / 1000 && done < this.#total) return;
    this.#last = done;
    this.#onProgress({ task: "whole run", done, total: this.#total });
  }
}

function kindOf(task: string): keyof ReturnType<typeof costsOf> {
  if (task === "training") return "training";
  if (task === "HNN step size") return "search";
  return task.startsWith("HNN") ? "hnn" : "graph";
}

/** Work of a job: of its training, of the search for the step size, and of the test of one network of each kind. */
function costsOf({ config: { outer, evaluation, systems, data } }: Job) {
  const { steps, trajectories, rolloutAt, searchTrajectories, hnnRates } = evaluation;
  const rollouts = rolloutAt === null ? steps + 1 : rolloutAt.length;
  const test = ({ gradientStep, rollout }: (typeof COSTS)[keyof typeof COSTS]) =>
    trajectories * (steps * gradientStep + rollouts * rollout);
  return {
    training: outer.iterations * outer.tasksPerSystem * (data.systems ?? systems.length),
    search: hnnRates.length * searchTrajectories * (steps * COSTS.hnn.gradientStep + COSTS.hnn.rollout),
    hnn: test(COSTS.hnn),
    graph: test(COSTS.graph),
  };
}
