/** A number z that depends on the coordinates, with gradient [d] and Hessian [d][d], as of the last call of `at`. */
export interface Feature {
  readonly gradient: Float64Array;
  /** Absent where it is zero everywhere. */
  readonly hessian?: Float64Array | undefined;
  /** The value at coordinates q [d]. */
  at(q: Float64Array): number;
}

/** c . q: a coordinate, a difference, a sum. */
export function linearFeature(coefficients: ArrayLike<number>): Feature {
  const gradient = Float64Array.from(coefficients);
  return {
    gradient,
    at(q) {
      let z = 0;
      for (let i = 0; i < gradient.length; i++) z += (gradient[i] as number) * (q[i] as number);
      return z;
    },
  };
}

/** The length of a vector whose components are linear in the coordinates: rows of `components` [n][d], and an origin [n]. */
export function distanceFeature(components: readonly ArrayLike<number>[], origin: ArrayLike<number>): Feature {
  const d = components[0]?.length ?? 0;
  const n = components.length;
  const rows = Float64Array.from(components.flatMap((row) => Array.from(row)));
  const gradient = new Float64Array(d);
  const hessian = new Float64Array(d * d);
  const arrow = new Float64Array(n);
  return {
    gradient,
    hessian,
    at(q) {
      let squares = 0;
      for (let k = 0; k < n; k++) {
        let z = -(origin[k] as number);
        for (let i = 0; i < d; i++) z += (rows[k * d + i] as number) * (q[i] as number);
        arrow[k] = z;
        squares += z * z;
      }
      const length = Math.sqrt(squares);
      for (let i = 0; i < d; i++) {
        let g = 0;
        for (let k = 0; k < n; k++) g += (rows[k * d + i] as number) * (arrow[k] as number);
        gradient[i] = g / length;
      }
      for (let i = 0; i < d; i++)
        for (let j = 0; j < d; j++) {
          let h = -(gradient[i] as number) * (gradient[j] as number);
          for (let k = 0; k < n; k++) h += (rows[k * d + i] as number) * (rows[k * d + j] as number);
          hessian[i * d + j] = h / length;
        }
      return length;
    },
  };
}
