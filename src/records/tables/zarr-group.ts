/** Where the keys of a Zarr hierarchy are read from, as the stores of zarrita are; undefined for a key that is not there. */
export interface ZarrStore {
  get(key: `/${string}`): Promise<Uint8Array | undefined>;
}

/** A Zarr group of version 2 or 3: where its keys are read from, and the paths of its arrays, "x" or "run1/x" (stores cannot be listed in general). */
export interface ZarrGroup {
  /** What messages call it. */
  readonly name: string;
  readonly store: ZarrStore;
  readonly arrays: readonly string[];
  /** Groups within that hold none of them. */
  readonly groups?: readonly string[] | undefined;
}
