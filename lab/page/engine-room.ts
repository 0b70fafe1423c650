import type { Client } from "../compute/client.js";
import { type Reading, timeEngines } from "../compute/engine-times.js";
import { causeOf } from "../compute/failure.js";
import {
  type EngineId,
  type EnginePreference,
  engineIds,
  engineLabel,
  refusal,
  type Started,
  startEngine,
  threadCount,
} from "../compute/ladder.js";

interface Settings {
  /** The engine before anything has been measured. */
  readonly usual: EngineId;
  /** Engines to measure against it. */
  readonly others: readonly EngineId[];
  readonly preference: () => EnginePreference;
  readonly onProgress?: (progress: unknown) => void;
  /** Name under which this browser remembers what was measured. */
  readonly memory?: string;
}

/** The engine of one kind of job: started at the first call, measured against others, replaced by a slower one where it fails. */
export class EngineRoom {
  /** Measured times, and why there are none. */
  readings: readonly Reading[];
  measuring = false;
  #preference: EnginePreference = "auto";
  #running: Promise<Started> | undefined;
  #current: Started | undefined;
  /** Counts the ends, so that an engine that comes up after its end is ended too. */
  #turn = 0;
  /** Engines that failed, and why. */
  readonly #failed = new Map<EngineId, string>();

  constructor(readonly settings: Settings) {
    this.readings = this.#recall() ?? [];
  }

  /** The engine that runs; undefined while none does. */
  get current(): EngineId | undefined {
    return this.#current?.id;
  }

  /** One sentence for every engine that was wanted and failed. */
  get notices(): readonly string[] {
    const now = this.current === undefined ? "a slower engine" : engineLabel(this.current);
    return [...this.#failed].map(([id, cause]) => `${engineLabel(id)}: ${cause}. The lab computes with ${now}.`);
  }

  /** The worker with the engine that is wanted now, or the next slower one that starts. Rejects where even one thread fails. */
  async client(): Promise<Client> {
    const preference = this.settings.preference();
    if (preference !== this.#preference) {
      this.#preference = preference;
      this.#failed.clear();
      if (this.#current === undefined) this.end("another engine was chosen");
    }
    if (this.#current !== undefined && this.#current.id !== this.#wanted()) this.end("another engine was chosen");
    this.#running ??= this.#start();
    return (await this.#running).client;
  }

  /**
   * Times a step of the job in the other engines, once, unless the visitor has chosen one, and takes the fastest from the
   * next call on. Says whether that is another one than now.
   */
  async measure(time: (client: Client) => Promise<number>): Promise<boolean> {
    const { settings } = this;
    if (this.measuring || this.readings.length > 0 || settings.preference() !== "auto") return false;
    this.measuring = true;
    try {
      await this.client();
      const running = this.#current as Started;
      const others = settings.others.filter((id) => id !== running.id && !this.#failed.has(id));
      this.readings = await timeEngines(running, others, time);
      this.#remember();
      return this.#wanted() !== running.id;
    } finally {
      this.measuring = false;
    }
  }

  /** Forgets what was measured: the job has changed. */
  forget(): void {
    this.readings = [];
  }

  /**
   * After a failure of the engine itself, such as no memory left: the next call gets a fresh worker, with a slower engine where
   * there is one. Says whether there is.
   */
  fail(error: unknown): boolean {
    const failed = this.current;
    this.end("the engine was started again");
    if (failed === undefined || failed === "single") return false;
    this.#failed.set(failed, causeOf(error));
    return true;
  }

  end(reason: string): void {
    this.#turn++;
    this.#current?.client.end(reason);
    this.#current = undefined;
    this.#running = undefined;
  }

  #wanted(): EngineId {
    const first = this.#preference === "auto" ? (fastestOf(this.readings) ?? this.settings.usual) : this.#preference;
    const slower = engineIds.slice(engineIds.indexOf(first));
    return slower.find((id) => !this.#failed.has(id)) ?? "single";
  }

  async #start(): Promise<Started> {
    const turn = this.#turn;
    for (;;) {
      const id = this.#wanted();
      try {
        const started = { id, client: await startEngine(id, this.settings.onProgress) };
        if (turn === this.#turn) this.#current = started;
        else started.client.end("another engine was chosen");
        return started;
      } catch (error) {
        if (id === "single") {
          if (turn === this.#turn) this.#running = undefined;
          throw error;
        }
        this.#failed.set(id, causeOf(error));
      }
    }
  }

  #remember(): void {
    const { memory } = this.settings;
    if (memory !== undefined) localStorage.setItem(memory, JSON.stringify({ here: here(), readings: this.readings }));
  }

  #recall(): readonly Reading[] | undefined {
    const { memory } = this.settings;
    const text = memory === undefined ? null : localStorage.getItem(memory);
    if (text === null) return undefined;
    try {
      const known = JSON.parse(text) as { here: string; readings: readonly Reading[] };
      return known.here === here() ? known.readings : undefined;
    } catch {
      // Not ours, or spoilt: measured again.
      return undefined;
    }
  }
}

/** What decides which engines there are: readings of another browser version or another host say nothing. */
const here = () => [navigator.userAgent, threadCount(), ...engineIds.map((id) => refusal(id) ?? "yes")].join("; ");

/** Another engine than the one that was there first has to be faster by so much to be worth its start. */
const WORTH = 0.9;

function fastestOf(readings: readonly Reading[]): EngineId | undefined {
  let best: { engine: EngineId; milliseconds: number } | undefined;
  for (const { engine, milliseconds } of readings)
    if (milliseconds !== undefined && (best === undefined || milliseconds < WORTH * best.milliseconds))
      best = { engine, milliseconds };
  return best?.engine;
}
