import type { Recording, RecordResults, TableColumn } from "../../../src/records/index.js";
import { type Client, startPlainClient } from "../../compute/client.js";
import { messageOf } from "../../compute/failure.js";
import type { LearningProgress, PredictionRequest, RecordChoices, RecordPrediction } from "../../compute/messages.js";
import type { Page } from "../../page/page.js";

/** Share of the learning from which on the time left is told. */
const SOON = 0.1;

const NO_PREDICTION = { prediction: undefined, predictionProblem: undefined };

/** A record of the visitor's: read in a worker, never sent anywhere. */
export class DataDesk {
  recording: Recording | undefined;
  problem: string | undefined;
  busy = false;
  /** What was learned of the record, and whether that is under way. */
  results: RecordResults | undefined;
  learning = false;
  /** Where the law has the end of each motion, in the units of the file. */
  ends: readonly (readonly number[])[] = [];
  /** How far it is, and about how many seconds it still takes. */
  progress: (LearningProgress & { readonly left: number | undefined }) | undefined;
  /** Index of the motion that is drawn. */
  motion = 0;
  /** The prediction that was asked for, and why there is none. */
  prediction: RecordPrediction | undefined;
  predictionProblem: string | undefined;
  /** What the visitor said instead of what was recognised. */
  choices: RecordChoices = {};
  /** The columns of a file whose roles were not recognised. */
  columns: readonly TableColumn[] = [];
  #file: File | undefined;
  #client: Client | undefined;
  #began = 0;
  /** Counts the files, so that the answer to an older one is dropped. */
  #turn = 0;

  constructor(readonly app: Page) {}

  async open(file: File): Promise<void> {
    this.#file = file;
    this.motion = 0;
    this.choices = {};
    await this.#read();
  }

  /** Reads the open file again with other choices. */
  async choose(choices: Partial<RecordChoices>): Promise<void> {
    this.choices = { ...this.choices, ...choices };
    this.motion = 0;
    await this.#read();
  }

  show(motion: number): void {
    this.motion = motion;
    this.app.redraw();
  }

  /** Learns the law of the record that is open. */
  async learn(): Promise<void> {
    const file = this.#file;
    if (file === undefined || this.learning) return;
    const turn = this.#turn;
    this.#began = performance.now();
    Object.assign(this, {
      learning: true,
      results: undefined,
      problem: undefined,
      progress: undefined,
      ...NO_PREDICTION,
    });
    this.app.redraw();
    try {
      this.#client ??= startPlainClient((progress) => this.#tell(progress as LearningProgress));
      const results = await this.#client.compute.learnRecord(file.name, file, this.choices);
      const ends = await this.#client.compute.recordEnds();
      if (turn === this.#turn) Object.assign(this, { results, ends });
    } catch (error) {
      if (turn === this.#turn) this.problem = messageOf(error);
    } finally {
      if (turn === this.#turn) this.learning = false;
      this.app.redraw();
    }
  }

  /** Predicts a motion by the law that was learned. */
  async predict(request: PredictionRequest): Promise<void> {
    const turn = this.#turn;
    try {
      const prediction = await this.#client?.compute.predictRecord(request);
      if (turn === this.#turn) Object.assign(this, { prediction, predictionProblem: undefined });
    } catch (error) {
      if (turn === this.#turn) Object.assign(this, { prediction: undefined, predictionProblem: messageOf(error) });
    }
    this.app.redraw();
  }

  /** The learned law as a file. */
  async modelFile(format: "safetensors" | "onnx"): Promise<Uint8Array> {
    if (this.#client === undefined) throw new Error("no law has been learned yet");
    return this.#client.compute.recordModel(format);
  }

  #tell(progress: LearningProgress): void {
    if (!this.learning) return;
    const { share } = progress;
    const seconds = (performance.now() - this.#began) / 1000;
    // The first steps say little of how long the others take.
    this.progress = { ...progress, left: share > SOON && share < 1 ? (seconds / share) * (1 - share) : undefined };
    this.app.redraw();
  }

  async #read(): Promise<void> {
    const file = this.#file;
    if (file === undefined) return;
    const turn = ++this.#turn;
    Object.assign(this, {
      busy: true,
      problem: undefined,
      recording: undefined,
      results: undefined,
      learning: false,
      ...NO_PREDICTION,
    });
    this.app.redraw();
    try {
      this.#client ??= startPlainClient((progress) => this.#tell(progress as LearningProgress));
      const recording = await this.#client.compute.readRecord(file.name, file, this.choices);
      if (turn === this.#turn) Object.assign(this, { recording, columns: recording.columns });
    } catch (error) {
      const columns = await this.#client?.compute.readColumns(file.name, file).catch(() => []);
      if (turn === this.#turn) Object.assign(this, { problem: messageOf(error), columns: columns ?? [] });
    } finally {
      if (turn === this.#turn) this.busy = false;
      this.app.redraw();
    }
  }
}
