import { realPower } from "../../../numerics/index.js";
/** What units measure; "angle" is kept apart although the radian is 1. */
export type Dimension =
  | "length"
  | "time"
  | "mass"
  | "angle"
  | "temperature"
  | "current"
  | "pixel"
  | "count"
  | "amount"
  | "light";

/** A unit as its size in SI units (radians, counts, pixels) and its dimensions' exponents. */
export interface Unit {
  readonly factor: number;
  readonly dimensions: Readonly<Partial<Record<Dimension, number>>>;
}

const TAU = 2 * Math.PI;
type Entry = readonly [names: string, factor: number, dimensions: Unit["dimensions"], prefixes?: boolean];
const [LENGTH, TIME, MASS, ANGLE] = [{ length: 1 }, { time: 1 }, { mass: 1 }, { angle: 1 }] as const;
const FORCE = { mass: 1, length: 1, time: -2 } as const;
const ENERGY = { mass: 1, length: 2, time: -2 } as const;
const VOLTAGE = { mass: 1, length: 2, time: -3, current: -1 } as const;

/** Names as people write them; those with prefixes take m, k, µ and so on before them. */
const TABLE: readonly Entry[] = [
  ["m meter meters metre metres mètre mètres metro metros Meter metri", 1, LENGTH, true],
  ["м", 1, LENGTH],
  ["см", 1e-2, LENGTH],
  ["мм", 1e-3, LENGTH],
  ["км", 1e3, LENGTH],
  ["au AU ua", 149_597_870_700, LENGTH],
  ["in inch inches", 0.0254, LENGTH],
  ["ft foot feet", 0.3048, LENGTH],
  ["yd yard yards", 0.9144, LENGTH],
  ["mi mile miles", 1609.344, LENGTH],
  ["Å Angstrom angstrom", 1e-10, LENGTH],
  ["ly lightyear", 9.4607304725808e15, LENGTH],
  ["pc parsec", 3.085677581491367e16, LENGTH, true],
  ["px pixel pixels píxeles pixeles пикс", 1, { pixel: 1 }],
  ["s sec secs second seconds Sekunde Sekunden seconde secondes segundo segundos secondo secondi", 1, TIME, true],
  ["sekund sekunder sekundy sekunda sekunti saniye sn с сек 秒 초", 1, TIME],
  ["мс 毫秒", 1e-3, TIME],
  ["min mins minute minutes Minute Minuten minuto minutos мин 分 분", 60, TIME],
  ["h hr hrs hour hours Stunde Stunden heure heures hora horas ч", 3600, TIME],
  ["d day days D Tag Tage jour jours día días JD", 86_400, TIME],
  ["yr year years a Jahr Jahre an ans año años", 31_557_600, TIME, false],
  ["frame frames Frame Frames sample samples", 1, { count: 1 }],
  ["kg кг", 1, MASS],
  ["g gram grams", 1e-3, MASS, true],
  ["lb lbs", 0.45359237, MASS],
  ["rad radian radians Radiant radián radianes radianos radianti", 1, ANGLE, true],
  ["рад 弧度 라디안", 1, ANGLE],
  ["deg degree degrees ° º Grad grad grado grados degrés degré", TAU / 360, ANGLE, true],
  [
    "grau graus gradi graden grader stopni stopnie stupně stupňů stupne derece fok astetta град 度 도",
    TAU / 360,
    ANGLE,
  ],
  ["arcmin arcminute arcminutes", TAU / 21_600, ANGLE],
  ["arcsec arcsecond arcseconds", TAU / 1_296_000, ANGLE],
  ["mas", TAU / 1.296e9, ANGLE],
  ["uas µas μas", TAU / 1.296e12, ANGLE],
  ["gon", TAU / 400, ANGLE],
  [
    "rev revs revolution revolutions turn turns U tr tour tours giri giro obr ot omw varv vuelta vueltas об",
    TAU,
    ANGLE,
  ],
  ["rpm RPM", TAU / 60, { angle: 1, time: -1 }],
  ["dps", TAU / 360, { angle: 1, time: -1 }],
  ["mps", 1, { length: 1, time: -1 }],
  ["kph kmh", 1 / 3.6, { length: 1, time: -1 }],
  ["mph", 0.44704, { length: 1, time: -1 }],
  ["kn knot knots", 1852 / 3600, { length: 1, time: -1 }],
  ["Hz", 1, { time: -1 }, true],
  ["N newton newtons", 1, FORCE, true],
  ["Nm", 1, ENERGY, true],
  ["J joule joules", 1, ENERGY, true],
  ["eV", 1.602176634e-19, ENERGY, true],
  ["W watt watts", 1, { mass: 1, length: 2, time: -3 }, true],
  ["Pa", 1, { mass: 1, length: -1, time: -2 }, true],
  ["bar", 1e5, { mass: 1, length: -1, time: -2 }, true],
  ["atm", 101_325, { mass: 1, length: -1, time: -2 }],
  ["psi", 6894.757293168, { mass: 1, length: -1, time: -2 }],
  ["V volt volts VDC Vdc VAC Vac", 1, VOLTAGE, true],
  ["A amp amps", 1, { current: 1 }, true],
  ["C coulomb", 1, { current: 1, time: 1 }, true],
  ["T tesla", 1, { mass: 1, time: -2, current: -1 }, true],
  ["Ω ohm", 1, { mass: 1, length: 2, time: -3, current: -2 }, true],
  ["K °C ℃ degC °F degF", 1, { temperature: 1 }],
  ["mol", 1, { amount: 1 }, true],
  ["lx lux cd lm", 1, { light: 1 }],
  ["% 1 - counts count", 1, {}],
];

