/** Rounds begun, the next item nobody has taken, items done in this round, whether a thread has failed. */
const Slot = { round: 0, next: 1, done: 2, failed: 3 } as const;
const BYTES = 16;
/** A round number that sends helpers home. */
const OVER = -1;

/** What another thread needs to take part: plain data. */
export interface SharedRounds {
  readonly items: number;
  readonly control: Int32Array;
}

/**
 * Work of so many items, round after round, whose items go to whichever thread is free. One thread leads: it begins a round,
 * takes items too and waits for the rest. Helpers wait for a round and take items until none is left.
 */
export class Rounds {
  readonly shared: SharedRounds;
  readonly #control: Int32Array;

  constructor(shared: SharedRounds) {
    this.shared = shared;
    this.#control = shared.control;
  }

  /** Nothing to do yet. In shared memory where there will be helpers (a browser may not have any). */
  static create(items: number, shared: boolean): Rounds {
    const control = new Int32Array(shared ? new SharedArrayBuffer(BYTES) : new ArrayBuffer(BYTES));
    control[Slot.next] = items;
    return new Rounds({ items, control });
  }

  /** What a round reads is in place: helpers may begin. */
  begin(): void {
    Atomics.store(this.#control, Slot.done, 0);
    Atomics.store(this.#control, Slot.next, 0);
    Atomics.add(this.#control, Slot.round, 1);
    Atomics.notify(this.#control, Slot.round);
  }

  /** The next item of this round; `undefined` where none is left. */
  take(): number | undefined {
    const item = Atomics.add(this.#control, Slot.next, 1);
    return item < this.shared.items ? item : undefined;
  }

  /** An item that was taken is done. */
  completed(): void {
    Atomics.add(this.#control, Slot.done, 1);
    Atomics.notify(this.#control, Slot.done);
  }

  /** A helper cannot go on. */
  fail(): void {
    Atomics.store(this.#control, Slot.failed, 1);
    Atomics.notify(this.#control, Slot.done);
  }

  get hasFailed(): boolean {
    return Atomics.load(this.#control, Slot.failed) === 1;
  }

  /** Holds the thread until all items are done, a helper has failed, or `milliseconds` are over; whether all are done. */
  awaitAll(milliseconds = Number.POSITIVE_INFINITY): boolean {
    for (;;) {
      const done = Atomics.load(this.#control, Slot.done);
      if (done >= this.shared.items) return true;
      if (this.hasFailed || Atomics.wait(this.#control, Slot.done, done, milliseconds) === "timed-out") return false;
    }
  }

  /** A helper's turn: holds the thread until a round other than `last` begins and gives its number; `undefined` at the end. */
  awaitRound(last: number): number | undefined {
    Atomics.wait(this.#control, Slot.round, last);
    const round = Atomics.load(this.#control, Slot.round);
    return round === OVER ? undefined : round;
  }

  /** No round will follow: helpers return. */
  end(): void {
    Atomics.store(this.#control, Slot.round, OVER);
    Atomics.notify(this.#control, Slot.round);
  }
}
