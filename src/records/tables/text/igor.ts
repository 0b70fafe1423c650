import { decimalNumber } from "../../../base/decimal.js";
import { UserError } from "../../../base/errors.js";
import type { ByteSource } from "../../source.js";
import { arraysTable, MAX_NUMBERS } from "../binary/arrays.js";
import type { NamedArray } from "../named-array.js";
import type { Table } from "../table.js";
import { linesOf } from "./decode.js";

const MAX_BYTES = 256 << 20;
const MAX_WAVES = 1000;

/**
 * The waves of Igor's text: `WAVES` names them, rows stand between `BEGIN` and `END`, and commands behind an `X` give their units and the
 * times at which they were sampled (`SetScale/P x 0,0.01,"s", theta`), which are used where no wave holds times.
 */
export async function igorTable(source: ByteSource, time?: string): Promise<Table> {
  const { name, size } = source;
  if (size > MAX_BYTES) throw new UserError(`${name}: ${size} bytes, texts of Igor of at most ${MAX_BYTES} are read`);
  const reader = new IgorReader(name);
  for await (const lines of linesOf(source)) for (const line of lines) reader.line(line);
  const arrays = reader.waves.map((wave) => wave.array());
  const table = arraysTable(name, "Igor", arrays, { time, counted: reader.counted() });
  return { ...table, notes: ["waves of Igor", ...table.notes] };
}

/** A wave while it is read. */
class Wave {
  readonly values: number[] = [];
  unit = "";
  /** Of its samples: the first, the step and their unit. */
  scale: { readonly start: number; readonly step: number; readonly unit: string } | undefined;

  constructor(readonly name: string) {}

  array(): NamedArray {
    return { name: this.name, unit: this.unit, shape: [this.values.length], data: this.values };
  }
}

class IgorReader {
  readonly waves: Wave[] = [];
  /** Those of the block that is open. */
  #block: Wave[] = [];
  #reads = false;
  #line = 0;
  #numbers = 0;

  constructor(readonly file: string) {}

  line(written: string): void {
    this.#line++;
    const text = written.trim();
    const names = /^WAVES(?:\/\S*)*\s+(.*)$/i.exec(text)?.[1];
    if (names !== undefined) this.#begin(names);
    else if (/^BEGIN$/i.test(text)) this.#reads = this.#block.length > 0;
    else if (/^END$/i.test(text)) [this.#reads, this.#block] = [false, []];
    else if (this.#reads && text !== "") this.#row(written);
    else if (/^X\s/i.test(text) && text.length < MAX_COMMAND)
      for (const command of text.slice(1).split(";")) this.#command(command);
  }

  /** Times of the samples, where all waves have the same. */
  counted(): { readonly start: number; readonly step: number; readonly unit: string } | undefined {
    const [first] = this.waves;
    const same = ({ scale, values }: Wave) =>
      scale?.start === first?.scale?.start &&
      scale?.step === first?.scale?.step &&
      values.length === first?.values.length;
    return this.waves.every(same) ? first?.scale : undefined;
  }

  #begin(names: string): void {
    this.#reads = false;
    this.#block = Array.from(names.matchAll(/'([^']*)'|[^\s,]+/g), ([whole, quoted]) => new Wave(quoted ?? whole));
    this.waves.push(...this.#block);
    if (this.waves.length > MAX_WAVES) this.#fail(`more than ${MAX_WAVES} waves`);
  }

  #row(text: string): void {
    const cells = text.includes("\t") ? text.replace(/^\t/, "").split("\t") : text.trim().split(/\s+/);
    if (cells.length > this.#block.length && cells.slice(this.#block.length).some((cell) => cell.trim() !== ""))
      this.#fail(`${cells.length} numbers for ${this.#block.length} waves`);
    this.#numbers += this.#block.length;
    if (this.#numbers > MAX_NUMBERS) this.#fail(`more than ${MAX_NUMBERS} numbers`);
    for (const [i, wave] of this.#block.entries()) {
      const cell = cells[i]?.trim() ?? "";
      const value = decimalNumber(cell) ?? (/^([-+]?(nan|inf).*|)$/i.test(cell) ? Number.NaN : undefined);
      wave.values.push(value ?? this.#fail(`"${cell.slice(0, 40)}" is not a number`));
    }
  }

  #command(text: string): void {
    const [, kind = "", letter = "", list = ""] = /^\s*SetScale\s*(\/\w)?\s*([a-z])\s*,?\s*(.*)$/i.exec(text) ?? [];
    const [, first = "", second = "", unit = "", names = ""] =
      /^([^,]+),([^,]+),\s*"([^"]*)"\s*,(.*)$/.exec(list.trim()) ?? [];
    const [a, b] = [decimalNumber(first.trim()), decimalNumber(second.trim())];
    if (a === undefined || b === undefined) return;
    for (const name of names.split(",").map((word) => word.trim().replace(/^'|'$/g, ""))) {
      const wave = this.waves.find((one) => one.name === name);
      if (wave === undefined) continue;
      if (/^[dy]$/i.test(letter)) wave.unit = unit;
      // By the step, by the last sample, or by the one that would follow it.
      const count = kind.toUpperCase() === "/I" ? wave.values.length - 1 : wave.values.length;
      const step = kind.toUpperCase() === "/P" ? b : (b - a) / count;
      if (/^x$/i.test(letter) && step > 0) wave.scale = { start: a, step, unit };
    }
  }

  #fail(problem: string): never {
    throw new UserError(`${this.file}, line ${this.#line}: ${problem}`);
  }
}

/** Longer commands are none that give a scale. */
const MAX_COMMAND = 10_000;