const PREFIXES: Readonly<Record<string, number>> = {
  f: 1e-15,
  p: 1e-12,
  n: 1e-9,
  µ: 1e-6,
  μ: 1e-6,
  u: 1e-6,
  m: 1e-3,
  c: 1e-2,
  d: 1e-1,
  h: 1e2,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  nano: 1e-9,
  micro: 1e-6,
  milli: 1e-3,
  centi: 1e-2,
  deci: 1e-1,
  kilo: 1e3,
  mega: 1e6,
};

const NAMED = new Map<string, Unit>();
for (const [names, factor, dimensions, prefixed] of TABLE)
  for (const name of names.split(" ")) {
    NAMED.set(name, { factor, dimensions });
    if (prefixed !== true) continue;
    for (const [prefix, power] of Object.entries(PREFIXES))
      if (prefix.length === 1 || name.length > 3)
        if (!NAMED.has(prefix + name)) NAMED.set(prefix + name, { factor: power * factor, dimensions });
  }

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Parses "m/s^2", "kg m s⁻¹", "°/s", "rad*s-1", "AU/d", "1/s" or "meters per second"; undefined for what is none of this. */
export function parseUnit(text: string): Unit | undefined {
  const plain = text
    .trim()
    .replace(/^[[({]|[\])}]$/g, "")
    .replaceAll("⁻", "-")
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => String(SUPERSCRIPTS.indexOf(digit)))
    .replace(/\s+per\s+/g, "/")
    .replace(/\*\*|\^/g, "")
    .replace(/[{}()]/g, "")
    .replace(/\s*\/\s*/g, "/")
    .trim();
  if (plain === "" || plain.length > 40) return undefined;
  // Counts of "0.1 ms" and "10 µm".
  const [times, power] = /^(0\.0*1|10+)\s+(?=\S)/.exec(plain) ?? [];
  if (times !== undefined && power !== undefined) {
    const unit = parseUnit(plain.slice(times.length));
    return unit === undefined ? undefined : { ...unit, factor: Number(power) * unit.factor };
  }
  let factor = 1;
  const dimensions: Partial<Record<Dimension, number>> = {};
  for (const [index, part] of plain.split("/").entries())
    for (const piece of part.split(/[\s*·⋅.×]+/)) {
      const whole = named(piece);
      const [, word = "", power = "1"] = /^(.*?\D)([+-]?\d)$/.exec(piece) ?? [];
      const unit = whole ?? named(word);
      if (unit === undefined) return undefined;
      const exponent = (whole === undefined ? Number(power) : 1) * (index === 0 ? 1 : -1);
      factor *= realPower(unit.factor, exponent);
      for (const [dimension, n] of Object.entries(unit.dimensions) as [Dimension, number][])
        dimensions[dimension] = (dimensions[dimension] ?? 0) + n * exponent;
    }
  return { factor, dimensions };
}

/** Units that are written out, so that others can be made of them. */
const SYMBOLS: readonly (readonly [symbol: string, word: RegExp])[] = [
  ["s", /^(sec|secs|seconds?|sekunden?|secondes?|segundos?)$/i],
  ["min", /^(mins|minutes?|minuten)$/i],
  ["h", /^(hrs?|hours?|stunden?)$/i],
  ["d", /^(days?|tage?|jours?)$/i],
  ["m", /^(met(er|re)s?|mètres?|metros?)$/i],
];

/** The symbol of a unit that stands alone in words, such as "seconds"; any other text as it is. */
export function unitSymbol(text: string): string {
  return SYMBOLS.find(([, word]) => word.test(text))?.[0] ?? text;
}

function named(word: string): Unit | undefined {
  return NAMED.get(word) ?? (word.length > 2 ? NAMED.get(word.toLowerCase()) : undefined);
}

/** The dimensions of one unit times a power of another. */
export function timesPower(a: Unit, b: Unit, power: number): Unit {
  const dimensions = { ...a.dimensions };
  for (const [dimension, n] of Object.entries(b.dimensions) as [Dimension, number][])
    dimensions[dimension] = (dimensions[dimension] ?? 0) + power * n;
  return { factor: a.factor * realPower(b.factor, power), dimensions };
}

/** Whether two units measure the same; the radian may be left out where one of them has no angle. */
export function sameDimensions(a: Unit, b: Unit): boolean {
  const names = new Set([...Object.keys(a.dimensions), ...Object.keys(b.dimensions)] as Dimension[]);
  const differs = (name: Dimension) => (a.dimensions[name] ?? 0) !== (b.dimensions[name] ?? 0);
  const lacksAngle = (a.dimensions.angle ?? 0) === 0 || (b.dimensions.angle ?? 0) === 0;
  for (const name of names) if (differs(name) && !(name === "angle" && lacksAngle)) return false;
  return true;
}

/** Whether a unit measures one thing alone to the first power, such as a length. */
export function measures(unit: Unit, dimension: Dimension): boolean {
  return (
    Object.entries(unit.dimensions).every(([name, n]) => n === (name === dimension ? 1 : 0)) &&
    unit.dimensions[dimension] === 1
  );
}
