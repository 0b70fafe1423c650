import type { Shape } from "../shape.js";

export type Precision = "f32" | "f64";

export type OnnxAttributes = Readonly<Record<string, number | readonly number[]>>;

/** What an operation needs to write its ONNX form: names in, a name out. */
export interface OnnxEmitter {
  readonly precision: Precision;
  /** Adds a node with one result and returns the result's name. Integer attributes only. */
  node(type: string, inputs: readonly string[], attributes?: OnnxAttributes, domain?: string): string;
  /** A real constant with every element `value`. */
  fill(value: number, shape: Shape): string;
  /** A real constant with the given elements. */
  table(data: Float64Array, shape: Shape): string;
  /** A constant shape, its first axis open where the model takes any number of rows. */
  shape(shape: Shape): string;
  /** A constant list of 64-bit integers (shapes, axes, bounds). */
  integers(values: readonly number[]): string;
}
