import { messageOf } from "../../compute/failure.js";
import type { TrainingOptions, TrainingProgress, TrainingResult } from "../../compute/messages.js";
import { RemoteError } from "../../compute/rpc.js";
import { keepNetwork } from "../../kept/networks.js";
import { EngineRoom } from "../../page/engine-room.js";
import type { Page } from "../../page/page.js";

type Point = Extract<TrainingProgress, { phase: "training" }>;

/** A training of the visitor's: its settings, its curve, what has come of it. */
export class TrainingDesk {
  options: TrainingOptions = {
    systems: ["mass-spring", "double-pendulum", "magnetic-mirror"],
    seed: 0,
    width: 32,
    iterations: 300,
    trajectories: 60,
    tasksPerSystem: 2,
    points: 30,
    innerRate: 0.5,
    outerRate: 0.003,
  };
  curve: readonly Point[] = [];
  progress: TrainingProgress | undefined;
  running = false;
  /** The finished network, and the settings that made it. */
  result: { readonly file: Uint8Array; readonly options: TrainingOptions; readonly stopped: boolean } | undefined;
  problem: string | undefined;
  /** Its batches are large enough for several threads, and the page's own worker stays free. */
  readonly engines = new EngineRoom({
    usual: "threads",
    others: ["single", "webgpu"],
    preference: () => this.app.state.engine,
    onProgress: (progress) => this.#report(progress as TrainingProgress),
  });
  /** The sizes that the engines were timed with. */
  #timed = "";

  constructor(readonly app: Page) {}

  set(changes: Partial<TrainingOptions>): void {
    this.options = { ...this.options, ...changes };
    this.app.redraw();
  }

  async start(): Promise<void> {
    if (this.running) return;
    const { options } = this;
    Object.assign(this, { running: true, curve: [], progress: undefined, result: undefined, problem: undefined });
    this.app.redraw();
    try {
      await this.#measure(options);
      this.result = { ...(await this.#train(options)), options };
    } catch (error) {
      this.problem = messageOf(error);
    } finally {
      this.running = false;
      this.app.redraw();
    }
  }

  /** Times a step of this size in the engines; a size that has been timed keeps its times. */
  async #measure({ systems, width, tasksPerSystem, points }: TrainingOptions): Promise<void> {
    const size = JSON.stringify([systems, width, tasksPerSystem, points]);
    if (size !== this.#timed) this.engines.forget();
    this.#timed = size;
    const options = this.options;
    await this.engines.measure(({ compute }) => compute.timeTraining(options));
  }

  /** Trains; where the engine itself fails, such as for want of memory, from the start in a slower one. */
  async #train(options: TrainingOptions): Promise<TrainingResult> {
    for (;;) {
      const { compute } = await this.engines.client();
      this.app.redraw();
      try {
        return await compute.train(options);
      } catch (error) {
        if ((error instanceof RemoteError && error.user) || !this.engines.fail(error)) throw error;
        this.curve = [];
      }
    }
  }

  stop(): void {
    void this.engines.client().then(({ compute }) => compute.stopTraining());
  }

  /** Keeps the finished network in this browser. */
  async keep(name: string): Promise<void> {
    if (this.result === undefined) return;
    const { options, file } = this.result;
    await this.keepFile(name, `trained here on ${options.systems.join(", ")}`, file);
  }

  async keepFile(name: string, origin: string, bytes: Uint8Array): Promise<void> {
    try {
      await keepNetwork({ name, origin, bytes, saved: Date.now() });
      await this.app.refreshKept();
      this.app.say(`Kept ${name} in this browser.`);
    } catch (error) {
      this.problem = `This browser cannot keep the network (${messageOf(error)}); download it instead.`;
      this.app.redraw();
    }
  }

  #report(progress: TrainingProgress): void {
    this.progress = progress;
    if (progress.phase === "training") this.curve = [...this.curve, progress];
    this.app.redraw();
  }
}
