import { type Bytes, list, section, signed, text, type, unsigned } from "../../base/wasm-encoding.js";
import { unaryOperations } from "../operations/activations.js";
import { binaryOperations } from "../operations/elementwise.js";
import { filledWith, fillOperation, tableOperation } from "../operations/leaves.js";
import { matmulOperation } from "../operations/matmul.js";
import * as structural from "../operations/structural.js";
import { inputName, type Program } from "../program.js";
import { type Shape, sizeOf } from "../shape.js";
import { type Attributes, reachable, type Tensor } from "../tensor.js";
import { FunctionBody } from "./function-body.js";
import { lanesOf } from "./lanes.js";
import { emitLoops, type LoopLayout, rowMajor, stretched } from "./loops.js";
import { Memory } from "./memory.js";
import { Panels } from "./panels.js";
import { dependsOnlyOn, prepareForKernel } from "./prepare.js";
import { emitProduct } from "./product.js";

/** Where numbers lie in the module's memory. */
export interface Region {
  /** Byte address. */
  readonly offset: number;
  /** Numbers of 32 bits. */
  readonly length: number;
}

/** A program as a WebAssembly module, plain data that can be sent to another thread. */
export interface Kernel<Output extends string = string> {
  /**
   * Exports `memory`, `prepare` (to be called once the fixed inputs are there) and `run`; imports from "scalar" the
   * functions of `scalars`, by their index.
   */
  readonly module: Uint8Array<ArrayBuffer>;
  readonly inputs: Readonly<Record<string, Region>>;
  readonly outputs: Readonly<Record<Output, Region>>;
  /** Operations without vector code, by name in the table of operations. */
  readonly scalars: readonly { readonly operation: string; readonly attributes: Attributes }[];
}

const SIZE = 4;
const PAGE = 65536;

/**
 * Compiles a program of small tensors to WebAssembly with 128-bit vectors, in 32 bits: for work that calls the same few
 * thousand numbers many times over, where an engine's own cost of a call would outweigh the arithmetic. Inputs named in
 * `fixed` stay the same over many runs: what depends on them alone is computed once.
 */
export function writeKernel<Output extends string>(
  program: Program<Output>,
  fixed: ReadonlySet<string> = new Set(),
): Kernel<Output> {
  const names = Object.keys(program.outputs) as Output[];
  const isFixed = dependsOnlyOn(fixed);
  const results = prepareForKernel(
    names.map((name) => program.outputs[name]),
    isFixed,
  );
  const writer = new KernelWriter(results, isFixed);
  // An input that only the unprepared program needs is still one that callers give.
  const inputs = program.inputs.map((node) => [inputName(node), writer.regionOf(node)] as const);
  const outputs = results.map((node, i) => [names[i] as Output, writer.regionOf(node)] as const);
  return {
    module: writer.module(),
    inputs: Object.fromEntries(inputs),
    outputs: Object.fromEntries(outputs) as Record<Output, Region>,
    scalars: writer.scalars,
  };
}

const elementwise = new Set([...binaryOperations, ...unaryOperations]);

/** Operations whose result is their operand's memory. */
const views = new Set([structural.reshapeOperation, structural.detachOperation, structural.aliasOperation]);

class KernelWriter {
  readonly scalars: { operation: string; attributes: Attributes }[] = [];
  readonly #memory = new Memory();
  readonly #addresses = new Map<Tensor, number>();
  readonly #data: { address: number; values: Float32Array }[] = [];
  /** One for each statement: small functions get better machine code than a few large ones, and sooner. */
  readonly #functions: FunctionBody[] = [];
  readonly #prepare: number[] = [];
  readonly #run: number[] = [];
  readonly #fused = new Set<Tensor>();
  readonly #isFixed: (x: Tensor) => boolean;
  readonly #panels = new Panels(this.#memory, (code) => this.#prepare.push(this.#functions.push(code) - 1));

