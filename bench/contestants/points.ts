import type { MetaBatch } from "../../src/learning/index.js";
import type { MetaOptions, ReadJob } from "./job.js";

/** The job's own points of every group. */
export const fixedBatch = (job: ReadJob, { groups }: MetaOptions): Promise<MetaBatch> =>
  Promise.all(
    groups.map(async ({ bodies }) => ({
      supportStates: await job.f32(`support_states_${bodies}`),
      supportDerivatives: await job.f32(`support_derivatives_${bodies}`),
      queryStates: await job.f32(`query_states_${bodies}`),
      queryDerivatives: await job.f32(`query_derivatives_${bodies}`),
    })),
  );
