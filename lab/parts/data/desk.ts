import type { Recording } from "../../../src/records/index.js";
import { messageOf, startPlainClient } from "../../compute/client.js";
import type { App } from "../../page/app.js";

/** A record of the visitor's: read in a worker, never sent anywhere. */
export class DataDesk {
  recording: Recording | undefined;
  problem: string | undefined;
  busy = false;
  /** Index of the motion that is drawn. */
  motion = 0;
  /** Turns velocities into momenta where the file has no momenta. */
  mass = 1;
  #file: File | undefined;
  #client: ReturnType<typeof startPlainClient> | undefined;
  /** Counts the files, so that the answer to an older one is dropped. */
  #turn = 0;

  constructor(readonly app: App) {}

  async open(file: File): Promise<void> {
    this.#file = file;
    this.motion = 0;
    await this.#read();
  }

  async setMass(mass: number): Promise<void> {
    this.mass = mass;
    await this.#read();
  }

  show(motion: number): void {
    this.motion = motion;
    this.app.redraw();
  }

  async #read(): Promise<void> {
    const file = this.#file;
    if (file === undefined) return;
    const turn = ++this.#turn;
    Object.assign(this, { busy: true, problem: undefined, recording: undefined });
    this.app.redraw();
    try {
      this.#client ??= startPlainClient();
      const recording = await this.#client.compute.readRecord(file.name, file, this.mass);
      if (turn === this.#turn) this.recording = recording;
    } catch (error) {
      if (turn === this.#turn) this.problem = messageOf(error);
    } finally {
      if (turn === this.#turn) this.busy = false;
      this.app.redraw();
    }
  }
}
