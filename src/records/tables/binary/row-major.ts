/** Distances between neighbours along each axis of an array in row-major order: those along the last axis lie side by side. */
export function rowStrides(shape: readonly number[]): number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, n) => product * n, 1));
}

/** The same in column-major order, where those along the first axis lie side by side. */
export function columnStrides(shape: readonly number[]): number[] {
  return shape.map((_, axis) => shape.slice(0, axis).reduce((product, n) => product * n, 1));
}

/** The elements of an array in row-major order, `strides` being the distances in `data` between neighbours along each axis. */
export function inRowMajor<T>(data: ArrayLike<T>, shape: readonly number[], strides: readonly number[]): ArrayLike<T> {
  const own = rowStrides(shape);
  // Along an axis of one element, or in an empty array, no distance matters.
  if (data.length === 0 || shape.every((n, axis) => n === 1 || own[axis] === strides[axis])) return data;
  return Array.from({ length: data.length }, (_, index) => {
    let rest = index;
    let from = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += (rest % (shape[axis] as number)) * (strides[axis] as number);
      rest = Math.floor(rest / (shape[axis] as number));
    }
    return data[from] as T;
  });
}
