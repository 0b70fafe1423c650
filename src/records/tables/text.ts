import { UserError } from "../../base/errors.js";
import { type ByteSource, chunksOf } from "../source.js";

/**
 * The text of a source, in pieces: UTF-8, or UTF-16 where a byte-order mark says so; the mark is left out. Throws
 * `UserError` with the line for bytes that are not text.
 */
export async function* textOf(source: ByteSource): AsyncGenerator<string> {
  const start = await source.slice(0, 2);
  const encoding =
    start[0] === 0xff && start[1] === 0xfe ? "utf-16le" : start[0] === 0xfe && start[1] === 0xff ? "utf-16be" : "utf-8";
  const decoder = new TextDecoder(encoding, { fatal: true });
  let lines = 0;
  const decode = (bytes?: Uint8Array) => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      throw new UserError(
        `${source.name}, line ${lines + 1} or soon after: not ${encoding.toUpperCase()} text; save the table as UTF-8`,
      );
    }
  };
  for await (const bytes of chunksOf(source)) {
    const text = decode(bytes);
    const zero = text.indexOf("\0");
    if (zero >= 0)
      throw new UserError(
        `${source.name}, line ${lines + countLines(text.slice(0, zero)) + 1}: holds binary data, not text`,
      );
    lines += countLines(text);
    yield text;
  }
  yield decode();
}

function countLines(text: string): number {
  let count = 0;
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) count++;
  return count;
}
