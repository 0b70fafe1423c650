import type { Shape } from "../shape.js";
import type { FunctionBody } from "./function-body.js";

/** Numbers in memory: the byte address of the first one, and bytes from one to the next along every axis. */
export interface LoopLayout {
  readonly offset: number;
  readonly strides: readonly number[];
}

const SIZE = 4;
const LANES = 4;

/** Strides of row-major order. */
export function rowMajor(shape: Shape): number[] {
  const strides: number[] = [];
  let stride = SIZE;
  for (const n of [...shape].reverse()) {
    strides.unshift(stride);
    stride *= n;
  }
  return strides;
}

/** Strides with which a tensor of shape `from` is stretched to `to` (aligned at the last axis): 0 where it repeats. */
export function stretched(from: Shape, to: Shape): number[] {
  const own = rowMajor(from);
  return to.map((_, axis) => {
    const k = axis - to.length + from.length;
    return k < 0 || from[k] === 1 ? 0 : (own[k] as number);
  });
}

interface Axis {
  readonly size: number;
  /** Of every operand. */
  readonly strides: readonly number[];
}

/** Axes of size 1 dropped, neighbours that every operand runs through without a jump joined. */
function mergedAxes(shape: Shape, layouts: readonly LoopLayout[]): Axis[] {
  const axes: Axis[] = [];
  shape.forEach((size, axis) => {
    if (size === 1) return;
    const strides = layouts.map((layout) => layout.strides[axis] as number);
    const outer = axes.at(-1);
    if (outer?.strides.every((stride, i) => stride === size * (strides[i] as number)))
      axes[axes.length - 1] = { size: outer.size * size, strides };
    else axes.push({ size, strides });
  });
  return axes;
}

/** What the innermost body of a loop may do with operand number `i`. */
export interface Element {
  load(operand: number): void;
  /** Stores what `value` leaves on the stack. */
  store(operand: number, value: () => void): void;
}

/**
 * Loops over all indices of `shape`; `body` handles one index or, where every operand allows it, four along the last
 * axis. An operand in `written` is never repeated along a vector.
 */
export function emitLoops(
  code: FunctionBody,
  shape: Shape,
  layouts: readonly LoopLayout[],
  written: number,
  body: (element: Element) => void,
): void {
  const axes = mergedAxes(shape, layouts);
  const inner = axes.at(-1);
  const vector =
    inner !== undefined &&
    inner.size % LANES === 0 &&
    inner.strides.every((stride, i) => stride === SIZE || (stride === 0 && i !== written));

  const emit = (level: number, pointers: readonly (number | undefined)[]): void => {
    const axis = axes[level];
    if (axis === undefined) {
      body(
        elementAt(
          code,
          layouts,
          (i) => address(code, [pointers[i]]),
          () => !vector,
        ),
      );
      return;
    }
    const counter = code.local("i32");
    if (level === axes.length - 1 && axis.strides.every((stride) => stride === SIZE || stride === 0)) {
      // One index serves all operands.
      const end = axis.size * SIZE;
      code.loop(counter, end, vector ? LANES * SIZE : SIZE, () => {
        const moves = (i: number) => axis.strides[i] !== 0;
        body(
          elementAt(
            code,
            layouts,
            (i) => address(code, [pointers[i], moves(i) ? counter : undefined]),
            (i) => !vector || !moves(i),
          ),
        );
      });
      return;
    }
    const own = axis.strides.map((stride, i) => {
      if (stride === 0) return pointers[i];
      const pointer = code.local("i32");
      address(code, [pointers[i]]);
      code.set(pointer);
      return pointer;
    });
    code.loop(counter, axis.size, 1, () => {
      emit(level + 1, own);
      axis.strides.forEach((stride, i) => {
        if (stride !== 0) code.advance(own[i] as number, stride);
      });
    });
  };
  emit(
    0,
    layouts.map(() => undefined),
  );
}

/** The sum of the given locals, 0 without any. */
function address(code: FunctionBody, locals: readonly (number | undefined)[]): void {
  const [first, ...rest] = locals.filter((local) => local !== undefined);
  if (first === undefined) code.integer(0);
  else code.get(first);
  for (const local of rest) code.get(local).addIntegers();
}

function elementAt(
  code: FunctionBody,
  layouts: readonly LoopLayout[],
  pushAddress: (operand: number) => void,
  single: (operand: number) => boolean,
): Element {
  const offset = (operand: number) => (layouts[operand] as LoopLayout).offset;
  return {
    load(operand) {
      pushAddress(operand);
      code.load(offset(operand), single(operand));
    },
    store(operand, value) {
      pushAddress(operand);
      value();
      code.store(offset(operand), single(operand));
    },
  };
}
