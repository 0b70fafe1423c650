import { decimalNumber } from "../../../base/decimal.js";
import { UserError } from "../../../base/errors.js";
import type { ByteSource } from "../../source.js";
import { arraysTable, MAX_NUMBERS } from "../binary/arrays.js";
import type { NamedArray } from "../named-array.js";
import { rangeValues } from "../range.js";
import type { Table } from "../table.js";
import { linesOf } from "./decode.js";

const MAX_BYTES = 256 << 20;
const MAX_ARRAYS = 1000;

/**
 * The variables that `save` of Octave writes as text: matrices and ranges, also as fields of structures, whose name is that of their
 * group. Scalars, texts and complex numbers are left out.
 */
export async function octaveTable(source: ByteSource, time?: string): Promise<Table> {
  const { name, size } = source;
  if (size > MAX_BYTES) throw new UserError(`${name}: ${size} bytes, texts of Octave of at most ${MAX_BYTES} are read`);
  const reader = new OctaveReader(name);
  for await (const lines of linesOf(source)) for (const line of lines) reader.line(line);
  return arraysTable(name, "Octave", reader.finish(), { time, leftOut: reader.leftOut });
}

/** A structure or a list of cells whose parts are still to come. */
interface Container {
  readonly path: string;
  left: number;
}

interface OpenArray {
  readonly name: string;
  readonly group: string;
  readonly type: string;
  shape: number[];
  values: number[];
}

class OctaveReader {
  readonly leftOut: string[] = [];
  readonly #arrays: NamedArray[] = [];
  readonly #containers: Container[] = [];
  #open: OpenArray | undefined;
  #name = "";
  #type = "";
  #numbers = 0;
  #line = 0;
  #dimensions = false;

  constructor(readonly file: string) {}

  line(text: string): void {
    this.#line++;
    const [, key = "", value = ""] = /^# ([a-z]+)(?:: ?(.*?))?\s*$/.exec(text) ?? [];
    if (key === "name") this.#begin(value);
    else if (key === "type") this.#typed(value);
    else if (text.startsWith("#")) this.#header(key, value);
    else if (text.trim() !== "") this.#row(text);
  }

  finish(): NamedArray[] {
    this.#close();
    return this.#arrays;
  }

  #fail(problem: string): never {
    throw new UserError(`${this.file}, line ${this.#line}: ${problem}`);
  }

  #begin(name: string): void {
    this.#close();
    while (this.#containers.length > 0 && (this.#containers.at(-1) as Container).left <= 0) this.#containers.pop();
    const container = this.#containers.at(-1);
    if (container !== undefined) container.left--;
    this.#name = name === "<cell-element>" ? String(-(container?.left ?? 0)) : name;
    this.#type = "";
  }

  #typed(type: string): void {
    this.#type = type;
    const group = this.#containers.map(({ path }) => path).join("/");
    if (/^(scalar )?struct$|^cell$/.test(type)) this.#containers.push({ path: this.#name, left: 0 });
    else if (/matrix$|range$/.test(type) && !type.startsWith("complex") && !/bool|string|char/.test(type))
      this.#open = { name: this.#name, group, type, shape: [], values: [] };
    else if (!/string|scalar|bool/.test(type)) this.leftOut.push(`${this.#name} (${type})`);
  }

  #header(key: string, value: string): void {
    const count = Number(value);
    this.#dimensions = key === "ndims";
    const container = this.#containers.at(-1);
    if (this.#open !== undefined && (key === "rows" || key === "columns")) this.#open.shape.push(count);
    else if (container !== undefined && /struct$/.test(this.#type) && key === "length") container.left = count;
    else if (container !== undefined && this.#type === "cell" && key === "rows") container.left = count;
    else if (container !== undefined && this.#type === "cell" && key === "columns") container.left *= count;
  }

  #row(text: string): void {
    const open = this.#open;
    if (open === undefined) return;
    const numbers = text
      .trim()
      .split(/\s+/)
      .map((cell) => {
        const value = decimalNumber(cell) ?? (/^[+-]?(nan|inf|na)$/i.test(cell) ? Number.NaN : undefined);
        return value ?? this.#fail(`"${cell.slice(0, 40)}" is not a number`);
      });
    if (this.#dimensions) {
      this.#dimensions = false;
      open.shape = numbers;
      return;
    }
    this.#numbers += numbers.length;
    if (this.#numbers > MAX_NUMBERS) this.#fail(`more than ${MAX_NUMBERS} numbers`);
    for (const value of numbers) open.values.push(value);
  }

  #close(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return;
    const { name, group, type } = open;
    const [base = Number.NaN, limit = Number.NaN, step = Number.NaN] = open.values;
    const data = type.endsWith("range") ? this.#range(base, limit, step) : open.values;
    const shape = type.endsWith("range") ? [data.length] : open.shape;
    const count = shape.reduce((product, n) => product * n, 1);
    if (count === 0) return;
    if (count !== data.length) this.#fail(`"${name}" has ${data.length} numbers, its shape [${shape}] needs ${count}`);
    if (shape.length > 2) this.leftOut.push(`${name} [${shape}]`);
    else if (this.#arrays.length >= MAX_ARRAYS) this.#fail(`more than ${MAX_ARRAYS} variables`);
    else this.#arrays.push({ name, unit: "", shape, data, group });
  }

  #range(base: number, limit: number, step: number): number[] {
    const values = rangeValues(base, limit, step, MAX_NUMBERS) ?? this.#fail("a range that is none");
    this.#numbers += values.length;
    return values;
  }
}
