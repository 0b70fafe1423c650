import type { Progress } from "../../base/progress.js";
import { type Job, jobName } from "./job.js";
import type { Phases } from "./run-job.js";

/**
 * Work in units of one task's meta-step: what a gradient step on one trajectory's points and a rollout cost, of a Hamiltonian neural
 * network and of a graph network. Measured in the profile `quick` on two cores; they decide only how evenly the time that is left falls.
 */
const COSTS = {
  hnn: { gradientStep: 0.5, rollout: 0.3 },
  graph: { gradientStep: 0.1, rollout: 0.2 },
  /** A step of the training without an inner loop. */
  pretraining: 0.4,
} as const;

type NetworkCosts = (typeof COSTS)["hnn" | "graph"];

/** How far a whole run is, beside the tasks that are under way. */
export class WholeProgress {
  readonly #onProgress: (progress: Progress) => void;
  readonly #trains: boolean;
  readonly #served: ReadonlyMap<Job, Job>;
  readonly #total: number;
  /** Work done by task. */
  readonly #done = new Map<string, number>();
  #last = 0;

  /** `served`: jobs that are trained by another. */
  constructor(
    jobs: readonly Job[],
    phases: Phases,
    served: ReadonlyMap<Job, Job>,
    onProgress: (progress: Progress) => void,
  ) {
    this.#onProgress = onProgress;
    this.#served = served;
    this.#trains = phases !== "evaluate";
    this.#total = jobs.reduce((sum, job) => {
      const costs = costsOf(job);
      const { networkRates, hnnRates, pretrained, alone } = job.config.evaluation;
      const hnn = alone || hnnRates === null ? 0 : 1;
      const trainings = costs.training + (pretrained ? costs["pre-training"] : 0);
      const trained = pretrained ? 2 : 1;
      const searched = networkRates === null ? 0 : trained + (alone ? 0 : 1);
      const searches = hnn * costs["HNN step size"] + searched * costs["step size"];
      const graphs = trained + (networkRates === null ? 0 : 1) + (alone ? 0 : 1);
      const tests = 2 * hnn * costs.hnn + graphs * costs.graph;
      return sum + (this.#trains && !served.has(job) ? trainings : 0) + (phases === "train" ? 0 : searches + tests);
    }, 0);
  }

  /** Passes the progress of a task of a job on, and with it that of the whole. */
  report(event: Progress, job: Job): void {
    this.#onProgress(event);
    const costs = costsOf(job);
    const task = event.task.slice(`${jobName(job)}: `.length);
    // Of a run that is resumed, what was trained before says nothing any more.
    if (this.#trains && !this.#served.has(job)) this.#done.set(`${jobName(job)}: training`, costs.training);
    this.#done.set(event.task, costs[kindOf(task)] * Math.min(1, event.done / event.total));
    const sum = [...this.#done.values()].reduce((a, b) => a + b, 0);
    const done = sum > this.#total * (1 - 1e-9) ? this.#total : sum;
    if (done - this.#last < this.#total / 1000 && done < this.#total) return;
    this.#last = done;
    this.#onProgress({ task: "whole run", done, total: this.#total });
  }
}

/** A label of a network that is tested with its best step size has a comma before those words. */
const isSearch = (task: string) => task.endsWith(" step size") && !task.includes(",");

function kindOf(task: string): keyof ReturnType<typeof costsOf> {
  if (task === "training" || task === "pre-training" || task === "HNN step size") return task;
  if (isSearch(task)) return "step size";
  return task.startsWith("HNN") ? "hnn" : "graph";
}

/** Work of a job by kind of task: of its trainings, of a search for a step size, and of the test of one network of each kind. */
function costsOf({ config: { outer, evaluation, systems, data } }: Job) {
  const { steps, trajectories, rolloutAt, searchTrajectories, hnnRates, networkRates } = evaluation;
  const rollouts = rolloutAt === null ? steps + 1 : rolloutAt.length;
  const test = ({ gradientStep, rollout }: NetworkCosts) => trajectories * (steps * gradientStep + rollouts * rollout);
  const search = (rates: readonly number[], { gradientStep, rollout }: NetworkCosts) =>
    rates.length * searchTrajectories * (steps * gradientStep + rollout);
  const training = outer.iterations * outer.tasksPerSystem * (data.systems ?? systems.length);
  return {
    training,
    "pre-training": training * COSTS.pretraining,
    "HNN step size": search(hnnRates ?? [], COSTS.hnn),
    "step size": search(networkRates ?? [], COSTS.graph),
    hnn: test(COSTS.hnn),
    graph: test(COSTS.graph),
  };
}
