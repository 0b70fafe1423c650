import type { TermSpec } from "../../law/spec.js";
import type { Names } from "./names.js";
import type { Uncertain } from "./uncertain.js";
import { type SymbolUnits, unitOf } from "./units.js";

/** A constant of a law with what it is called. */
export interface NamedNumber {
  readonly name: string;
  readonly number: Uncertain;
  readonly unit: string;
  /** What the number times the first mass is called, and its unit, where that is a thing of its own, such as the stiffness of a spring. */
  readonly whole?: { readonly name: string; readonly unit: string } | undefined;
}

/** How coordinates are called and measured. */
export class Symbols {
  /** The coordinate whose mass is 1. */
  readonly base: number;
  readonly several: boolean;
  readonly time: string;
  readonly #own: ReadonlyMap<number, Symbols>;
  /** Coordinates that have the mass which forces are told over. */
  readonly #alike: ReadonlySet<number>;

  constructor(
    dimension: number,
    terms: readonly TermSpec[],
    readonly names: Names,
    readonly units: SymbolUnits,
    base?: number,
  ) {
    this.several = dimension > 1;
    this.base = base ?? baseOf(terms);
    this.time = units.time;
    const others = base === undefined ? alike(terms).filter((i) => i !== this.base) : [];
    this.#alike = new Set(ofMassOne(terms));
    this.#own = new Map(others.map((i) => [i, new Symbols(dimension, terms, names, units, i)]));
  }

  /** For what acts on a coordinate alone: where its mass is 1 too, since nothing tells the ratio of both, forces are over that, in its own unit. */
  actingOn(i: number): Symbols {
    return this.#own.get(i) ?? this;
  }

  /** Whether a force along a direction, as it is told, is over the mass of what it acts on. */
  isPerOwnMass(direction: ArrayLike<number>): boolean {
    const on = Array.from(direction).flatMap((x, i) => (x === 0 ? [] : [i]));
    return on.length === 1 && this.#alike.has(on[0] as number);
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

  /** A number per mass with what it is called times the mass. */
  perMass(
    name: string,
    number: Uncertain,
    whole: string,
    ...others: readonly (readonly [string, number])[]
  ): NamedNumber {
    return {
      name,
      number,
      unit: this.energy(...others),
      whole: { name: whole, unit: this.energy([this.units.mass ?? "", 1], ...others) },
    };
  }

  /** "x", "x - y". */
  label(row: readonly number[]): string {
    const parts = row.flatMap((c, i) =>
      c === 0 ? [] : [`${c < 0 ? "-" : "+"} ${Math.abs(c) === 1 ? "" : `${Math.abs(c)} `}${this.name(i)}`],
    );
    return parts.join(" ").replace(/^\+ /, "").replace(/^- /, "-");
  }
}

/** Coordinates with a mass of 1 for themselves. */
const alike = (terms: readonly TermSpec[]): number[] =>
  terms.flatMap((term) => {
    if (term.kind !== "kinetic" || term.basis !== undefined || term.constant !== 1) return [];
    const d = Math.sqrt(term.pattern.length);
    const at = term.pattern.flatMap((x, k) => (x === 0 ? [] : [k]));
    return at.length === 1 && (at[0] as number) % (d + 1) === 0 ? [(at[0] as number) / (d + 1)] : [];
  });

/** Coordinates whose mass is 1, by the law or by what was found of it. */
const ofMassOne = (terms: readonly TermSpec[]): number[] =>
  terms.flatMap((term) => {
    const inner = term.kind === "restricted" ? term.term : term;
    if (inner.kind !== "kinetic") return [];
    const found = term.kind === "restricted" && term.fixed.length === 1 ? term.fixed[0] : undefined;
    if ((inner.basis === undefined ? inner.constant : found) !== 1) return [];
    const d = Math.sqrt(inner.pattern.length);
    const isOwn = inner.pattern.every((e, k) => e === 0 || k % (d + 1) === 0);
    return isOwn ? Array.from({ length: d }, (_, i) => i).filter((i) => inner.pattern[i * (d + 1)] !== 0) : [];
  });

function baseOf(terms: readonly TermSpec[]): number {
  const first = terms.find((term) => term.kind === "kinetic" && term.basis === undefined);
  if (first?.kind !== "kinetic") return 0;
  const d = Math.sqrt(first.pattern.length);
  return Math.max(
    0,
    Array.from({ length: d }, (_, i) => i).findIndex((i) => first.pattern[i * (d + 1)] !== 0),
  );
}
