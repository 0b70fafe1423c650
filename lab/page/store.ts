/** A value that tells when it has changed. */
export class Store<T extends object> {
  readonly #listeners = new Set<(value: T, before: T) => void>();

  constructor(private current: T) {}

  get value(): T {
    return this.current;
  }

  set(changes: Partial<T>): void {
    const before = this.current;
    this.current = { ...before, ...changes };
    for (const listener of this.#listeners) listener(this.current, before);
  }

  listen(listener: (value: T, before: T) => void): void {
    this.#listeners.add(listener);
  }
}
