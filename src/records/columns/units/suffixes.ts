import type { TableColumn } from "../../tables/table.js";
import { parseHeading } from "../../tables/text/heading.js";
import { type Kind, meaningOf } from "../meaning.js";
import { measures, parseUnit, sameDimensions, type Unit, unitSymbol } from "./units.js";

/** Names that are units: what a microcontroller's clock is called, and turns a minute. */
const NAMED_UNITS: readonly (readonly [unit: string, name: RegExp])[] = [
  ["ms", /^(millis(econds)?|msecs?|ms)(\(\))?$/i],
  ["us", /^(micros(econds)?|usecs?|us|µs)(\(\))?$/i],
  ["s", /^(seconds?|secs?|sekunden?|secondes?|segundos?)$|(^|\W)elapsed[ _]?sec(ond)?s$/i],
  ["min", /^minutes$/i],
  ["rpm", /^(rpm|r\/min|u\/min)$/i],
];

/** What counts turns: of an angular velocity 1/s are radians. */
const TURNS =
  /drehzahl|drehfrequenz|rotation(al)? (speed|frequency|rate)|shaft speed|vitesse de rotation|velocidad de (giro|rotaci[oó]n)|velocit[aà] di rotazione|toerental|ot[aá][cč]ky|varvtal/i;

/** Turns a minute or a second, where the unit leaves the turns out: "Drehzahl [1/min]". */
function turnsOf(column: TableColumn): TableColumn {
  const unit = TURNS.test(column.name) ? parseUnit(column.unit) : undefined;
  if (unit === undefined || unit.dimensions.time !== -1 || Object.keys(unit.dimensions).length > 1) return column;
  const time = { 1: "s", 60: "min", 3600: "h" }[Math.round(1 / unit.factor)];
  return time === undefined ? column : { ...column, unit: `rev/${time}` };
}

/** "sec_of_day", "seconds since start", "hours after launch": times in the unit that is said first. */
const COUNTED_FROM = /^([a-zµ]+)[ _](?:of|since|after|past|from|elapsed)(?=[ _]|$)/i;

/** What a single letter stands for where no unit tells: "a_deg" is an angle called a, no acceleration. */
const LETTERS: ReadonlySet<Kind> = new Set(["unknown", "acceleration", "momentum", "force", "energy"]);
const LETTER = /^[a-z]\d*$/i;
/** An encoder has a position, in degrees too. */
const PLACES: ReadonlySet<Kind> = new Set(["position", "angle"]);

/** The unit of time that a name begins with, where it says from when it counts. */
function countedUnit(name: string): string | undefined {
  const word = COUNTED_FROM.exec(name)?.[1];
  const unit = word === undefined ? undefined : parseUnit(word);
  return word !== undefined && unit !== undefined && measures(unit, "time") ? unitSymbol(word) : undefined;
}

const UNITS_OF: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  time: ["s"],
  position: ["m", "px"],
  angle: ["rad"],
  velocity: ["m/s", "px/s", "rad/s"],
  speed: ["m/s", "rad/s"],
  "angular velocity": ["rad/s"],
  acceleration: ["m/s2"],
  "angular acceleration": ["rad/s2"],
  rate: ["m/s", "rad/s", "px/s"],
  "second rate": ["m/s2", "rad/s2"],
  force: ["N"],
};

/** What is a unit beside a name that says nothing: "poti_deg", "gx_dps", "heave_mm". Of "m" alone only longer names are believed. */
const CLEAR =
  /^(deg(rees)?|grad|rad|arcmin|arcsec|mas|mm|cm|um|µm|px|dps|rpm|((rad|deg|mm|cm|m|px)(_per_|_p_|_|p|per)(s|sec)2?))$/;

/** Longer ends of a name are no units. */
const LONGEST = 20;

/** "time_s", "x_mm", "omega_rad_s" and "omega_radps": units that stand in a name, where they are units of what the name means. */
export function withSuffixUnit(column: TableColumn): TableColumn {
  if (column.unit !== "") return turnsOf(column);
  const named = NAMED_UNITS.find(([, name]) => name.test(column.name));
  const said = named?.[0] ?? countedUnit(column.name);
  if (said !== undefined) return { ...column, unit: said };
  const first = Math.max(1, column.name.length - LONGEST);
  for (let at = first; at < column.name.length; at++) {
    const [base, suffix] = [column.name.slice(0, at), suffixAt(column.name, at)];
    const unit = suffix === undefined ? undefined : suffixUnit(base, suffix);
    if (unit === undefined) continue;
    return {
      ...parseHeading(base),
      unit,
      heading: column.heading ?? column.name,
      ...(column.group === undefined ? {} : { group: column.group }),
    };
  }
  return column;
}

/** The end of a name from a place on, if a word begins there: behind "_", or at a capital as in "AngleDeg" and "VelocityDegPerSec". */
function suffixAt(name: string, at: number): string | undefined {
  if (name[at] === "_") return name.slice(at + 1);
  if (!/[a-z]/.test(name[at - 1] ?? "") || !/^([A-Z][a-z]+)+$/.test(name.slice(at))) return undefined;
  return name
    .slice(at)
    .replace(/(?<=[a-z])(?=[A-Z])/g, "_")
    .toLowerCase();
}

/** The unit that a suffix writes, if it is one of what the name before it means. */
function suffixUnit(base: string, suffix: string): string | undefined {
  if (!/^([a-zµ]{1,8}|AU)(_[a-z]{1,4})*2?$/.test(suffix)) return undefined;
  const { kind } = meaningOf(base, undefined);
  for (const text of writings(suffix)) {
    const unit = parseUnit(text);
    if (unit === undefined) continue;
    const expected = kind === "unknown" ? undefined : UNITS_OF[kind];
    if (expected?.some((known) => sameDimensions(unit, parseUnit(known) as Unit)) === true) return text;
    const places = measures(unit, "angle") || measures(unit, "length") || measures(unit, "pixel");
    const isPlace = PLACES.has(kind) || (LETTER.test(base) && LETTERS.has(kind));
    // "q_dps" is a rate called q, whatever q alone would be.
    if (((isPlace && places) || LETTER.test(base)) && CLEAR.test(suffix)) return text;
    if (kind === "unknown" && (CLEAR.test(suffix) || (measures(unit, "length") && suffix === "m" && base.length > 3)))
      return text;
  }
  return undefined;
}

/** A suffix as units are written: "rad_s" and "radps" as "rad/s", "m_per_s" as "m/s", "ms2" as "m/s2". */
function writings(suffix: string): string[] {
  return [
    suffix,
    suffix.replace(/_?per_?/, "/"),
    suffix.replace(/_(?:p_)?/, "/"),
    suffix.replace(/^(rad|deg|m|mm|cm|km|px|ft|in)p(s|sec|min|h)(2?)$/, "$1/$2$3"),
    suffix.replace(/^(rad|deg|m)s(2?)$/, "$1/s$2"),
  ];
}
