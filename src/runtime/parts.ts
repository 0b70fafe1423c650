import { Rounds } from "../base/rounds.js";
import type { Precision, Program, Shape } from "../graph/index.js";
import { type CompileOptions, findEngine } from "./compile.js";
import type { Engine, Reals } from "./engine.js";
import { allocateArrays, type OnnxModel, toModel } from "./model.js";
import { type PartsData, PartWorker } from "./part-worker.js";
import { type HelperThread, startThread, usableThreads } from "./threads.js";

/** One of several programs that run side by side, with arrays of its own for what it reads and gives. */
export interface ProgramPart<Output extends string = string> {
  readonly inputs: Readonly<Record<string, Reals>>;
  readonly outputs: Readonly<Record<Output, Reals>>;
}

/** How long this thread waits without looking whether a helper has ended. */
const PATIENCE = 500;

/**
 * Programs that run side by side. With the native engine each runs on one thread, as many at a time as there are
 * threads: small operations use the cores far better so than divided between them. Other engines run one after another, each
 * with all threads.
 */
export class Parts<Output extends string = string> {
  readonly engine: Engine;
  readonly precision: Precision;
  readonly parts: readonly ProgramPart<Output>[];
  readonly #worker: PartWorker;
  readonly #helpers: readonly HelperThread[];
  /** Rejects when a helper ends that should not. */
  readonly #broken: Promise<never>;

  private constructor(
    engine: Engine,
    data: PartsData,
    worker: PartWorker,
    helpers: readonly HelperThread[],
    broken: Promise<never>,
  ) {
    this.engine = engine;
    this.precision = (data.models[0] as OnnxModel).precision;
    this.parts = data.parts.map(({ inputs, outputs }) => ({ inputs, outputs: outputs as Record<Output, Reals> }));
    this.#worker = worker;
    this.#helpers = helpers;
    this.#broken = broken;
  }

  /**
   * Compiles one program a part; parts that run the same program are given the same object. Inputs named in `common` are
   * one array for all parts.
   */
  static async create<Output extends string>(
    programs: readonly Program<Output>[],
    { precision = "f32", threads, engine: wanted }: CompileOptions = {},
    common: ReadonlySet<string> = new Set(),
  ): Promise<Parts<Output>> {
    const engine = await findEngine(wanted);
    const all = threads ?? (await defaultThreads());
    const workers = engine.name === "native" ? usableThreads(all, programs.length) : 1;
    const distinct = [...new Set(programs)];
    const models = distinct.map((program) => toModel(program, precision));
    const allocate = (shapes: Readonly<Record<string, Shape>>) =>
      allocateArrays(shapes, precision, workers > 1 ? (bytes) => new SharedArrayBuffer(bytes) : undefined);
    const shared: Record<string, Reals> = {};
    const parts = programs.map((program) => {
      const model = distinct.indexOf(program);
      const { inputs: shapes, outputs } = models[model] as OnnxModel;
      const inputs = { ...allocate(shapes) };
      for (const name of Object.keys(inputs).filter((one) => common.has(one))) {
        shared[name] ??= inputs[name] as Reals;
        inputs[name] = shared[name];
      }
      return { model, inputs, outputs: allocate(outputs) };
    });
    const data: PartsData = {
      models,
      parts,
      rounds: Rounds.create(parts.length, workers > 1).shared,
      copied: workers > 1,
      threads: engine.name === "native" ? Math.max(1, Math.floor(all / workers)) : threads,
    };
    // Bundlers for browsers must not take the file along.
    const script = new URL(/* @vite-ignore */ "./part-thread.js", import.meta.url);
    const helpers: HelperThread[] = [];
    let fail: (error: unknown) => void = () => {};
    const broken = new Promise<never>((_, reject) => {
      fail = reject;
    });
    broken.catch(() => {});
    for (let i = 1; i < workers; i++) helpers.push((await startThread(script, data)).once("error", fail));
    return new Parts<Output>(engine, data, await PartWorker.create(engine, data), helpers, broken);
  }

  /** Runs every part once, from the inputs that stand in their arrays. Calls must not overlap. */
  async run(): Promise<void> {
    const { rounds } = this.#worker;
    rounds.begin();
    await this.#worker.work();
    while (!rounds.awaitAll(PATIENCE)) {
      if (rounds.hasFailed) await this.#broken;
      await Promise.race([this.#broken, new Promise((resolve) => setTimeout(resolve))]);
    }
  }

  async close(): Promise<void> {
    const running = this.#helpers.filter(({ threadId }) => threadId !== -1);
    const gone = running.map((helper) => new Promise((resolve) => helper.once("exit", resolve).ref()));
    this.#worker.rounds.end();
    await this.#worker.close();
    await Promise.all(gone);
  }
}

async function defaultThreads(): Promise<number> {
  if (typeof process !== "object") return 1;
  const { availableParallelism } = await import(/* @vite-ignore */ "node:os");
  return availableParallelism();
}
