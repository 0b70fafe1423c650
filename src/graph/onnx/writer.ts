import { addOperation } from "../operations/elementwise.js";
import { fillOperation } from "../operations/leaves.js";
import { matmulOperation } from "../operations/matmul.js";
import { inputName, type Program } from "../program.js";
import { type Shape, sizeOf } from "../shape.js";
import type { Tensor } from "../tensor.js";
import type { OnnxAttributes, OnnxEmitter, Precision } from "./emitter.js";
import { ProtobufWriter } from "./protobuf.js";

// Field numbers and codes: onnx.proto3 (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3).
const elementType = { f32: 1, i64: 7, f64: 11 } as const;
const attributeType = { integer: 2, integers: 7 } as const;
const irVersion = 8;
const opset = 17;

export interface OnnxOptions {
  /**
   * Name of the first axis of all inputs and outputs, which may then have any length. Only for programs written for one row that no
   * operation ties to that length: reshapes keep the rows outermost, and nothing is summed or repeated over them.
   */
  readonly rows?: string;
}

/** Serialises a program as an ONNX model whose tensors have the given precision. */
export function writeOnnx(program: Program, precision: Precision, { rows }: OnnxOptions = {}): Uint8Array {
  const graph = new ProtobufWriter();
  const emitter = new GraphEmitter(graph, precision, rows !== undefined);
  const nameOf = emitNodes(program, emitter);
  for (const [name, node] of Object.entries(program.outputs)) {
    // An output may be an input, a constant or another output under a second name, so it always gets a node of its own.
    emitter.rename(nameOf(node), name);
    graph.message(12, valueInfo(name, node.shape, precision, rows));
  }
  graph.text(2, "metahamilton");
  for (const node of program.inputs) graph.message(11, valueInfo(inputName(node), node.shape, precision, rows));

  const model = new ProtobufWriter().integer(1, irVersion).text(2, "metahamilton").message(7, graph);
  model.message(8, new ProtobufWriter().text(1, "").integer(2, opset));
  model.message(8, new ProtobufWriter().text(1, "com.microsoft").integer(2, 1));
  return model.finish();
}

/** Writes the nodes and returns the names of their results. */
function emitNodes({ nodes, outputs }: Program, emitter: GraphEmitter): (node: Tensor) => string {
  const names = new Map<Tensor, string>();
  const products = biasedProducts(nodes, Object.values(outputs));
  const absorbed = new Set(products.values());
  // Shared constants are written where they are first used: how old they are depends on what was written before.
  const isConstant = (x: Tensor) => x.operation === fillOperation;
  const name = (x: Tensor) => (isConstant(x) ? x.operation.onnx(emitter, x, []) : (names.get(x) as string));
  for (const node of nodes) {
    if (absorbed.has(node) || isConstant(node)) continue;
    const product = products.get(node);
    names.set(
      node,
      product === undefined
        ? node.operation.onnx(emitter, node, node.inputs.map(name))
        : emitBiasedProduct(emitter, node, product, name),
    );
  }
  return name;
}

/** Sums of a product of matrices and a row or matrix, where only the sum needs the product: one Gemm each. */
function biasedProducts(nodes: readonly Tensor[], outputs: readonly Tensor[]): Map<Tensor, Tensor> {
  const uses = new Map<Tensor, number>();
  for (const x of [...nodes.flatMap((node) => node.inputs), ...outputs]) uses.set(x, (uses.get(x) ?? 0) + 1);
  const products = new Map<Tensor, Tensor>();
  const taken = new Set<Tensor>();
  for (const node of nodes) {
    if (node.operation !== addOperation || node.shape.length !== 2) continue;
    const product = node.inputs.find(
      (x) =>
        x.operation === matmulOperation && x.shape.join() === node.shape.join() && uses.get(x) === 1 && !taken.has(x),
    );
    if (product === undefined) continue;
    products.set(node, product);
    taken.add(product);
  }
  return products;
}

