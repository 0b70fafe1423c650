import type { Random } from "../../base/random.js";

export const radialNames = ["rbf", "matern-5/2", "matern-7/2"] as const;
export type RadialName = (typeof radialNames)[number];

/**
 * A stationary covariance of H as a function f of the squared distance rho = r^2, with f(0) = 1. Derivatives of H need
 * f' and f'', their length scales' gradients f'''; all are derivatives in rho, which keeps them free of 1 / r.
 */
export interface RadialKernel {
  readonly name: RadialName;
  /** Writes f, f', f'' and f''' at rho >= 0. Where f''' has a pole at 0 it is 0 there: its factors vanish faster. */
  evaluate(rho: number, out: Float64Array): void;
  /**
   * Frequencies of the kernel's spectral density are normal vectors times this random factor (a multivariate t
   * distribution with 2 nu degrees of freedom for Matern kernels; Rasmussen and Williams 2006, section 4.2.1).
   */
  spectralFactor(random: Random): number;
}

/** exp(-rho / 2): infinitely smooth. */
const rbf: RadialKernel = {
  name: "rbf",
  evaluate(rho, out) {
    const f = Math.exp(-rho / 2);
    out[0] = f;
    out[1] = -f / 2;
    out[2] = f / 4;
    out[3] = -f / 8;
  },
  spectralFactor: () => 1,
};

/** H is twice differentiable in mean square: its field is once. With s = sqrt(5) r: (1 + s + s^2 / 3) exp(-s). */
const matern52: RadialKernel = {
  name: "matern-5/2",
  evaluate(rho, out) {
    const s = Math.sqrt(5 * rho);
    const decay = Math.exp(-s);
    out[0] = (1 + s + (s * s) / 3) * decay;
    out[1] = (-5 / 6) * (1 + s) * decay;
    out[2] = (25 / 12) * decay;
    out[3] = s > 0 ? ((-125 / 24) * decay) / s : 0;
  },
  spectralFactor: (random) => studentFactor(random, 5),
};

/** H is three times differentiable. With s = sqrt(7) r: (1 + s + 2 s^2 / 5 + s^3 / 15) exp(-s). */
const matern72: RadialKernel = {
  name: "matern-7/2",
  evaluate(rho, out) {
    const s = Math.sqrt(7 * rho);
    const decay = Math.exp(-s);
    out[0] = (1 + s + (2 * s * s) / 5 + (s * s * s) / 15) * decay;
    out[1] = (-7 / 10) * (1 + s + (s * s) / 3) * decay;
    out[2] = (49 / 60) * (1 + s) * decay;
    out[3] = (-343 / 120) * decay;
  },
  spectralFactor: (random) => studentFactor(random, 7),
};

/** sqrt(nu / chi^2 with nu degrees of freedom): turns a normal vector into one of Student's t. */
function studentFactor(random: Random, degrees: number): number {
  let chiSquare = 0;
  for (let i = 0; i < degrees; i++) chiSquare += random.normal() ** 2;
  return Math.sqrt(degrees / chiSquare);
}

export const radialKernels: Readonly<Record<RadialName, RadialKernel>> = {
  rbf,
  "matern-5/2": matern52,
  "matern-7/2": matern72,
};
