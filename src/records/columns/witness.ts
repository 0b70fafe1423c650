import { usualStep } from "../../numerics/index.js";
import { type RateEvidence, type RowStretch, rateEvidence, stretchesOf } from "./evidence.js";
import type { ColumnFacts } from "./facts.js";
import { periodOf, unwrapped } from "./wrapped.js";

/** The first rows of a table as a witness of which column is the rate of change of which. */
export class Witness {
  readonly #times: Float64Array;
  readonly #stretches: readonly RowStretch[];
  readonly #order: Uint32Array;
  readonly #columns = new Map<number, Float64Array>();
  readonly #answers = new Map<string, RateEvidence | undefined>();

  /** `motions`: which motion a row belongs to, where a column says so. */
  constructor(
    readonly facts: readonly ColumnFacts[],
    times: Float64Array,
    motions: readonly string[] | undefined,
  ) {
    this.#order = Uint32Array.from(times, (_, i) => i);
    const numbers = new Map<string, number>();
    const keys = motions?.map((key) => {
      if (!numbers.has(key)) numbers.set(key, numbers.size);
      return numbers.get(key) as number;
    });
    if (keys !== undefined) this.#order.sort((a, b) => (keys[a] as number) - (keys[b] as number) || a - b);
    this.#times = Float64Array.from(this.#order, (i) => times[i] as number);
    this.#stretches = stretchesOf(
      this.#times,
      keys === undefined ? undefined : Array.from(this.#order, (i) => keys[i] as number),
    );
  }

  /** The usual step from row to row. */
  get step(): number {
    return usualStep(this.#times);
  }

  /** Whether column `u` is the rate of change of column `q`: see `rateEvidence`. */
  rate(q: number, u: number): RateEvidence | undefined {
    const key = `${q},${u}`;
    if (!this.#answers.has(key))
      this.#answers.set(key, rateEvidence(this.#times, this.#column(q), this.#column(u), this.#stretches));
    return this.#answers.get(key);
  }

  #column(index: number): Float64Array {
    let values = this.#columns.get(index);
    if (values === undefined) {
      const facts = this.facts[index] as ColumnFacts;
      values = Float64Array.from(this.#order, (i) => facts.values[i] as number);
      const period = periodOf(facts);
      if (period !== undefined) values = unwrapped(values, period);
      this.#columns.set(index, values);
    }
    return values;
  }
}