function emitBiasedProduct(emitter: OnnxEmitter, node: Tensor, product: Tensor, name: (x: Tensor) => string): string {
  const bias = node.inputs.find((x) => x !== product) as Tensor;
  const { transposeA, transposeB } = product.attributes as { transposeA: boolean; transposeB: boolean };
  return emitter.node("Gemm", [...product.inputs.map(name), name(bias)], { transA: +transposeA, transB: +transposeB });
}

class GraphEmitter implements OnnxEmitter {
  readonly #graph: ProtobufWriter;
  readonly precision: Precision;
  readonly #constants = new Map<string, string>();
  readonly #anyRows: boolean;
  #count = 0;

  constructor(graph: ProtobufWriter, precision: Precision, anyRows: boolean) {
    this.#graph = graph;
    this.precision = precision;
    this.#anyRows = anyRows;
  }

  node(type: string, inputs: readonly string[], attributes: OnnxAttributes = {}, domain = ""): string {
    const output = `_${this.#count++}`;
    this.#emit(type, inputs, output, attributes, domain);
    return output;
  }

  rename(from: string, to: string): void {
    this.#emit("Identity", [from], to, {}, "");
  }

  #emit(type: string, inputs: readonly string[], output: string, attributes: OnnxAttributes, domain: string): void {
    const node = new ProtobufWriter();
    for (const input of inputs) node.text(1, input);
    node.text(2, output).text(3, `${type}${output}`).text(4, type);
    for (const [name, value] of Object.entries(attributes)) {
      const attribute = new ProtobufWriter().text(1, name);
      if (typeof value === "number") attribute.integer(3, value).integer(20, attributeType.integer);
      else {
        for (const item of value) attribute.integer(8, item);
        attribute.integer(20, attributeType.integers);
      }
      node.message(5, attribute);
    }
    if (domain !== "") node.text(7, domain);
    this.#graph.message(1, node);
  }

  fill(value: number, shape: Shape): string {
    return this.#constant(`fill ${value} [${shape}]`, elementType[this.precision], shape, () =>
      this.#bytes(new Float64Array(sizeOf(shape)).fill(value)),
    );
  }

  table(data: Float64Array, shape: Shape): string {
    return this.#constant(undefined, elementType[this.precision], shape, () => this.#bytes(data));
  }

  shape(shape: Shape): string {
    // -1: as many as the elements need.
    return this.integers(this.#anyRows && shape.length > 0 ? [-1, ...shape.slice(1)] : shape);
  }

  integers(values: readonly number[]): string {
    return this.#constant(`integers ${values}`, elementType.i64, [values.length], () => {
      return new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer);
    });
  }

  /** Adds an initializer; constants with the same key are written once. */
  #constant(key: string | undefined, type: number, shape: Shape, bytes: () => Uint8Array): string {
    const known = key === undefined ? undefined : this.#constants.get(key);
    if (known !== undefined) return known;
    const name = `_${this.#count++}`;
    if (key !== undefined) this.#constants.set(key, name);
    const tensor = new ProtobufWriter();
    for (const n of shape) tensor.integer(1, n);
    this.#graph.message(5, tensor.integer(2, type).text(8, name).bytes(9, bytes()));
    return name;
  }

  #bytes(data: Float64Array): Uint8Array {
    const typed = this.precision === "f64" ? Float64Array.from(data) : Float32Array.from(data);
    return new Uint8Array(typed.buffer);
  }
}

function valueInfo(name: string, shape: Shape, precision: Precision, rows: string | undefined): ProtobufWriter {
  const dims = new ProtobufWriter();
  shape.forEach((n, axis) => {
    const dim = new ProtobufWriter();
    dims.message(1, axis === 0 && rows !== undefined ? dim.text(2, rows) : dim.integer(1, n));
  });
  const tensor = new ProtobufWriter().integer(1, elementType[precision]).message(2, dims);
  return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensor));
}
