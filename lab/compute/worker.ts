import { UserError } from "../../src/base/errors.js";
import type { LearnedSystem } from "../../src/learning/index.js";
import { LiveAdaptation } from "./adaptation.js";
import { fitClosedForm } from "./closed-form/fit.js";
import { predictClosedForm } from "./closed-form/predict.js";
import { beginEngine } from "./engine.js";
import { toOnnx } from "./export.js";
import { graphicsBound } from "./graphics-bound.js";
import { compareLaws, labNetworkField, learnedField } from "./law.js";
import { type ClosedFormId, type Compute, isClosedForm } from "./messages.js";
import { describeMotion, type PreparedMotion, prepareMotion } from "./motion.js";
import { learnRecord, predictRecord, readColumns, readFile, recordEnds, recordModel } from "./record.js";
import { type Port, report, serve } from "./rpc.js";
import { timeTraining, trainNetwork } from "./training.js";

const port = self as unknown as Port;
let motion: PreparedMotion | undefined;
let adaptation: LiveAdaptation | undefined;
const closed = new Map<ClosedFormId, { readonly prepared: PreparedMotion; readonly learned: LearnedSystem }>();
let stopping = false;

const need = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new Error(`there is no ${what} yet`);
  return value;
};

const compute: Compute = {
  start: beginEngine,
  async timeAdaptation(experiment, options) {
    return (await LiveAdaptation.open(prepareMotion(experiment), options)).timeStep();
  },
  timeTraining,
  graphicsBound,
  async motion(experiment) {
    motion = prepareMotion(experiment);
    return describeMotion(motion);
  },
  async adapt(options) {
    adaptation = await LiveAdaptation.open(need(motion, "motion"), options);
    return adaptation.first();
  },
  async closedForm(method, experiment) {
    const prepared = prepareMotion(experiment);
    const learned = await fitClosedForm(method, prepared);
    closed.set(method, { prepared, learned });
    return predictClosedForm(method, prepared, learned);
  },
  step: () => need(adaptation, "adaptation").next(),
  async law(request) {
    if (isClosedForm(request.method)) {
      const { prepared, learned } = need(closed.get(request.method), "closed form");
      return compareLaws(prepared, learnedField(prepared.system, learned), request);
    }
    const running = need(adaptation, "adaptation");
    const found = running.at(request.method, request.step);
    if (found === undefined) throw new UserError(`${request.method} has not come to step ${request.step}`);
    const field = labNetworkField(running.motion.system, found.model, found.parameters);
    return compareLaws(running.motion, field, request);
  },
  train(options) {
    stopping = false;
    return trainNetwork(
      options,
      (progress) => report(port, progress),
      () => stopping,
    );
  },
  async stopTraining() {
    stopping = true;
  },
  readRecord: readFile,
  readColumns,
  learnRecord: (name, file, choices) => learnRecord(name, file, choices, (progress) => report(port, progress)),
  predictRecord,
  recordEnds,
  recordModel,
  exportOnnx: toOnnx,
};

/** Calls are answered one after the other, since engine calls must not overlap; only the request to stop comes at once. */
function inOrder(api: Compute): Compute {
  let last: Promise<unknown> = Promise.resolve();
  const queued = Object.entries(api).map(([name, method]) => [
    name,
    name === "stopTraining"
      ? method
      : (...args: unknown[]) => {
          const call = last.then(() => (method as (...args: unknown[]) => unknown)(...args));
          last = call.catch(() => {});
          return call;
        },
  ]);
  return Object.fromEntries(queued) as Compute;
}

serve(port, inOrder(compute), (error) => error instanceof UserError);
