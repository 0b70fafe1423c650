import { firstAfter } from "../law/input-signal.js";

/**
 * Cuts times at which the forces of a law jump out of a span: `begin` a span, then `next` as long as it is true. What acts is asked for between `earliest` and `latest`, which lie inside where it jumps at an end. One object for
 * all spans: a fit has very many.
 */
export class Stretches {
  from = 0;
  to = 0;
  earliest = Number.NEGATIVE_INFINITY;
  latest = Number.POSITIVE_INFINITY;
  readonly #breaks: ArrayLike<number>;
  #time = 0;
  #end = 0;
  /** Breaks that are passed, by number: from the next on, as many as `#left`. */
  #next = 0;
  #left = 0;
  #done = true;

  constructor(breaks: ArrayLike<number>) {
    this.#breaks = breaks;
  }

  /** From `time` on by `span`, which may be negative. */
  begin(time: number, span: number): void {
    const room = SAME * Math.abs(span);
    this.#time = time;
    this.#end = time + span;
    const [low, high] = [Math.min(time, this.#end), Math.max(time, this.#end)];
    const first = firstAfter(this.#breaks, low - room);
    const after = firstAfter(this.#breaks, high + room);
    this.#next = span > 0 ? first : after - 1;
    this.#left = after - first;
    this.#done = false;
    this.to = time;
    // A jump where the span begins.
    const jump = this.#left > 0 ? (this.#breaks[this.#next] as number) : Number.NaN;
    this.#jumped = Math.abs(jump - time) <= room ? this.#pass() : Number.NaN;
  }

  #jumped = Number.NaN;

  next(): boolean {
    if (this.#done) return false;
    this.from = this.to;
    const up = this.#end > this.#time;
    const begun = this.#jumped;
    const cut = this.#left > 0 ? this.#pass() : Number.NaN;
    const last = Number.isNaN(cut) || Math.abs(cut - this.#end) <= SAME * Math.abs(this.#end - this.#time);
    this.to = last ? this.#end : cut;
    this.#done = last;
    this.#jumped = cut;
    const [low, high] = up ? [begun, cut] : [cut, begun];
    this.earliest = Number.isNaN(low) ? Number.NEGATIVE_INFINITY : low + unit(low);
    this.latest = Number.isNaN(high) ? Number.POSITIVE_INFINITY : high - unit(high);
    return true;
  }

  #pass(): number {
    this.#left--;
    const passed = this.#breaks[this.#next] as number;
    this.#next += this.#end > this.#time ? 1 : -1;
    return passed;
  }
}

/** Times that differ by less than this share of a span are the same. */
const SAME = 1e-9;

/** What is added to a time, or taken off, for the next one. */
const unit = (time: number) => Math.max(Math.abs(time) * Number.EPSILON, Number.MIN_VALUE);