  constructor(results: readonly Tensor[], isFixed: (x: Tensor) => boolean) {
    this.#isFixed = isFixed;
    const nodes = reachable(results);
    this.#chooseFused(nodes, results);
    const statements = nodes.filter((x) => x.inputs.length > 0 && !views.has(x.operation) && !this.#fused.has(x));
    const varying = statements.filter((x) => !isFixed(x));
    for (const node of statements.filter(isFixed)) this.#prepare.push(this.#emit(node));

    // Results in between share memory as soon as nothing needs them any more.
    const kept = new Set(results.map(owner));
    const lastUse = new Map<Tensor, Tensor>();
    for (const node of varying)
      for (const leaf of this.#leaves(node)) if (!isFixed(leaf) && leaf.inputs.length > 0) lastUse.set(leaf, node);
    const freedAfter = new Map<Tensor, Tensor[]>();
    for (const [leaf, node] of lastUse)
      if (!kept.has(leaf)) freedAfter.set(node, [...(freedAfter.get(node) ?? []), leaf]);
    for (const node of varying) {
      this.#run.push(this.#emit(node));
      for (const leaf of freedAfter.get(node) ?? [])
        this.#memory.release(this.#addresses.get(leaf) as number, sizeOf(leaf.shape) * SIZE);
    }
  }

  regionOf(node: Tensor): Region {
    return { offset: this.#address(node), length: sizeOf(node.shape) };
  }

  /** An elementwise operation is computed inside the only one that needs it, if that has the same shape. */
  #chooseFused(nodes: readonly Tensor[], results: readonly Tensor[]): void {
    const users = new Map<Tensor, Tensor[]>();
    for (const node of nodes) for (const x of node.inputs) users.set(x, [...(users.get(x) ?? []), node]);
    for (const node of nodes) {
      const [user, ...others] = users.get(node) ?? [];
      if (user === undefined || others.length > 0 || results.includes(node)) continue;
      if (!elementwise.has(node.operation) || !elementwise.has(user.operation)) continue;
      if (node.shape.join() === user.shape.join() && this.#isFixed(node) === this.#isFixed(user)) this.#fused.add(node);
    }
  }

  /** The tensors in memory that a statement reads. */
  #leaves(node: Tensor): Tensor[] {
    return node.inputs.flatMap((x) => (this.#fused.has(x) ? this.#leaves(x) : [owner(x)]));
  }

  #address(node: Tensor): number {
    const source = owner(node);
    const known = this.#addresses.get(source);
    if (known !== undefined) return known;
    const bytes = sizeOf(source.shape) * SIZE;
    // Inputs and constants are there before the first run and after the last.
    const address = source.inputs.length === 0 ? this.#memory.reserve(bytes) : this.#memory.allocate(bytes);
    this.#addresses.set(source, address);
    if (source.operation === tableOperation)
      this.#data.push({ address, values: Float32Array.from(source.attributes.data as Float64Array) });
    if (source.operation === fillOperation)
      this.#data.push({ address, values: new Float32Array(sizeOf(source.shape)).fill(filledWith(source) as number) });
    return address;
  }

  #layout(node: Tensor, shape: Shape = node.shape): LoopLayout {
    return { offset: this.#address(node), strides: stretched(node.shape, shape) };
  }

  /** Writes the function that computes a tensor, and returns its number. */
  #emit(node: Tensor): number {
    const code = new FunctionBody();
    this.#emitStatement(code, node);
    return this.#functions.push(code) - 1;
  }

  #emitStatement(code: FunctionBody, node: Tensor): void {
    const [x] = node.inputs as [Tensor];
    const { operation, attributes, shape } = node;
    if (elementwise.has(operation)) this.#emitElementwise(code, node);
    else if (operation === matmulOperation) this.#emitProduct(code, node);
    else if (operation === structural.transposeOperation) {
      const own = rowMajor(x.shape);
      const strides = (attributes.permutation as readonly number[]).map((axis) => own[axis] as number);
      copy(code, shape, this.#layout(node), { offset: this.#address(x), strides });
    } else if (operation === structural.broadcastOperation)
      copy(code, shape, this.#layout(node), this.#layout(x, shape));
    else if (operation === structural.sliceOperation) {
      const source = this.#layout(x);
      copy(code, shape, this.#layout(node), along(source, attributes.axis as number, attributes.start as number));
    } else if (operation === structural.padOperation) {
      const whole = this.#layout(node);
      emitLoops(code, shape, [whole], 0, (element) => element.store(0, () => code.splat(0)));
      copy(code, x.shape, along(whole, attributes.axis as number, attributes.before as number), this.#layout(x));
    } else if (operation === structural.concatOperation) {
      let start = 0;
      for (const part of node.inputs) {
        const axis = attributes.axis as number;
        copy(code, part.shape, along(this.#layout(node), axis, start), this.#layout(part));
        start += part.shape[axis] as number;
      }
    } else if (operation === structural.sumOperation) this.#emitSum(code, node);
    else throw new Error(`writeKernel: there is no code for ${operation.name}`);
  }

  #emitElementwise(code: FunctionBody, root: Tensor): void {
    const leaves: Tensor[] = [];
    const layouts = [this.#layout(root)];
    const visit = (node: Tensor): void => {
      for (const x of node.inputs)
        if (this.#fused.has(x)) visit(x);
        else if (filledWith(x) === undefined) {
          leaves.push(x);
          layouts.push(this.#layout(x, root.shape));
        }
    };
    visit(root);
    emitLoops(code, root.shape, layouts, 0, (element) => {
      let next = 0;
      const value = (node: Tensor): void => {
        for (const x of node.inputs) {
          const constant = filledWith(x);
          if (this.#fused.has(x)) value(x);
          else if (constant !== undefined) code.splat(constant);
          else element.load(++next);
        }
        const lanes = lanesOf.get(node.operation);
        if (lanes !== undefined) lanes(code);
        else code.callForLanes(this.#scalar(node));
      };
      element.store(0, () => value(root));
    });
  }

  #scalar({ operation: { name }, attributes }: Tensor): number {
    const same = (one: { operation: string; attributes: Attributes }) =>
      one.operation === name && JSON.stringify(one.attributes) === JSON.stringify(attributes);
    const known = this.scalars.findIndex(same);
    return known === -1 ? this.scalars.push({ operation: name, attributes }) - 1 : known;
  }

  #emitProduct(code: FunctionBody, node: Tensor): void {
    const [a, b] = node.inputs as [Tensor, Tensor];
    const [rows = 1, inner = 1] = a.shape.slice(-2);
    const layout = {
      a: this.#address(a),
      b: this.#address(b),
      panels: false,
      result: this.#address(node),
      stack: a.shape.length === 3 ? (a.shape[0] as number) : 1,
      rows,
      inner,
      columns: b.shape.at(-1) as number,
    };
    emitProduct(code, this.#isFixed(b) && !this.#isFixed(node) ? this.#panels.of(owner(b), layout) : layout);
  }

  #emitSum(code: FunctionBody, node: Tensor): void {
    const [x] = node.inputs as [Tensor];
    const axes = node.attributes.axes as readonly number[];
    const whole = this.#layout(node);
    emitLoops(code, node.shape, [whole], 0, (element) => element.store(0, () => code.splat(0)));
    const remaining = [...whole.strides];
    const strides = x.shape.map((_, axis) => (axes.includes(axis) ? 0 : (remaining.shift() as number)));
    emitLoops(code, x.shape, [{ offset: whole.offset, strides }, this.#layout(x)], 0, (element) =>
      element.store(0, () => {
        element.load(0);
        element.load(1);
        code.lane("add");
      }),
    );
  }

  module(): Uint8Array<ArrayBuffer> {
    const first = this.scalars.length;
    const calls = (numbers: readonly number[]) =>
      numbers.reduce((body, number) => body.call(first + number), new FunctionBody());
    const bodies = [...this.#functions, calls(this.#prepare), calls(this.#run)];
    const exported = (name: string, kind: number, index: number) => [...text(name), kind, ...unsigned(index)];
    const last = first + bodies.length - 1;
    const pages = Math.max(1, Math.ceil(this.#memory.bytes / PAGE));
    const procedure: Bytes = [0x60, 0, 0];
    const scalar: Bytes = [0x60, 1, type.f64, 1, type.f64];
    const imports = this.scalars.map((_, i) => [...text("scalar"), ...text(String(i)), 0, 1]);
    const segments = this.#data.map(({ address, values }) => {
      const bytes = [...new Uint8Array(values.buffer)];
      return [0, 0x41, ...signed(address), 0x0b, ...unsigned(bytes.length), ...bytes];
    });
    return Uint8Array.from(
      [
        [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
        section(1, list([procedure, scalar])),
        section(2, list(imports)),
        section(3, list(bodies.map(() => [0]))),
        section(5, list([[0, ...unsigned(pages)]])),
        section(7, list([exported("memory", 2, 0), exported("prepare", 0, last - 1), exported("run", 0, last)])),
        section(10, list(bodies.map((body) => body.finish()))),
        section(11, list(segments)),
      ].flat(),
    );
  }
}

/** The tensor in whose memory this one lies. */
function owner(node: Tensor): Tensor {
  return views.has(node.operation) ? owner(node.inputs[0] as Tensor) : node;
}

function copy(code: FunctionBody, shape: Shape, to: LoopLayout, from: LoopLayout): void {
  emitLoops(code, shape, [to, from], 0, (element) => element.store(0, () => element.load(1)));
}

/** The same layout from index `start` of an axis on. */
function along({ offset, strides }: LoopLayout, axis: number, start: number): LoopLayout {
  return { offset: offset + start * (strides[axis] as number), strides };
}
