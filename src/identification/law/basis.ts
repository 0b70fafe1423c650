/** Functions of one number z with derivatives, scaled so that their slopes are about 1 on the range that matters. */
export interface Basis {
  readonly count: number;
  /** Writes values, first and second derivatives of all functions at z. */
  evaluate(z: number, values: Float64Array, slopes: Float64Array, curvatures: Float64Array): void;
  /** How fast the functions vary, by function, from 1 on: rough ones are believed less. */
  readonly roughness: readonly number[];
}

/**
 * Integrals of Chebyshev polynomials of the second kind on [low, high]: T_k(u) w / k for k = 1 to `count`, with u from -1 to 1 and w half the width, so that
 * the slope is U_{k-1}(u). Beyond the range they go on as parabolas, so that forces go on linearly.
 */
export function chebyshevBasis(low: number, high: number, count: number): Basis {
  const [middle, half] = [(low + high) / 2, (high - low) / 2];
  return {
    count,
    roughness: Array.from({ length: count }, (_, k) => k + 1),
    evaluate(z, values, slopes, curvatures) {
      const u = (z - middle) / half;
      const inside = Math.max(-1, Math.min(1, u));
      const beyond = (u - inside) * half;
      // T_k, U_{k-1} = T_k' / k, and U_{k-1}' by recurrences.
      let [t0, t1] = [1, inside];
      let [u0, u1] = [0, 1];
      let [d0, d1] = [0, 0];
      for (let k = 1; k <= count; k++) {
        const [value, slope, curvature] = [(t1 * half) / k, u1, d1 / half];
        values[k - 1] = value + (slope + (curvature * beyond) / 2) * beyond;
        slopes[k - 1] = slope + curvature * beyond;
        curvatures[k - 1] = curvature;
        [t0, t1] = [t1, 2 * inside * t1 - t0];
        [d0, d1] = [d1, 2 * u1 + 2 * inside * d1 - d0];
        [u0, u1] = [u1, 2 * inside * u1 - u0];
      }
    },
  };
}

/**
 * The same polynomials of the logarithm of z on [low, high], both above 0, scaled so that slopes are about 1 in the middle: powers and logarithms of a distance converge fast in them.
 */
export function logChebyshevBasis(low: number, high: number, count: number): Basis {
  const plain = chebyshevBasis(Math.log(low), Math.log(high), count);
  const scale = Math.sqrt(low * high);
  return {
    count,
    roughness: plain.roughness,
    evaluate(z, values, slopes, curvatures) {
      const own = Math.max(z, 1e-300);
      plain.evaluate(Math.log(own), values, slopes, curvatures);
      for (let k = 0; k < count; k++) {
        const [slope, curvature] = [slopes[k] as number, curvatures[k] as number];
        values[k] = scale * (values[k] as number);
        slopes[k] = (scale * slope) / own;
        curvatures[k] = (scale * (curvature - slope)) / own ** 2;
      }
    },
  };
}

/** Cosines and sines of an angle: -cos(k z) / k and sin(k z) / k for k = 1 to `orders`, the cosines first. */
export function fourierBasis(orders: number): Basis {
  return {
    count: 2 * orders,
    roughness: Array.from({ length: 2 * orders }, (_, i) => 1 + (i % orders)),
    evaluate(z, values, slopes, curvatures) {
      for (let k = 1; k <= orders; k++) {
        const [sine, cosine] = [Math.sin(k * z), Math.cos(k * z)];
        values[k - 1] = -cosine / k;
        slopes[k - 1] = sine;
        curvatures[k - 1] = k * cosine;
        values[orders + k - 1] = sine / k;
        slopes[orders + k - 1] = cosine;
        curvatures[orders + k - 1] = -k * sine;
      }
    },
  };
}

/** The number 1: what a constant mass or a plain coefficient depends on. */
export const constantBasis: Basis = {
  count: 1,
  roughness: [1],
  evaluate(_z, values, slopes, curvatures) {
    values[0] = 1;
    slopes[0] = 0;
    curvatures[0] = 0;
  },
};

/** z itself: the potential of a constant force. */
export const linearBasis: Basis = {
  count: 1,
  roughness: [1],
  evaluate(z, values, slopes, curvatures) {
    values[0] = z;
    slopes[0] = 1;
    curvatures[0] = 0;
  },
};

/** Powers z, z^2 / 2, ..., z^n / n of a coordinate measured in `unit`s from `origin`. */
export function powerBasis(origin: number, unit: number, count: number): Basis {
  return {
    count,
    roughness: Array.from({ length: count }, (_, k) => k + 1),
    evaluate(z, values, slopes, curvatures) {
      const u = (z - origin) / unit;
      let power = 1;
      for (let k = 1; k <= count; k++) {
        slopes[k - 1] = power;
        values[k - 1] = (unit * power * u) / k;
        curvatures[k - 1] = k === 1 ? 0 : ((k - 1) * (u === 0 ? (k === 2 ? 1 : 0) : power / u)) / unit;
        power *= u;
      }
    },
  };
}

/** One function, a number plus a weighted sum of those of another basis. */
export function sumBasis(constant: number, of: Basis, weights: ArrayLike<number>): Basis {
  const own = [0, 1, 2].map(() => new Float64Array(of.count)) as [Float64Array, Float64Array, Float64Array];
  return {
    count: 1,
    roughness: [1],
    evaluate(z, values, slopes, curvatures) {
      of.evaluate(z, ...own);
      [values, slopes, curvatures].forEach((sums, order) => {
        sums[0] = (own[order] as Float64Array).reduce(
          (sum, value, k) => sum + (weights[k] as number) * value,
          order === 0 ? constant : 0,
        );
      });
    },
  };
}
