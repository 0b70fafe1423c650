import type { Recording } from "../recording.js";

/** Exponents of unit symbols: m^2/s is { m: 2, s: -1 }. Undefined where a unit is not known. */
type Powers = ReadonlyMap<string, number> | undefined;

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Coherent units with names of their own, for masses in kilograms. */
const NAMED: readonly [powers: Readonly<Record<string, number>>, name: string][] = [
  [{ kg: 1, m: 2, s: -2 }, "J"],
  [{ kg: 1, m: 1, s: -2 }, "N"],
];

/** Reads a unit such as "kg m^2/s", "1/(s m)" or "rad"; "1" has no powers. */
function powersOf(unit: string): Powers {
  const plain = unit.replace(
    /[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g,
    (digits) => `^${[...digits].map((d) => SUPERSCRIPTS.indexOf(d)).join("")}`,
  );
  const powers = new Map<string, number>();
  for (const [i, side] of plain.split("/").entries()) {
    for (const word of side.replace(/[()]/g, " ").split(/[\s·*]+/)) {
      // Radians are numbers.
      if (word === "" || word === "1" || word === "rad") continue;
      const [, symbol, power = "1"] = /^([^\d^]+?)(?:\^?(-?\d+))?$/.exec(word) ?? [];
      if (symbol === undefined) return undefined;
      const [parts] = NAMED.find(([, name]) => name === symbol) ?? [{ [symbol]: 1 }];
      for (const [part, exponent] of Object.entries(parts))
        powers.set(part, (powers.get(part) ?? 0) + (i === 0 ? 1 : -1) * Number(power) * exponent);
    }
  }
  return powers;
}

/** A product of units, each to a power, in the shortest way; "" where one of them is not known. */
export function unitProduct(...factors: readonly (readonly [unit: string, power: number])[]): string {
  const total = new Map<string, number>();
  for (const [unit, power] of factors) {
    const own = unit === "" ? undefined : powersOf(unit);
    if (own === undefined) return "";
    for (const [symbol, exponent] of own) total.set(symbol, (total.get(symbol) ?? 0) + power * exponent);
  }
  return written(total);
}

function written(total: ReadonlyMap<string, number>): string {
  const entries = [...total].filter(([, power]) => power !== 0);
  const named = NAMED.find(
    ([powers]) =>
      Object.keys(powers).length === entries.length && entries.every(([symbol, power]) => powers[symbol] === power),
  );
  if (named !== undefined) return named[1];
  const side = (sign: number) =>
    entries
      .filter(([, power]) => sign * power > 0)
      .map(([symbol, power]) => (Math.abs(power) === 1 ? symbol : `${symbol}^${Math.abs(power)}`));
  const [over, under] = [side(1), side(-1)];
  if (under.length === 0) return over.length === 0 ? "1" : over.join(" ");
  return `${over.length === 0 ? "1" : over.join(" ")}/${under.length > 1 ? `(${under.join(" ")})` : under[0]}`;
}

/** Units of what a law has, for a record; "" where the record does not say, "1" for plain numbers. */
export interface LawUnits {
  /** "1" where energies are for a mass of 1. */
  readonly mass: string;
  readonly energy: string;
  readonly time: string;
  /** Of a coordinate. */
  position(coordinate: number): string;
}

/** Whether momenta tell the masses of a record, or somebody gave them: energies are then no longer those for a mass of 1. */
export const massKnown = ({ momenta, massesGiven }: Pick<Recording, "momenta" | "massesGiven">): boolean =>
  momenta === "given" || massesGiven === true;

export function lawUnits({ space, time, velocities, momenta }: Recording): LawUnits {
  const position = (c: number) => space.coordinates[c]?.position.unit ?? "";
  const momentum = space.coordinates[0]?.momentum.unit ?? "";
  const measured = velocities?.[0]?.unit ?? "";
  const speed = measured === "" ? `${position(0)}/${time.unit}` : measured;
  // Momenta made of velocities are called by the mass's unit and theirs.
  const mass =
    momenta === "given"
      ? unitProduct([momentum, 1], [position(0), -1], [time.unit, 1])
      : momentum.endsWith(` ${speed}`)
        ? momentum.slice(0, -speed.length - 1)
        : "1";
  return {
    mass,
    energy: unitProduct([mass, 1], [position(0), 2], [time.unit, -2]),
    time: time.unit,
    position,
  };
}
