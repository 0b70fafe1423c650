import { parseUnit, type Unit } from "../../columns/units/units.js";
import type { TableColumn } from "../table.js";
import { RUN_WORDS } from "./run-words.js";

/** "Run 1: ", "Latest: " and the like before a name, "Run #1" after it, "Ch 1+2" within. */
const RUN_BEFORE = new RegExp(
  `^((?:${RUN_WORDS}|data set|latest|remote data|datensatz|daten|données|datos|dati|gegevens|dataset|set)(?=[\\s\\d:|])[^:|]*?)\\s*[:|]\\s*(?=\\S)`,
  "i",
);
const RUN_AFTER = new RegExp(
  `[\\s,]*\\(?((?:${RUN_WORDS})\\s*(?:#|nr\\.?|n[°º.]|no\\.?)?\\s*\\d+)\\)?(?=\\s*[[({]|\\s*$)`,
  "i",
);
const CHANNEL = /,?\s*\bch(?:annel)?s?\.?\s*[\d+&,-]+(?=,|\s|$)/i;

/**
 * "theta [rad]", "x (m)", "t / s", "Run 1: Time (s)", "Angle, Ch 1+2, Run #1 ( rad )" and "v_{x}" as name, unit and run; a
 * name alone has the unit "".
 */
export function parseHeading(text: string): TableColumn {
  const heading = text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^'(.+)'$/, "$1");
  let rest = heading;
  let group: string | undefined;
  const take = (pattern: RegExp) => {
    const match = pattern.exec(rest);
    if (match === null) return;
    group ??= match[1]?.replace(/\s+/g, " ");
    rest = `${rest.slice(0, match.index)}${rest.slice(match.index + match[0].length)}`.trim();
  };
  take(RUN_BEFORE);
  take(RUN_AFTER);
  // A channel alone is the name.
  const plainRest = rest.replace(CHANNEL, "").trim();
  if (!/^([[({].*)?$/.test(plainRest)) rest = plainRest;
  const { name, unit } = nameAndUnit(rest);
  const plain = name
    .replace(/_\{([^}]*)\}/g, "_$1")
    .replace(/[,;:/]$/, "")
    .trim();
  return {
    name: plain === "" ? heading : plain,
    unit,
    ...(heading === plain ? {} : { heading }),
    ...(group === undefined ? {} : { group }),
  };
}

/** Brackets of a function hold what it is of, no unit: "der(phi)", "sin(theta)"; "x(t)" is a function of time, and "q[0]" counts. */
const FUNCTION =
  /^((der|d|dot|diff|derivative|sin|cos|tan|abs|sqrt|log|ln|exp|mean|std|int)\(.*\)|[^(]+\(t\)|.+\[\d+\])$/i;

/** What may be a unit with a slash and nothing beside it: "m/s", "deg / s", "(m/s)". */
const UNIT_ALONE = /^[[({]?[^\s/()[\]{}]+\s*\/\s*[^\s()[\]{}]+[\])}]?$/;

const isVelocity = (unit: Unit | undefined) =>
  unit?.dimensions.time === -1 && (unit.dimensions.length === 1 || unit.dimensions.angle === 1);

/** A voltage or a current as circuit simulators head them, with the node or part in brackets: "V(out)", "I(L1)". */
const OF_CIRCUIT = /^([VI])\(([^()]+)\)$/i;
/** A component as games and worksheets head it: "Position (x)". */
const COMPONENT = /^(\p{Letter}{3,}.*?)\s*\(([xyz])\)$/iu;
/** A unit behind a comma without a blank: "Pitch,deg". A single letter is rather a name. */
const BEHIND_COMMA = /^(.+?),([^\s,\d]{2,}\S*|[msм°])$/;

function nameAndUnit(text: string): { name: string; unit: string } {
  if (FUNCTION.test(text)) return { name: text, unit: "" };
  const [, symbol = "", part = ""] = OF_CIRCUIT.exec(text) ?? [];
  if (symbol !== "" && parseUnit(part) === undefined)
    return { name: text, unit: symbol.toUpperCase() === "V" ? "V" : "A" };
  const [, quantity, component] = COMPONENT.exec(text) ?? [];
  if (quantity !== undefined) return { name: `${quantity} ${component}`, unit: "" };
  const [, before, behind = ""] = BEHIND_COMMA.exec(text) ?? [];
  if (before !== undefined && parseUnit(behind) !== undefined) return { name: before, unit: behind };
  // A unit of velocity alone is no name with the unit of a time; in "a (m/s^2)" the a is an acceleration, no year.
  if (UNIT_ALONE.test(text) && isVelocity(parseUnit(text))) return { name: text, unit: text };
  // What oscilloscopes of Rohde & Schwarz write above their times.
  if (/^in m?s$/.test(text)) return { name: "time", unit: text.slice(3) };
  // Brackets within brackets: "Position (m) (filtered)" has its unit in the first.
  const bracketed = /^(.+?)\s*(?:\[([^\]]*)\]|\(([^)]*)\)|\{([^}]*)\})$/.exec(text);
  if (bracketed !== null && !/[_^]$/.test(bracketed[1] ?? "")) {
    const unit = (bracketed[2] ?? bracketed[3] ?? bracketed[4] ?? "").trim();
    const inner = parseUnit(unit) === undefined ? nameAndUnit(bracketed[1] ?? "") : undefined;
    if (inner !== undefined && inner.unit !== "") return inner;
    // "Io (arcsec, W +)": a unit and what else there is to say.
    const [first = ""] = unit.split(/[,;]\s/);
    return { name: bracketed[1] ?? "", unit: parseUnit(first) === undefined ? unit : first };
  }
  const spaced = behindBlank(text);
  if (spaced !== undefined) return spaced;
  // With blanks around it, a slash stands between quantity and unit (ISO 80000); without, as in dx/dt, it does not.
  const divided =
    /^(\S.*?)\s+\/\s*(\S+)$/.exec(text) ?? /^(.+?)(?:,| in) +(\S+)$/i.exec(text) ?? /^([^/]+)\/(\S+)$/.exec(text);
  if (divided !== null && parseUnit(divided[2] ?? "") !== undefined && !/^\(?d.*\/\(?d/.test(text))
    return { name: divided[1] ?? "", unit: divided[2] ?? "" };
  const blank = /^(\S+)\s+\/\s+(.+)$/.exec(text);
  if (blank !== null) return { name: blank[1] ?? "", unit: blank[2] ?? "" };
  // "Angle (deg) filtered": what stands in brackets within a name is a unit if it is known as one.
  const within = /^(.+?)\s*[[(]([^\])]+)[\])]\s+(\S.*)$/.exec(text);
  return within !== null && parseUnit(within[2] ?? "") !== undefined
    ? { name: `${within[1]} ${within[3]}`, unit: (within[2] ?? "").trim() }
    : { name: text, unit: "" };
}

/** A unit with a slash behind a name and a blank: "v m/s", "angular rate deg/s"; not behind "in" or a slash, which divide themselves. */
function behindBlank(text: string): { name: string; unit: string } | undefined {
  if (!text.includes("/") || /\sin\s|\/\s|[,;([{]/.test(text)) return undefined;
  const words = text.split(" ");
  const cut = words.findIndex(
    (_, i) => i > 0 && words.slice(i).join(" ").includes("/") && parseUnit(words.slice(i).join(" ")) !== undefined,
  );
  return cut < 0 ? undefined : { name: words.slice(0, cut).join(" "), unit: words.slice(cut).join(" ") };
}
