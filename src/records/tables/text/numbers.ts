import { decimalNumber } from "../../../base/decimal.js";

/** How a file writes its numbers. */
export interface NumberStyle {
  readonly decimal: "." | ",";
  /** Whether signs, blanks or apostrophes stand between groups of three digits. */
  readonly grouped: boolean;
}

/** Words and signs for a number that is not there. */
const MISSING = /^([+-]?nan|n\.?\/?a\.?|#n\/a|<na>|nat|null|none|missing|undefined|#div\/0!|\?|\*|\.|[-–—]+)$/i;
const INFINITE = /^[+-]?inf(inity)?$/i;
/** A number in any style: one decimal sign or none, groups of three digits, exponents with E, Fortran's D or Mathematica's *^. */
const NUMERIC = /^[+-]?(\d+[.,]?|\d+[.,]\d+|[.,]\d+|\d{1,3}([.,'’ ]\d{3})+([.,]\d*)?)((?:[ed]|\*\^)[+-]?\d+)?$/i;

/** Zero, which Tracker writes with a point beside numbers with decimal commas. */
const ZERO = /^[+-]?0\.0+$/;

/** Hours, minutes, seconds and frames, of video. */
const TIMECODE = /^\d{1,2}:\d\d:\d\d[:;]\d\d$/;
export const isTimecode = (text: string) => TIMECODE.test(text);

export const isMissing = (text: string) => text === "" || MISSING.test(text);
export const isInfinite = (text: string) => INFINITE.test(text);
export const looksNumeric = (text: string) => NUMERIC.test(plain(text));

/** Minus signs and narrow blanks as ASCII has them. */
function plain(written: string): string {
  // A value with its error.
  const text =
    written.length < 80 && /[±+]/.test(written) ? written.replace(/\s*(?:±|\+\/-|\+-)\s*\d[\d.,]*$/, "") : written;
  return /[\u2212\u00a0\u202f\u2009]/.test(text)
    ? text.replaceAll("\u2212", "-").replace(/[\u00a0\u202f\u2009]/g, " ")
    : text;
}

/**
 * How the numbers in rows of cells are written: the later of two different signs is the decimal one, a sign that occurs twice
 * in a number is none; what is left undecided is a decimal sign, but for one of thousands among whole numbers beside decimals with the other sign.
 */
export function numberStyle(rows: readonly (readonly string[])[]): NumberStyle {
  let [comma, point, commaGroups, pointGroups, blankGroups] = [false, false, false, false, false];
  for (const cell of rows.flat()) {
    const text = plain(cell.trim());
    if (!NUMERIC.test(text) || ZERO.test(text)) continue;
    const [commas, points] = [text.split(",").length - 1, text.split(".").length - 1];
    if (/[ '’]/.test(text)) blankGroups = true;
    if (commas > 1 || (commas === 1 && points > 0 && text.indexOf(",") < text.indexOf("."))) commaGroups = true;
    else if (points > 1 || (points === 1 && commas > 0 && text.indexOf(".") < text.indexOf(","))) pointGroups = true;
    else if (commas === 1) comma = true;
    else if (points === 1) point = true;
  }
  if (pointGroups && !commaGroups) return { decimal: ",", grouped: true };
  if (commaGroups) return { decimal: ".", grouped: true };
  if (comma && point) {
    if (isThousands(rows, ".") && !isThousands(rows, ",")) return { decimal: ",", grouped: true };
    if (isThousands(rows, ",") && !isThousands(rows, ".")) return { decimal: ".", grouped: true };
  }
  return { decimal: comma && !point ? "," : ".", grouped: blankGroups };
}

/** Whether a sign stands only in columns of whole numbers, which have it from a thousand on: 960, 1.000. */
function isThousands(rows: readonly (readonly string[])[], sign: "." | ","): boolean {
  const thousands = sign === "." ? /^[+-]?[1-9]\d{0,2}\.\d{3}$/ : /^[+-]?[1-9]\d{0,2},\d{3}$/;
  const width = Math.max(...rows.map((cells) => cells.length));
  for (let c = 0; c < width; c++) {
    const cells = rows.map((row) => plain((row[c] ?? "").trim())).filter((text) => NUMERIC.test(text));
    const signed = cells.filter((text) => text.includes(sign) && !ZERO.test(text));
    if (signed.length === 0) continue;
    const plainOnes = cells.filter((text) => /^[+-]?\d{1,3}$/.test(text));
    if (plainOnes.length === 0 || plainOnes.length + signed.length < cells.length) return false;
    if (!signed.every((text) => thousands.test(text))) return false;
  }
  return true;
}

/** The number that a text without blanks around it writes in a style; undefined for anything else. */
export function readNumber(text: string, { decimal, grouped }: NumberStyle): number | undefined {
  const direct = decimal === "." ? decimalNumber(text) : undefined;
  if (direct !== undefined && !grouped) return direct;
  let digits = plain(text).replace(/(?:d|\*\^)(?=[+-]?\d+$)/i, "e");
  if (grouped) {
    const group = decimal === "." ? /^([+-]?\d{1,3})((?:[, '’]\d{3})+)/ : /^([+-]?\d{1,3})((?:[. '’]\d{3})+)/;
    digits = digits.replace(group, (_, first: string, rest: string) => first + rest.replace(/\D/g, ""));
  }
  if (decimal === ",") {
    if (ZERO.test(digits)) return 0;
    if (digits.includes(".")) return undefined;
    digits = digits.replace(",", ".");
  }
  return decimalNumber(digits);
}
