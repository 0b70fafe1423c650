import { inputName, type Precision, type Program, type Shape, sizeOf, writeOnnx } from "../graph/index.js";
import type { Engine, EngineOptions, Reals, Session, Value } from "./engine.js";

/** A program as an engine gets it: plain data that can be sent to another thread. */
export interface OnnxModel {
  readonly bytes: Uint8Array;
  readonly precision: Precision;
  readonly inputs: Readonly<Record<string, Shape>>;
  readonly outputs: Readonly<Record<string, Shape>>;
}

export const toModel = (program: Program, precision: Precision): OnnxModel => ({
  bytes: writeOnnx(program, precision),
  precision,
  inputs: Object.fromEntries(program.inputs.map((node) => [inputName(node), node.shape])),
  outputs: Object.fromEntries(Object.entries(program.outputs).map(([name, { shape }]) => [name, shape])),
});

/** Array type of a precision. */
const realArray = (precision: Precision) => (precision === "f64" ? Float64Array : Float32Array);

/** Fresh zeroed arrays of the given shapes. */
export function allocateArrays(
  shapes: Readonly<Record<string, Shape>>,
  precision: Precision,
  allocate = (bytes: number): ArrayBufferLike => new ArrayBuffer(bytes),
): Record<string, Reals> {
  const RealArray = realArray(precision);
  const arrays = Object.entries(shapes).map(([name, shape]) => {
    const buffer = allocate(sizeOf(shape) * RealArray.BYTES_PER_ELEMENT);
    return [name, new RealArray(buffer as ArrayBuffer)] as const;
  });
  return Object.fromEntries(arrays);
}

/** A model that an engine has opened. */
export class OpenModel {
  readonly #model: OnnxModel;
  readonly #session: Session;
  /** One engine tensor an array, however often the array is passed. */
  readonly #values = new WeakMap<Reals, Value>();

  private constructor(model: OnnxModel, session: Session) {
    this.#model = model;
    this.#session = session;
  }

  static async open(engine: Engine, model: OnnxModel, options: EngineOptions): Promise<OpenModel> {
    return new OpenModel(model, await engine.open(model.bytes, model.precision, options));
  }

  /** Runs once, from `inputs` (which may hold more than the model reads) into `outputs`. */
  async run(inputs: Readonly<Record<string, Reals>>, outputs: Readonly<Record<string, Reals>>): Promise<void> {
    await this.#session.run(this.#wrapAll(this.#model.inputs, inputs), this.#wrapAll(this.#model.outputs, outputs));
  }

  close(): Promise<void> {
    return this.#session.close();
  }

  #wrapAll(shapes: Readonly<Record<string, Shape>>, arrays: Readonly<Record<string, Reals>>): Record<string, Value> {
    const values: Record<string, Value> = {};
    for (const name of Object.keys(shapes)) values[name] = this.#wrap(name, arrays[name], shapes[name] as Shape);
    return values;
  }

  #wrap(name: string, data: Reals | undefined, shape: Shape): Value {
    const RealArray = realArray(this.#model.precision);
    if (!(data instanceof RealArray) || data.length !== sizeOf(shape))
      throw new TypeError(
        `run: "${name}" must be a ${RealArray.name} of ${sizeOf(shape)} elements [${shape.join(", ")}]`,
      );
    const known = this.#values.get(data);
    if (known !== undefined && known.shape.join() === shape.join()) return known;
    const value = { data, shape };
    this.#values.set(data, value);
    return value;
  }
}
