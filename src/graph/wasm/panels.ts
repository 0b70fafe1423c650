import { sizeOf } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { FunctionBody } from "./function-body.js";
import type { Memory } from "./memory.js";
import { emitPanels, type ProductLayout, samePanels } from "./product.js";

/** Copies of matrices that stay the same over many products, in the order in which these read them: one for all that read it alike. */
export class Panels {
  readonly #memory: Memory;
  readonly #prepare: (code: FunctionBody) => void;
  readonly #copies = new Map<Tensor, ProductLayout[]>();

  /** `prepare` takes what is to be run once, when the matrices are there. */
  constructor(memory: Memory, prepare: (code: FunctionBody) => void) {
    this.#memory = memory;
    this.#prepare = prepare;
  }

  /** The layout of a product by the copy of its second matrices, which lie at `layout.b` and belong to `owner`. */
  of(owner: Tensor, layout: ProductLayout): ProductLayout {
    const copies = this.#copies.get(owner) ?? [];
    this.#copies.set(owner, copies);
    const known = copies.find((copy) => samePanels(copy, layout));
    if (known !== undefined) return { ...layout, b: known.b, panels: true };
    const copied = { ...layout, b: this.#memory.reserve(SIZE * sizeOf(owner.shape)), panels: true };
    copies.push(copied);
    const code = new FunctionBody();
    emitPanels(code, copied, layout.b);
    this.#prepare(code);
    return copied;
  }
}

/** Bytes of a number. */
const SIZE = 4;
