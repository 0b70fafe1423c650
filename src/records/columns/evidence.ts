import { usualStep } from "../../numerics/index.js";
/** Stretches of rows [from, to) within which time ascends without a long gap. */
export type RowStretch = readonly [from: number, to: number];

/** What a record itself says about a column u being the rate of change of a column q. */
export interface RateEvidence {
  /** Share of q's variance that the integral of u over time explains, 1 for a perfect rate. */
  readonly share: number;
  /** u = factor dq/dt, by least squares. */
  readonly factor: number;
  /** Whether samples are dense enough that a rate would have to show. */
  readonly determined: boolean;
}

const FEWEST = 8;
/** A pause longer than so many usual steps begins a new stretch. */
const GAP = 12;

/** Divides rows where the time goes back, stands still, is missing or pauses, or where the motion changes. */
export function stretchesOf(times: Float64Array, motions?: ArrayLike<number>): RowStretch[] {
  const usual = usualStep(times);
  const stretches: RowStretch[] = [];
  let from = 0;
  for (let i = 1; i <= times.length; i++) {
    const step = (times[i] ?? Number.NaN) - (times[i - 1] as number);
    const changes = motions !== undefined && i < times.length && motions[i] !== motions[i - 1];
    if (i < times.length && !changes && step > 0 && step < GAP * usual) continue;
    if (i - from >= FEWEST) stretches.push([from, i]);
    from = i;
  }
  return stretches;
}

/**
 * Tests u = factor dq/dt by its integral, q = c + (1 / factor) ∫ u dt, with a constant c in each stretch, or in each quarter of
 * one: integrating, unlike differencing, does not amplify the noise of q. Undefined where q or the integral does not change.
 */
export function rateEvidence(
  times: Float64Array,
  q: Float64Array,
  u: Float64Array,
  stretches: readonly RowStretch[],
): RateEvidence | undefined {
  const whole = regress(times, q, u, stretches);
  const quarters = stretches.flatMap(([from, to]): RowStretch[] => {
    const size = Math.ceil((to - from) / 4);
    return size < 2 * FEWEST
      ? [[from, to]]
      : [0, 1, 2, 3].map((i) => [from + i * size, Math.min(to, from + (i + 1) * size)] as const);
  });
  const parts = regress(times, q, u, quarters);
  if (whole === undefined || parts === undefined) return whole ?? parts;
  return parts.share > whole.share + 0.02 ? parts : whole;
}

function regress(
  times: Float64Array,
  q: Float64Array,
  u: Float64Array,
  stretches: readonly RowStretch[],
): RateEvidence | undefined {
  let [qq, qI, II, count] = [0, 0, 0, 0];
  const [ofQ, ofU] = [new Smoothness(), new Smoothness()];
  for (const [from, to] of stretches) {
    const rows: number[] = [];
    for (let i = from; i < to; i++) if (Number.isFinite(q[i]) && Number.isFinite(u[i])) rows.push(i);
    if (rows.length < FEWEST) continue;
    let integral = 0;
    const integrals = rows.map((i, k) => {
      const before = rows[k - 1];
      if (before !== undefined)
        integral +=
          (((u[i] as number) + (u[before] as number)) / 2) * ((times[i] as number) - (times[before] as number));
      return integral;
    });
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const [qMean, IMean] = [mean(rows.map((i) => q[i] as number)), mean(integrals)];
    rows.forEach((i, k) => {
      const [a, b] = [(q[i] as number) - qMean, (integrals[k] as number) - IMean];
      qq += a * a;
      qI += a * b;
      II += b * b;
    });
    ofQ.add(rows.map((i) => q[i] as number));
    ofU.add(rows.map((i) => u[i] as number));
    count += rows.length;
  }
  if (!(qq > 0 && II > 0) || qI === 0 || count < FEWEST) return undefined;
  const share = (qI * qI) / (qq * II);
  return { share, factor: II / qI, determined: count >= 2 * FEWEST && (ofQ.smooth || ofU.smooth) };
}

/** Whether values change little from one to the next: a swing has more than eight of them, or noise is weak. */
class Smoothness {
  #jumps = 0;
  #spread = 0;

  add(values: readonly number[]): void {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    values.forEach((value, i) => {
      this.#spread += (value - mean) ** 2;
      if (i > 0) this.#jumps += (value - (values[i - 1] as number)) ** 2;
    });
  }

  get smooth(): boolean {
    return this.#jumps < 0.6 * this.#spread;
  }
}
