import type { Delimiter, Line, Rewrite } from "../rows.js";

/** An angle as circles are read: 12°30', -0° 04' 30.5", 12°30,5′. */
const ANGLE =
  /^"?([-+\u2212]?)(\d{1,3})\s*[°º]\s*(\d{1,2}(?:[.,]\d+)?)\s*(?:['′’](?:\s*(\d{1,2}(?:[.,]\d+)?)\s*(?:"|″|''|′′)+)?)\s*"?$/;
/** What a heading may already say of it: "[°]", "(° ')", "/ deg". */
const SAID = /\s*(?:[[({/]\s*)(?:[°º]|deg|grad)[^\])}]*[\])}]?\s*$/i;

/** Degrees that such a cell writes; undefined for any other. */
function degreesIn(cell: string): number | undefined {
  const match = ANGLE.exec(cell.trim());
  if (match === null) return undefined;
  const [, sign = "", degrees, minutes, seconds = "0"] = match;
  const [whole, sixtieth, second] = [degrees, minutes, seconds].map((text) => Number((text ?? "").replace(",", ".")));
  const size = (whole as number) + (sixtieth as number) / 60 + (second as number) / 3600;
  return sign === "" || sign === "+" ? size : -size;
}

/** How rows of which some cells are angles in degrees, minutes and seconds become rows of degrees. Undefined for any other text. */
export function sexagesimalLines(lines: readonly Line[]): Rewrite | undefined {
  const last = lines.at(-1)?.text ?? "";
  // The sign of seconds is no quotation mark: cells are told apart by the separator alone.
  const delimiter = (["\t", ";", ","] as const).find((own) =>
    last.split(own).some((cell) => degreesIn(cell) !== undefined),
  );
  if (delimiter === undefined) return undefined;
  const angles = last.split(delimiter).map((cell) => degreesIn(cell) !== undefined);
  const isRow = ({ text }: Line) => {
    const cells = text.split(delimiter);
    return (
      cells.length === angles.length && angles.some((own, i) => own && degreesIn(cells[i] as string) !== undefined)
    );
  };
  const heading = lines[lines.findIndex(isRow) - 1];
  if (heading === undefined || heading.text.split(delimiter).length !== angles.length) return undefined;
  const decimal = commasIn(last, delimiter) ? "," : ".";
  return (line) => {
    const cells = line.text.split(delimiter);
    if (line.line < heading.line || cells.length !== angles.length) return [line];
    const written = (cell: string, i: number): string => {
      if (angles[i] !== true) return cell;
      if (line.line === heading.line) return `${cell.replace(SAID, "")} [deg]`;
      const degrees = degreesIn(cell);
      return degrees === undefined ? cell : String(degrees).replace(".", decimal);
    };
    return [{ ...line, text: cells.map(written).join(delimiter) }];
  };
}

const commasIn = (text: string, delimiter: Delimiter): boolean => delimiter !== "," && /\d,\d/.test(text);
