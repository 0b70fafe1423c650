import type { System } from "../../src/mechanics/index.js";
import { type Client, startPlainClient } from "../compute/client.js";
import { messageOf } from "../compute/failure.js";
import {
  type Frame,
  isClosedForm,
  type LabExperiment,
  type MethodId,
  type MethodPrediction,
  type TrueMotion,
} from "../compute/messages.js";
import { RemoteError } from "../compute/rpc.js";
import { EngineRoom } from "./engine-room.js";
import { experimentKey, isOf, labExperiment, labSystem, networkOf } from "./experiment.js";
import { type LabState, MAX_STEPS, showsExperiment } from "./state.js";
import { Store } from "./store.js";

/** What is being computed and what has come of it. */
export interface LabSession {
  readonly status: "starting" | "computing" | "ready" | "failed";
  /** Said to the visitor: a mistake, a failure. */
  readonly problem: string | undefined;
  /** The system of the page's state; undefined for a formula that cannot be read. */
  readonly system: System | undefined;
  readonly motion: TrueMotion | undefined;
  /** Predictions after step 0, 1, ...; as many as have been computed. */
  readonly frames: readonly Frame[];
  /** Which of them is shown. */
  readonly shown: number;
  readonly playing: boolean;
  /** Steps a second; Infinity for as fast as they come. */
  readonly pace: number;
}

/** Dragging asks for many motions; the networks begin once it has rested. */
const REST_MS = 180;
/** Engines are timed against each other once the page has been still for so long. */
const MEASURE_AFTER_MS = 1500;

/** Runs the experiment of the page's state: motions when it changes, gradient steps when played. */
export class Conductor {
  readonly session = new Store<LabSession>({
    status: "starting",
    problem: undefined,
    system: undefined,
    motion: undefined,
    frames: [],
    shown: 0,
    playing: false,
    pace: 8,
  });
  /** Adaptation begins with one thread, which starts soonest. */
  readonly engines = new EngineRoom({
    usual: "single",
    others: ["threads", "webgpu"],
    preference: () => this.state.value.engine,
    memory: "engines",
  });
  /** The step that a link has asked for, until it is reached or another experiment is chosen. */
  #wanted = 0;
  /** The experiment that stands, or is being prepared. */
  #begun: string | undefined;
  /** Counts the experiments, so that answers to an older one are dropped. */
  #turn = 0;
  #busy = false;
  #rest: ReturnType<typeof setTimeout> | undefined;
  /** The worker of the closed form, which may take long and has the frames wait for nothing. */
  #closed: { readonly client: ReturnType<typeof startPlainClient>; busy: boolean } | undefined;
  #closedPredictions: readonly MethodPrediction[] = [];

  constructor(readonly state: Store<LabState>) {
    state.listen((now, before) => {
      if (experimentKey(now) !== experimentKey(before)) this.#wanted = 0;
      this.#follow();
    });
  }

  /** Begins, and goes on to the step that the page's address has. */
  start(): void {
    this.#wanted = this.state.value.step;
    this.#follow();
  }

  /** Begins the chosen experiment, once a part of the lab is open that shows it. */
  #follow(): void {
    const key = experimentKey(this.state.value);
    if (key === this.#begun || !showsExperiment(this.state.value.part)) return;
    this.#begun = key;
    void this.#begin();
  }

  /** The worker that adapts, started at the first call. */
  client(): Promise<Client> {
    return this.engines.client();
  }

  play(): void {
    const { shown, frames } = this.session.value;
    if (shown >= MAX_STEPS && frames.length > MAX_STEPS) this.seek(0);
    this.session.set({ playing: true });
    void this.#run();
  }

  pause(): void {
    this.session.set({ playing: false });
  }

  /** Shows one step more, computing it if it is new. */
  async forward(): Promise<void> {
    const { shown, frames } = this.session.value;
    if (shown + 1 < frames.length) this.session.set({ shown: shown + 1 });
    else if (frames.length <= MAX_STEPS) await this.#compute();
  }

  seek(step: number): void {
    const last = this.session.value.frames.length - 1;
    this.session.set({ shown: Math.max(0, Math.min(step, last)) });
  }

  setPace(pace: number): void {
    this.session.set({ pace });
  }

  async #begin(): Promise<void> {
    const turn = ++this.#turn;
    clearTimeout(this.#rest);
    const state = this.state.value;
    this.#closedPredictions = [];
    this.session.set({ playing: false, frames: [], shown: 0, problem: undefined });
    try {
      const system = labSystem(state);
      const before = this.session.value;
      // While a motion is dragged the old one stays in sight; that of another system would mean nothing.
      const kept = before.system?.formula === system.formula ? before.motion : undefined;
      this.session.set({ system, motion: kept, status: "computing" });
      const { compute } = await this.client();
      if (turn !== this.#turn) return;
      const motion = await compute.motion(labExperiment(state, system));
      if (turn !== this.#turn) return;
      this.session.set({ motion });
      this.#rest = setTimeout(() => {
        // The closed form computes without the engine, but not before the networks stand: they are what one waits for.
        void this.#adapt(turn).then(() => {
          if (turn === this.#turn) void this.#fitClosedForms(turn, state.methods, labExperiment(state, system));
        });
      }, REST_MS);
    } catch (error) {
      if (turn !== this.#turn) return;
      // The system stays where only its constants or the motion are to blame, so that they can be corrected.
      const { system } = this.session.value;
      const kept = isOf(system, state) ? system : undefined;
      this.session.set({ status: "failed", problem: messageOf(error), motion: undefined, system: kept });
    }
  }

