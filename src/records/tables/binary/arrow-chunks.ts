/** How a column keeps its values: one after the other, as bits, or between offsets. */
export type Layout = "values" | "bits" | "offsets";

/** What the library has of a chunk of a column. */
export interface ArrowChunk {
  readonly length: number;
  readonly nullCount: number;
  /** Elements of the buffer of values that one value takes. */
  readonly stride: number;
  /** Absent, or empty, where no value is null. */
  readonly nullBitmap?: ArrayLike<number> | undefined;
  readonly values?: ArrayLike<unknown> | undefined;
  readonly valueOffsets?: ArrayLike<unknown> | undefined;
}

/** Throws where a chunk claims more rows than its buffers hold: the library would give nulls for them, as many as it claims. */
export function checkChunks(name: string, layout: Layout, chunks: readonly ArrowChunk[]): void {
  for (const { length, nullCount, stride, nullBitmap, values, valueOffsets } of chunks) {
    const held: number[] = [];
    if (nullCount > 0) held.push(8 * (nullBitmap?.length ?? 0));
    // Of a chunk of nulls alone a writer may leave the other buffers out.
    if (nullCount < length)
      held.push(
        {
          values: (values?.length ?? 0) / stride,
          bits: 8 * (values?.length ?? 0),
          offsets: (valueOffsets?.length ?? 0) - 1,
        }[layout],
      );
    const rows = Math.floor(Math.min(...held));
    if (rows < length) throw new Error(`column "${name}" claims ${length} rows in a chunk and holds ${rows}`);
  }
}
