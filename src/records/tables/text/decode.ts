import { UserError } from "../../../base/errors.js";
import { meaningOf } from "../../columns/meaning.js";
import { parseUnit } from "../../columns/units/units.js";
import { type ByteSource, chunksOf } from "../../source.js";
import { parseHeading } from "./heading.js";

/** Bytes at the beginning that decide the encoding. */
const SNIFFED = 1 << 16;

/** Encodings of texts that are not UTF-8; the first of those under which the headings say most. */
const REGIONAL = [
  "windows-1252",
  "windows-1250",
  "windows-1251",
  "windows-1253",
  "windows-1254",
  "shift_jis",
  "gb18030",
  "big5",
  "euc-kr",
] as const;
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | (typeof REGIONAL)[number];

/** UTF-8, or UTF-16 where a byte-order mark says so; where the beginning cannot be UTF-8, that of the region under which its headings are words. */
export async function encodingOf(source: ByteSource): Promise<Encoding> {
  const start = await source.slice(0, Math.min(SNIFFED, source.size));
  if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
  if (start[0] === 0xfe && start[1] === 0xff) return "utf-16be";
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(start, { stream: true });
    return "utf-8";
  } catch {
    const scores = REGIONAL.map((encoding) => understood(start, encoding));
    return REGIONAL[scores.indexOf(Math.max(...scores))] as Encoding;
  }
}

/** Lines in which headings are looked for. */
const HEADINGS = 40;

const LONGEST = 100;

/** How many words of the first lines that are not ASCII are known as headings or units; -1 for what is no text in an encoding. */
function understood(start: Uint8Array, encoding: Encoding): number {
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(start, { stream: true });
  } catch {
    return -1;
  }
  const cells = text.split(/\r?\n|\r/, HEADINGS).flatMap((line) => line.split(/[\t;,|]/));
  return cells.filter((cell) => {
    if (cell.length > LONGEST) return false;
    const { name, unit } = parseHeading(cell);
    const isForeign = (word: string) => /\P{ASCII}/u.test(word);
    return (
      (isForeign(unit) && parseUnit(unit) !== undefined) ||
      (isForeign(name) && meaningOf(name, undefined).kind !== "unknown")
    );
  }).length;
}

/** The lines of a text file, decoded as `textOf` does, some at a time. */
export async function* linesOf(source: ByteSource): AsyncGenerator<readonly string[]> {
  let rest = "";
  for await (const piece of textOf(source)) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    yield lines;
  }
  yield [rest];
}

/**
 * The text of a source, in pieces, with line ends as "\n" and without a byte-order mark. Throws `UserError` with the line for bytes that
 * are not text.
 */
export async function* textOf(source: ByteSource): AsyncGenerator<string> {
  const encoding = await encodingOf(source);
  const decoder = new TextDecoder(encoding, { fatal: true });
  let lines = 0;
  /** A carriage return at the end of a piece: the line feed may come with the next. */
  let held = "";
  const decode = (bytes?: Uint8Array) => {
    try {
      return held + (bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true }));
    } catch {
      throw new UserError(
        `${source.name}, line ${lines + 1} or soon after: not ${encoding.toUpperCase()} text; save the table as UTF-8`,
      );
    }
  };
  for await (const bytes of chunksOf(source)) {
    const raw = decode(bytes);
    held = raw.endsWith("\r") ? "\r" : "";
    const whole = held === "" ? raw : raw.slice(0, -1);
    const text = whole.includes("\r") ? whole.replace(/\r\n?/g, "\n") : whole;
    const zero = text.indexOf("\0");
    if (zero >= 0)
      throw new UserError(
        `${source.name}, line ${lines + countLines(text.slice(0, zero)) + 1}: holds binary data, not text`,
      );
    lines += countLines(text);
    yield text;
  }
  yield decode().replaceAll("\r", "\n");
}

function countLines(text: string): number {
  let count = 0;
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) count++;
  return count;
}