  async #adapt(turn: number): Promise<void> {
    try {
      const { compute } = await this.client();
      const { methods, rate } = this.state.value;
      const network = await networkOf(this.state.value);
      const first = await compute.adapt({ methods, rate, network });
      if (turn === this.#turn) this.session.set({ frames: [this.#withClosed(first)], status: "ready" });
      void this.#goOn(turn);
      setTimeout(() => void this.#measure(turn), MEASURE_AFTER_MS);
    } catch (error) {
      this.#failed(turn, error, { status: "failed" });
    }
  }

  /** Times the engines on the experiment that stands ready, and begins it again in another that is faster. */
  async #measure(turn: number): Promise<void> {
    const still = () => turn === this.#turn && !this.session.value.playing && this.session.value.frames.length === 1;
    if (!still()) return;
    const { methods, rate } = this.state.value;
    const system = this.session.value.system as System;
    const experiment = labExperiment(this.state.value, system);
    const options = { methods, rate, network: await networkOf(this.state.value) };
    try {
      const other = await this.engines.measure(({ compute }) => compute.timeAdaptation(experiment, options));
      if (other && still()) await this.#begin();
    } catch {
      // The engine that runs goes on unmeasured.
    }
    this.session.set({});
  }

  /** After a failure of the engine itself, such as no memory left, the experiment begins anew in a slower one if there is one. */
  #failed(turn: number, error: unknown, changes: Partial<LabSession>): void {
    const itself = !(error instanceof RemoteError && error.user);
    const slower = itself && this.engines.fail(error);
    if (turn !== this.#turn) return;
    if (slower) void this.#begin();
    else this.session.set({ ...changes, problem: messageOf(error) });
  }

  /** The worker that knows a method's law. */
  async lawClient(method: MethodId): Promise<Pick<Client, "compute">> {
    return isClosedForm(method) && this.#closed !== undefined ? this.#closed.client : this.client();
  }

  /** Fits the closed forms beside the networks; a worker that is still busy with an older experiment is ended. */
  async #fitClosedForms(turn: number, methods: readonly MethodId[], experiment: LabExperiment): Promise<void> {
    const wanted = methods.filter(isClosedForm);
    if (wanted.length === 0) return;
    if (this.#closed?.busy) {
      this.#closed.client.end("another experiment was chosen");
      this.#closed = undefined;
    }
    this.#closed ??= { client: startPlainClient(), busy: false };
    const { client } = this.#closed;
    this.#closed.busy = true;
    try {
      for (const method of wanted) {
        const prediction = await client.compute.closedForm(method, experiment);
        if (turn !== this.#turn) return;
        this.#closedPredictions = [...this.#closedPredictions, prediction];
        this.session.set({ frames: this.session.value.frames.map((frame) => this.#withClosed(frame)) });
      }
    } catch (error) {
      if (turn === this.#turn) this.session.set({ problem: messageOf(error) });
    } finally {
      if (this.#closed?.client === client) this.#closed.busy = false;
    }
  }

  /** Closed forms have no steps: they are the same in every frame. */
  #withClosed({ step, predictions }: Frame): Frame {
    return {
      step,
      predictions: [...predictions.filter(({ method }) => !isClosedForm(method)), ...this.#closedPredictions],
    };
  }

  async #compute(): Promise<void> {
    const turn = this.#turn;
    if (this.#busy || this.session.value.frames.length === 0) return;
    this.#busy = true;
    try {
      const { compute } = await this.client();
      const frame = await compute.step();
      if (turn !== this.#turn) return;
      this.session.set({ frames: [...this.session.value.frames, this.#withClosed(frame)], shown: frame.step });
    } catch (error) {
      this.#failed(turn, error, { playing: false });
    } finally {
      this.#busy = false;
    }
  }

  /** Takes the steps up to the one that was asked for. */
  async #goOn(turn: number): Promise<void> {
    while (turn === this.#turn && this.session.value.frames.length <= this.#wanted) {
      const before = this.session.value.frames.length;
      await this.#compute();
      if (this.session.value.frames.length === before) return;
    }
    if (turn === this.#turn) this.#wanted = 0;
  }

  async #run(): Promise<void> {
    const turn = this.#turn;
    while (turn === this.#turn && this.session.value.playing) {
      const began = performance.now();
      await this.forward();
      const { shown, pace } = this.session.value;
      if (shown >= MAX_STEPS) this.pause();
      const left = 1000 / pace - (performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, Math.max(left, 0)));
    }
  }
}
