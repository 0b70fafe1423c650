// The messages of Arrow's stream format (https://arrow.apache.org/docs/format/Columnar.html, Message.fbs and Schema.fbs). The library
// goes through whatever lengths a message claims, so these are held against the message first.

const [SCHEMA, DICTIONARY, BATCH] = [1, 2, 3];
const [MAX_FIELDS, MAX_DEPTH] = [10_000, 32];
const CONTINUATION = 0xffffffff;

/** Throws an `Error` unless all messages of a stream, and the lists within them, fit into it. */
export function checkMessages(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 4 <= bytes.length; ) {
    // Streams of before 2019 have no mark before the length.
    if (view.getUint32(at, true) === CONTINUATION) at += 4;
    if (at + 4 > bytes.length) return;
    const size = view.getUint32(at, true);
    at += 4;
    if (size === 0) return;
    if (size > bytes.length - at) throw new Error(`a message claims ${size} bytes, ${bytes.length - at} are left`);
    const message = new FlatMessage(bytes.subarray(at, at + size));
    const body = message.check();
    if (!(body >= 0 && body <= bytes.length - at - size)) throw new Error(`a body claims ${body} bytes`);
    at += size + body;
  }
}

/** Throws unless the schema that a file's footer holds fits into it. */
export const checkFooter = (bytes: Uint8Array): void => new FlatMessage(bytes).checkFooter();

/** A flatbuffer whose offsets are checked as they are followed. */
class FlatMessage {
  readonly #view: DataView;
  #fields = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Checks a message and returns the length of its body. */
  check(): number {
    const root = this.#follow(0);
    const kind = this.#slot(root, 1);
    const header = this.#slot(root, 2);
    const body = this.#slot(root, 3);
    this.#list(root, 4, 4);
    if (kind !== undefined && header !== undefined) this.#header(this.#byte(kind), this.#follow(header));
    return body === undefined ? 0 : Number(this.#view.getBigInt64(body, true));
  }

  checkFooter(): void {
    const schema = this.#slot(this.#follow(0), 1);
    if (schema !== undefined) this.#header(SCHEMA, this.#follow(schema));
  }

  #header(kind: number, table: number): void {
    if (kind === SCHEMA) {
      this.#children(table, 1, 0);
      this.#list(table, 2, 4);
    } else if (kind === BATCH) {
      this.#list(table, 1, 16);
      this.#list(table, 2, 16);
      this.#list(table, 4, 8);
    } else if (kind === DICTIONARY) {
      const data = this.#slot(table, 1);
      if (data !== undefined) this.#header(BATCH, this.#follow(data));
    }
  }

  #children(table: number, slot: number, depth: number): void {
    if (depth > MAX_DEPTH) throw new Error("fields within fields without end");
    const { start, count } = this.#list(table, slot, 4);
    for (let i = 0; i < count; i++) {
      if (++this.#fields > MAX_FIELDS) throw new Error(`more than ${MAX_FIELDS} fields`);
      const field = this.#follow(start + 4 * i);
      this.#list(field, 0, 1);
      this.#children(field, 5, depth + 1);
      this.#list(field, 6, 4);
    }
  }

  /** Where the elements of a list begin and how many there are; it must lie in the message. */
  #list(table: number, slot: number, width: number): { start: number; count: number } {
    const place = this.#slot(table, slot);
    if (place === undefined) return { start: 0, count: 0 };
    const at = this.#follow(place);
    const count = this.#view.getUint32(this.#within(at, 4), true);
    this.#within(at + 4, count * width);
    return { start: at + 4, count };
  }

  /** Where a table keeps a field; undefined where it does not. */
  #slot(table: number, slot: number): number | undefined {
    const fields = table - this.#view.getInt32(this.#within(table, 4), true);
    const size = this.#view.getUint16(this.#within(fields, 4), true);
    if (4 + 2 * slot + 2 > size) return undefined;
    const offset = this.#view.getUint16(this.#within(fields + 4 + 2 * slot, 2), true);
    return offset === 0 ? undefined : this.#within(table + offset, 1);
  }

  #follow(place: number): number {
    return this.#within(place + this.#view.getUint32(this.#within(place, 4), true), 4);
  }

  #byte(place: number): number {
    return this.#view.getUint8(this.#within(place, 1));
  }

  #within(at: number, bytes: number): number {
    if (!(at >= 0 && at + bytes <= this.#view.byteLength)) throw new Error("a message points beyond its end");
    return at;
  }
}
