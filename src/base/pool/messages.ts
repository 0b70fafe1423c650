import type { PackedError } from "./worker-error.js";

/** What a pool says to its threads: the next job, or to leave the job that is running and to end. */
export type ToThread<Job> = { readonly kind: "job"; readonly job: Job } | { readonly kind: "stop" };

/** What a thread answers. */
export type FromThread<Result, Progress> =
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "done"; readonly result: Result }
  | { readonly kind: "failed"; readonly error: PackedError };
