import { Rounds, type SharedRounds } from "../base/rounds.js";
import type { Engine, Reals } from "./engine.js";
import { allocateArrays, type OnnxModel, OpenModel } from "./model.js";

/** Parts as plain data for every thread that works on them. */
export interface PartsData {
  readonly models: readonly OnnxModel[];
  readonly parts: readonly {
    /** Index of the part's model. */
    readonly model: number;
    readonly inputs: Readonly<Record<string, Reals>>;
    readonly outputs: Readonly<Record<string, Reals>>;
  }[];
  readonly rounds: SharedRounds;
  /** Whether the parts' arrays lie in shared memory, which engines do not take. */
  readonly copied: boolean;
  /** Threads of a session. */
  readonly threads: number | undefined;
}

interface OwnModel {
  readonly opened: OpenModel;
  readonly inputs: Readonly<Record<string, Reals>>;
  readonly outputs: Readonly<Record<string, Reals>>;
}

/** One thread's share of the parts: it has every model open, and takes whatever part is next. */
export class PartWorker {
  readonly rounds: Rounds;
  readonly #data: PartsData;
  readonly #models: readonly OwnModel[];

  private constructor(data: PartsData, models: readonly OwnModel[]) {
    this.rounds = new Rounds(data.rounds);
    this.#data = data;
    this.#models = models;
  }

  static async create(engine: Engine, data: PartsData): Promise<PartWorker> {
    const models: OwnModel[] = [];
    for (const model of data.models)
      models.push({
        opened: await OpenModel.open(engine, model, { threads: data.threads }),
        inputs: data.copied ? allocateArrays(model.inputs, model.precision) : {},
        outputs: data.copied ? allocateArrays(model.outputs, model.precision) : {},
      });
    return new PartWorker(data, models);
  }

  /** Takes parts until none is left in this round. */
  async work(): Promise<void> {
    for (let part = this.rounds.take(); part !== undefined; part = this.rounds.take()) {
      await this.#run(part);
      this.rounds.completed();
    }
  }

  async close(): Promise<void> {
    for (const { opened } of this.#models) await opened.close();
  }

  async #run(index: number): Promise<void> {
    const part = this.#data.parts[index] as PartsData["parts"][number];
    const { opened, inputs, outputs } = this.#models[part.model] as OwnModel;
    if (!this.#data.copied) return opened.run(part.inputs, part.outputs);
    copy(part.inputs, inputs);
    await opened.run(inputs, outputs);
    copy(outputs, part.outputs);
  }
}

function copy(from: Readonly<Record<string, Reals>>, to: Readonly<Record<string, Reals>>): void {
  for (const [name, values] of Object.entries(from)) to[name]?.set(values);
}
