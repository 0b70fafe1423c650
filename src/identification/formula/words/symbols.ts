import type { TermSpec } from "../../law/spec.js";
import type { Names } from "./names.js";
import type { Uncertain } from "./uncertain.js";
import { type SymbolUnits, unitOf } from "./units.js";

/** A constant of a law with what it is called. */
export interface NamedNumber {
  readonly name: string;
  readonly number: Uncertain;
  readonly unit: string;
}

/** How coordinates are called and measured. */
export class Symbols {
  /** The coordinate whose mass is 1. */
  readonly base: number;
  readonly several: boolean;
  readonly time: string;

  constructor(
    dimension: number,
    terms: readonly TermSpec[],
    readonly names: Names,
    readonly units: SymbolUnits,
  ) {
    this.several = dimension > 1;
    this.base = baseOf(terms);
    this.time = units.time;
  }

  name(i: number): string {
    return this.names.coordinates[i] ?? "";
  }

  unit(i: number): string {
    return this.units.coordinates[i] ?? "";
  }

  /** Of an energy for a first mass of 1, times other powers. */
  energy(...others: readonly (readonly [string, number])[]): string {
    return unitOf([this.unit(this.base), 2], [this.time, -2], ...others);
  }

  /** "x", "x - y". */
  label(row: readonly number[]): string {
    const parts = row.flatMap((c, i) =>
      c === 0 ? [] : [`${c < 0 ? "-" : "+"} ${Math.abs(c) === 1 ? "" : `${Math.abs(c)} `}${this.name(i)}`],
    );
    return parts.join(" ").replace(/^\+ /, "").replace(/^- /, "-");
  }
}

function baseOf(terms: readonly TermSpec[]): number {
  const first = terms.find((term) => term.kind === "kinetic" && term.basis === undefined);
  if (first?.kind !== "kinetic") return 0;
  const d = Math.sqrt(first.pattern.length);
  return Math.max(
    0,
    Array.from({ length: d }, (_, i) => i).findIndex((i) => first.pattern[i * (d + 1)] !== 0),
  );
}
