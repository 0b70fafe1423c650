import type { UserError } from "../../base/errors.js";
import { cellError, type Table } from "../tables/table.js";

/** Of longer motions, every 2nd, 4th, 8th ... sample is kept, so that between half as many and as many are. */
export const MAX_SAMPLES = 1 << 21;
/** A time that falls back to within this share of a motion's beginning starts a new one. */
const ANEW = 0.1;

/** The rows of one motion, thinned by powers of two as they come. */
export class MotionRows {
  readonly keeps: boolean;
  readonly #width: number;
  readonly #direction: number;
  readonly #latest: Float64Array;
  #numbers = new Float64Array(0);
  #filled = 0;
  #stride = 1;
  #seen = 0;
  #first = Number.NaN;
  #last = Number.NaN;
  #lastPlace = 0;

  constructor(columns: number, keeps: boolean, descending = false) {
    this.#width = columns + 1;
    this.#latest = new Float64Array(columns);
    this.keeps = keeps;
    this.#direction = descending ? -1 : 1;
  }

  /** Numbers that it holds. */
  get size(): number {
    return this.#filled;
  }

  /** Of how many rows one is kept. */
  get stride(): number {
    return this.#stride;
  }

  /** Whether a time is that of another motion: back at the beginning. */
  startsAnew(t: number): boolean {
    const [passed, back] = [this.#direction * (this.#last - this.#first), this.#direction * (t - this.#first)];
    return this.#seen > 2 && back < passed && back <= ANEW * passed;
  }

  /** Whether a row is the one before once more; else it is remembered. */
  repeats(t: number, values: Float64Array): boolean {
    if (t === this.#last && this.#latest.every((value, c) => value === values[c])) return true;
    this.#latest.set(values);
    return false;
  }

  /** Whether a time is that of the row before. */
  standsStill(t: number): boolean {
    return this.#seen > 0 && t === this.#last;
  }

  /** The error for a time that does not come after the one before. */
  disorder(table: Table, t: number, place: number, column: number | undefined): UserError {
    const relation = t === this.#last ? "repeats" : this.#direction > 0 ? "is before" : "is after";
    return cellError(
      table,
      place,
      column ?? 0,
      `time ${t} ${relation} that of ${table.placeWord} ${this.#lastPlace} (${this.#last}); times of a motion must ascend`,
    );
  }

  /** Throws `UserError` unless a time comes after the one before. */
  follows(table: Table, t: number, place: number, column: number | undefined): void {
    if (this.#seen > 0 && !(this.#direction * (t - this.#last) > 0)) throw this.disorder(table, t, place, column);
    if (this.#seen++ === 0) this.#first = t;
    this.#last = t;
    this.#lastPlace = place;
  }

  /** Adds the row that `follows`; returns how many numbers it holds more than before. */
  add(t: number, values: Float64Array): number {
    if (!this.keeps || (this.#seen - 1) % this.#stride !== 0) return 0;
    const before = this.#filled;
    if (this.#filled + this.#width > this.#numbers.length) this.#grow();
    this.#numbers[this.#filled] = t;
    this.#numbers.set(values, this.#filled + 1);
    this.#filled += this.#width;
    if (this.#filled > MAX_SAMPLES * this.#width) this.thin();
    return this.#filled - before;
  }

  /** Keeps every second sample. */
  thin(): void {
    this.#stride *= 2;
    const count = Math.ceil(this.#filled / this.#width / 2);
    for (let i = 1; i < count; i++)
      this.#numbers.copyWithin(i * this.#width, 2 * i * this.#width, (2 * i + 1) * this.#width);
    this.#filled = count * this.#width;
  }

  /** Its samples in ascending order of time. */
  finish(): { times: Float64Array; values: Float64Array[] } {
    const count = this.#filled / this.#width;
    const row = (i: number) => (this.#direction > 0 ? i : count - 1 - i);
    const column = (c: number) =>
      Float64Array.from({ length: count }, (_, i) => this.#numbers[row(i) * this.#width + c] as number);
    return { times: column(0), values: Array.from({ length: this.#width - 1 }, (_, c) => column(c + 1)) };
  }

  #grow(): void {
    const larger = new Float64Array(Math.max(64 * this.#width, 2 * this.#numbers.length));
    larger.set(this.#numbers);
    this.#numbers = larger;
  }
}
