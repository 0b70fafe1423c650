import { realPower } from "../../numerics/index.js";
/** Options of Adam (Kingma and Ba 2015). */
export interface AdamOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** The gradient is scaled down to this Euclidean norm where it is longer; absent: never. */
  readonly clipNorm?: number | undefined;
}

export const adamDefaults: AdamOptions = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** Parameters and Adam's two moments, flat vectors [count]; 32 bits, as a checkpoint keeps them. */
export interface AdamState {
  readonly parameters: Float32Array;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

export interface AdamUpdate {
  /** 1, 2, ... */
  readonly step: number;
  readonly rate: number;
  /** The gradient's Euclidean norm, for clipping. */
  readonly norm?: number;
}

/** Adam's update (their algorithm 1), in place. */
export function adamStep(
  { parameters, mean, variance }: AdamState,
  gradient: ArrayLike<number>,
  { step, rate, norm = 0 }: AdamUpdate,
  { beta1, beta2, epsilon, clipNorm }: AdamOptions = adamDefaults,
): void {
  const scale = clipNorm === undefined ? 1 : Math.min(1, clipNorm / (norm + epsilon));
  const [own, ownSquare] = [(1 - beta1) * scale, (1 - beta2) * scale ** 2];
  const pace = rate / (1 - realPower(beta1, step));
  const varianceCorrection = 1 / (1 - realPower(beta2, step));
  for (let i = 0; i < parameters.length; i++) {
    const g = gradient[i] as number;
    const m = beta1 * (mean[i] as number) + own * g;
    const v = beta2 * (variance[i] as number) + ownSquare * g * g;
    mean[i] = m;
    variance[i] = v;
    parameters[i] = (parameters[i] as number) - (pace * m) / (Math.sqrt(v * varianceCorrection) + epsilon);
  }
}
