import { type Bytes, list, section, text, type, unsigned } from "../base/wasm-encoding.js";

/**
 * Scalar products of rows of matrices, sixteen at once: the inner loop of factorisations and inverses.
 *
 * A matrix is held in panels: its rows four by four, each panel [k][4], so that what stands in four rows at one place of the inner
 * axis is read at once. Every product is summed along that axis in order and rounded after each multiplication and each
 * addition, so that the bits do not depend on what computes them: WebAssembly with two numbers an instruction, or JavaScript.
 */
export interface TileSpace {
  /** Room for panels; what stood in it before is of no meaning. */
  readonly panels: Float64Array;
  /** The last products: that of row r of the first panel and row c of the second at 4 c + r. */
  readonly products: Float64Array;
  /** Forms the products of the panels that begin at `panels[a]` and `panels[b]` over `count` places of the inner axis. */
  multiply(a: number, b: number, count: number): void;
}

/** Rows of a panel. */
export const TILE = 4;
const PRODUCTS = TILE * TILE;

/** Numbers that are kept for the next caller, 64 MB. */
const KEPT = 8e6;

let kept: TileSpace | undefined;

/** Room for so many numbers in panels. There is one, which grows: it is free again for others when a function returns. */
export function tileSpace(numbers: number): TileSpace {
  if (kept !== undefined && kept.panels.length >= numbers) return kept;
  // Half as much again, so that a series of growing matrices does not move it every time.
  const room = Math.max(numbers, Math.min(KEPT, Math.ceil(1.5 * (kept?.panels.length ?? 0))));
  const space = vectorSpace(room) ?? scriptSpace(room);
  if (room <= KEPT) kept = space;
  return space;
}

/** The same without WebAssembly. */
export function scriptSpace(numbers: number): TileSpace {
  const [panels, products] = [new Float64Array(numbers), new Float64Array(PRODUCTS)];
  const multiply = (a: number, b: number, count: number) => {
    for (let c = 0; c < TILE; c += 2) {
      let [s0, s1, s2, s3, t0, t1, t2, t3] = [0, 0, 0, 0, 0, 0, 0, 0];
      for (let k = 0, row = a, column = b + c; k < count; k++, row += TILE, column += TILE) {
        const left = panels[column] as number;
        const right = panels[column + 1] as number;
        const x0 = panels[row] as number;
        const x1 = panels[row + 1] as number;
        const x2 = panels[row + 2] as number;
        const x3 = panels[row + 3] as number;
        s0 += x0 * left;
        s1 += x1 * left;
        s2 += x2 * left;
        s3 += x3 * left;
        t0 += x0 * right;
        t1 += x1 * right;
        t2 += x2 * right;
        t3 += x3 * right;
      }
      products.set([s0, s1, s2, s3, t0, t1, t2, t3], TILE * c);
    }
  };
  return { panels, products, multiply };
}

const PAGE = 65_536;
const MOST_PAGES = 65_536;
const SIZE = 8;

/** The same in the memory of a WebAssembly module; undefined where there can be none with vectors. */
export function vectorSpace(numbers: number): TileSpace | undefined {
  kernel ??= loadKernel();
  const pages = Math.ceil(((PRODUCTS + numbers) * SIZE) / PAGE);
  if (kernel === null || pages > MOST_PAGES) return undefined;
  const memory = new WebAssembly.Memory({ initial: pages });
  const { exports } = new WebAssembly.Instance(kernel, { host: { memory } });
  const run = exports["multiply"] as (a: number, b: number, count: number) => void;
  const first = PRODUCTS * SIZE;
  return {
    panels: new Float64Array(memory.buffer, first, numbers),
    products: new Float64Array(memory.buffer, 0, PRODUCTS),
    multiply: (a, b, count) => run(first + a * SIZE, first + b * SIZE, count),
  };
}

/** The kernel; null in an engine without WebAssembly or its vectors, and in a page whose policy forbids it. */
let kernel: WebAssembly.Module | null | undefined;

function loadKernel(): WebAssembly.Module | null {
  const code = kernelModule();
  if (typeof WebAssembly !== "object" || !WebAssembly.validate(code)) return null;
  try {
    return new WebAssembly.Module(code);
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) return null;
    throw error;
  }
}

// Instructions (https://webassembly.github.io/spec/core/binary/instructions.html).
const vector = (code: number): Bytes => [0xfd, ...unsigned(code)];
const at = (offset: number): Bytes => [3, ...unsigned(offset)];
const get = (local: number): Bytes => [0x20, ...unsigned(local)];
const set = (local: number): Bytes => [0x21, ...unsigned(local)];
const tee = (local: number): Bytes => [0x22, ...unsigned(local)];
const integer = (value: number): Bytes => [0x41, ...unsigned(value)];
const load = (offset: number): Bytes => [...vector(0), ...at(offset)];
const loadSplat = (offset: number): Bytes => [...vector(10), ...at(offset)];
const store = (offset: number): Bytes => [...vector(11), ...at(offset)];
const [multiply, add, addIntegers] = [vector(0xf2), vector(0xf0), [0x6a]];

/** A module with the function multiply(a, b, count): addresses of two panels in bytes; products go to address 0. */
function kernelModule(): Uint8Array<ArrayBuffer> {
  const [a, b, count, upper, lower, splat] = [0, 1, 2, 3, 4, 5];
  const sum = (column: number, half: number) => 6 + 2 * column + half;
  const columns = Array.from({ length: TILE }, (_, column) => column);
  const advance = (local: number): Bytes => [...get(local), ...integer(TILE * SIZE), ...addIntegers, ...set(local)];
  const accumulate = (half: number, factor: number, column: number): Bytes => [
    ...get(sum(column, half)),
    ...get(factor),
    ...get(splat),
    ...multiply,
    ...add,
    ...set(sum(column, half)),
  ];
  const step = [
    ...[...get(a), ...load(0), ...set(upper)],
    ...[...get(a), ...load(2 * SIZE), ...set(lower)],
    ...columns.flatMap((column) => [
      ...[...get(b), ...loadSplat(column * SIZE), ...set(splat)],
      ...accumulate(0, upper, column),
      ...accumulate(1, lower, column),
    ]),
    ...advance(a),
    ...advance(b),
  ];
  // while (count) { step; count -= 1 }
  const loop = [
    ...[0x02, 0x40, ...get(count), 0x45, 0x0d, 0],
    ...[0x03, 0x40, ...step, ...get(count), ...integer(1), 0x6b, ...tee(count), 0x0d, 0],
    ...[0x0b, 0x0b],
  ];
  const stores = columns.flatMap((column) =>
    [0, 1].flatMap((half) => [...integer(0), ...get(sum(column, half)), ...store((TILE * column + 2 * half) * SIZE)]),
  );
  const locals = list([[...unsigned(3 + 2 * TILE), type.v128]]);
  const body = [...locals, ...loop, ...stores, 0x0b];
  return Uint8Array.from(
    [
      [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(1, list([[0x60, ...list([[type.i32], [type.i32], [type.i32]]), 0]])),
      section(2, list([[...text("host"), ...text("memory"), 2, 0, 1]])),
      section(3, list([[0]])),
      section(7, list([[...text("multiply"), 0, 0]])),
      section(10, list([[...unsigned(body.length), ...body]])),
    ].flat(),
  );
}
