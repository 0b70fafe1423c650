/** Hands out bytes of memory, and takes them back for later use. Addresses are multiples of 16. */
export class Memory {
  #end = 0;
  readonly #free = new Map<number, number[]>();

  /** Bytes that may have been used for something else before. */
  allocate(bytes: number): number {
    return this.#free.get(rounded(bytes))?.pop() ?? this.reserve(bytes);
  }

  /** Bytes that nothing else has used or will use. */
  reserve(bytes: number): number {
    const size = rounded(bytes);
    const address = this.#end;
    this.#end += size;
    return address;
  }

  release(address: number, bytes: number): void {
    const size = rounded(bytes);
    this.#free.set(size, [...(this.#free.get(size) ?? []), address]);
  }

  get bytes(): number {
    return this.#end;
  }
}

const rounded = (bytes: number) => Math.ceil(bytes / 16) * 16;
