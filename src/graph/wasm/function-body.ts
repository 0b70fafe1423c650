import { type Bytes, float, list, signed, type, unsigned, type ValueType } from "../../base/wasm-encoding.js";

/** Four 32-bit numbers at once; codes of the instructions (https://webassembly.github.io/spec/core/binary/instructions.html). */
export const lane = {
  load: 0,
  loadSplat: 9,
  store: 11,
  constant: 12,
  storeLane: 0x5a,
  extract: 0x1f,
  replace: 0x20,
  and: 0x4e,
  nearest: 0x6a,
  abs: 0xe0,
  neg: 0xe1,
  sqrt: 0xe3,
  add: 0xe4,
  sub: 0xe5,
  mul: 0xe6,
  div: 0xe7,
  /** b < a ? b : a, so that a first operand that is not a number comes through. */
  min: 0xea,
  max: 0xeb,
  toInteger: 0xf8,
  shiftLeft: 0xab,
  shiftRight: 0xac,
  addIntegers: 0xae,
  subIntegers: 0xb1,
} as const;

/** Writes one function without parameters or results: instructions and the local variables they use. */
export class FunctionBody {
  readonly #code: number[] = [];
  readonly #locals: ValueType[] = [];

  local(kind: ValueType): number {
    this.#locals.push(kind);
    return this.#locals.length - 1;
  }

  emit(bytes: Bytes): this {
    for (const byte of bytes) this.#code.push(byte);
    return this;
  }

  get(local: number): this {
    return this.emit([0x20, ...unsigned(local)]);
  }

  set(local: number): this {
    return this.emit([0x21, ...unsigned(local)]);
  }

  integer(value: number): this {
    return this.emit([0x41, ...signed(value)]);
  }

  addIntegers(): this {
    return this.emit([0x6a]);
  }

  /** local += value */
  advance(local: number, value: number): this {
    return this.get(local).integer(value).addIntegers().set(local);
  }

  call(index: number): this {
    return this.emit([0x10, ...unsigned(index)]);
  }

  /** One of the `lane` instructions without an immediate. */
  lane(name: keyof typeof lane): this {
    return this.emit([0xfd, ...unsigned(lane[name])]);
  }

  /** The same number in all lanes. */
  splat(value: number): this {
    return this.lane("constant").emit([0, 1, 2, 3].flatMap(() => float(value)));
  }

  /** The same 32-bit integer in all lanes. */
  splatInteger(value: number): this {
    return this.lane("constant").emit([0, 1, 2, 3].flatMap(() => [...new Uint8Array(Int32Array.of(value).buffer)]));
  }

  /** From the address on the stack plus `offset`: four numbers in a row or, `repeated`, the one number four times. */
  load(offset: number, repeated: boolean): this {
    return this.lane(repeated ? "loadSplat" : "load").emit([2, ...unsigned(offset)]);
  }

  /** Stores four numbers, or the first lane only, at the address below them on the stack plus `offset`. */
  store(offset: number, single: boolean): this {
    if (single) return this.lane("storeLane").emit([2, ...unsigned(offset), 0]);
    return this.lane("store").emit([2, ...unsigned(offset)]);
  }

  /** Applies the imported function number `index` to every lane of the vector on the stack. */
  callForLanes(index: number): this {
    const [from, to] = [this.local("v128"), this.local("v128")];
    this.set(from);
    for (let i = 0; i < 4; i++) {
      this.get(to).get(from).lane("extract").emit([i]);
      // To 64 bits, the function, back to 32.
      this.emit([0xbb]).call(index).emit([0xb6]);
      this.lane("replace").emit([i]).set(to);
    }
    return this.get(to);
  }

  /** Repeats `body` while the local, from 0 and raised by `step` each time, is below `end` (at least once). */
  loop(counter: number, end: number, step: number, body: () => void): this {
    this.integer(0).set(counter).emit([0x03, 0x40]);
    body();
    // counter += step; again while below the end.
    this.get(counter)
      .integer(step)
      .addIntegers()
      .emit([0x22, ...unsigned(counter)]);
    return this.integer(end).emit([0x49, 0x0d, 0, 0x0b]);
  }

  finish(): Bytes {
    const locals = list(this.#locals.map((kind) => [1, type[kind]]));
    const size = locals.length + this.#code.length + 1;
    return unsigned(size).concat(locals, this.#code, [0x0b]);
  }
}
