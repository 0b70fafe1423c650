import { UserError } from "../../../base/errors.js";

/** Longer values are no rows of a table. */
const MAX_ROW = 1 << 20;
const [QUOTE, ESCAPE, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, COMMA, LINE] = Array.from('"\\{}[],\n', (c) =>
  c.charCodeAt(0),
);

/** The text of one row, and which it is, from 1. */
export interface JsonRow {
  readonly text: string;
  readonly row: number;
}

/**
 * The objects or lists within an array of JSON, or one after the other as lines, without taking the whole into memory. Whether each is JSON
 * is left to whoever parses it. Throws `UserError` for anything else between them.
 */
export async function* jsonRows(name: string, pieces: AsyncIterable<string>): AsyncGenerator<JsonRow> {
  const splitter = new Splitter(name);
  for await (const piece of pieces) yield* splitter.add(piece);
  splitter.end();
}

class Splitter {
  /** Brackets that are open: of the whole array, then of the row. */
  #depth = 0;
  /** 1 within an array of rows, 0 for rows one after the other; undefined before the first character. */
  #base: 0 | 1 | undefined;
  #inText = false;
  #escaped = false;
  #held = "";
  #rows = 0;

  constructor(readonly name: string) {}

  *add(piece: string): Generator<JsonRow> {
    let start = this.#held === "" ? -1 : 0;
    const whole = this.#held + piece;
    const begin = this.#held.length;
    this.#held = "";
    for (let i = begin; i < whole.length; i++) {
      const code = whole.charCodeAt(i);
      if (this.#inText) {
        if (this.#escaped) this.#escaped = false;
        else if (code === ESCAPE) this.#escaped = true;
        else if (code === QUOTE) this.#inText = false;
        continue;
      }
      if (start >= 0) {
        if (code === QUOTE) this.#inText = true;
        else if (code === OPEN || code === OPEN_LIST) this.#depth++;
        else if ((code === CLOSE || code === CLOSE_LIST) && --this.#depth === this.#base) {
          yield { text: whole.slice(start, i + 1), row: ++this.#rows };
          start = -1;
        }
        continue;
      }
      if (code <= 32 || code === 0xfeff) continue;
      if (this.#base === undefined) {
        this.#base = code === OPEN_LIST ? 1 : 0;
        if (this.#base === 1) {
          this.#depth = 1;
          continue;
        }
      }
      if (code === OPEN || code === OPEN_LIST) {
        this.#depth++;
        start = i;
      } else if (code === CLOSE_LIST && this.#base === 1 && this.#depth === 1) this.#depth = 0;
      else if (code !== COMMA)
        throw new UserError(
          `${this.name}: not JSON (after row ${this.#rows}: ${JSON.stringify(whole.slice(i, i + 20))})`,
        );
    }
    if (start < 0) return;
    this.#held = whole.slice(start);
    if (this.#held.length > MAX_ROW)
      throw new UserError(
        `${this.name}, row ${this.#rows + 1}: more than ${MAX_ROW} characters, expected a row of a table`,
      );
  }

  end(): void {
    if (this.#held !== "" || (this.#base === 1 && this.#depth > 0))
      throw new UserError(`${this.name}: not JSON (it ends within row ${this.#rows + (this.#held === "" ? 0 : 1)})`);
  }
}

/** Whether a text begins like rows: an array of objects or lists, or an object after which another begins in a line of its own. */
export function beginsWithRows(start: string): boolean {
  const text = start.replace(/^\ufeff/, "").trimStart();
  if (/^\[\s*[[{]/.test(text)) return true;
  if (!text.startsWith("{")) return false;
  let [depth, inText, escaped] = [0, false, false];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inText) {
      if (escaped) escaped = false;
      else if (code === ESCAPE) escaped = true;
      else if (code === QUOTE) inText = false;
      else if (code === LINE) return false;
    } else if (code === QUOTE) inText = true;
    else if (code === OPEN || code === OPEN_LIST) depth++;
    else if ((code === CLOSE || code === CLOSE_LIST) && --depth === 0)
      return /^\s*\n\s*\{/.test(text.slice(i + 1, i + 100));
  }
  return false;
}
