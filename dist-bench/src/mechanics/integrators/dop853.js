import { DENSE, DENSE_STAGES, ERROR3, ERROR5, SOLUTION, STAGES } from "./dop853-coefficients.js";
const MAX_STEPS = 100_000;
const [SAFETY, SHRINK, GROW] = [0.9, 1 / 3, 6];
/**
 * Integrates dx/dt = field(x) with DOP853 (Hairer, Norsett and Wanner 1993, section II.10): order 8, step sizes chosen
 * from embedded errors of orders 5 and 3, and states at the ascending `times` (s, the first is that of `initial`) from
 * the dense output of order 7. The loop over steps allocates nothing.
 */
export function dop853(field, initial, times, { tolerance, maxSteps = MAX_STEPS, onStep }) {
    const size = initial.length;
    const states = new Float64Array(times.length * size);
    states.set(initial);
    const work = new Workspace(field, initial);
    const end = times[times.length - 1];
    let time = times[0];
    let reached = 1;
    let steps = 0;
    const outcome = (failure) => ({
        states,
        reached,
        time,
        steps,
        ...(failure === undefined ? {} : { failure }),
    });
    work.field(work.state, work.slopes[0]);
    let h = work.firstStep(end - time, tolerance);
    let rejected = false;
    while (time < end) {
        if (steps++ >= maxSteps)
            return outcome(`more than ${maxSteps} steps`);
        if (!(h > 2 ** -50 * Math.max(Math.abs(time), Math.abs(end))))
            return outcome("the step size underflows");
        const last = time + 1.01 * h >= end;
        if (last)
            h = end - time;
        const error = work.attempt(h, tolerance);
        // The eighth root as three square roots, which every platform rounds alike.
        const factor = SAFETY / Math.sqrt(Math.sqrt(Math.sqrt(error)));
        if (!(error < 1)) {
            h *= factor > SHRINK ? factor : SHRINK;
            rejected = true;
            continue;
        }
        work.field(work.next, work.slopes[12]);
        const after = last ? end : time + h;
        if (reached < times.length && times[reached] < after)
            work.prepareDense(h);
        for (; reached < times.length && times[reached] <= after; reached++) {
            const t = times[reached];
            if (t === after)
                states.set(work.next, reached * size);
            else
                work.dense((t - time) / h, states, reached * size);
        }
        time = after;
        work.advance();
        if (onStep !== undefined && !onStep(time, work.state))
            return outcome();
        h *= rejected ? Math.min(factor, 1) : Math.min(factor, GROW);
        rejected = false;
    }
    return outcome();
}
const rowOf = (weights) => ({
    stages: Int32Array.from(weights, ([stage]) => stage),
    weights: Float64Array.from(weights, ([, weight]) => weight),
});
const [stageRows, denseStageRows, denseRows] = [STAGES, DENSE_STAGES, DENSE].map((rows) => rows.map(rowOf));
const [solutionRow, error3Row, error5Row] = [SOLUTION, ERROR3, ERROR5].map(rowOf);
/** The arrays of one integration and the parts of a step. */
class Workspace {
    field;
    size;
    /** Values of the field at the stages 0 to 15. */
    slopes;
    /** State at the start of the step. */
    state;
    /** State at the end of the step. */
    next;
    at;
    sums;
    /** Coefficients of the dense output, F0 to F6. */
    polynomial;
    constructor(field, initial) {
        this.field = field;
        const vectors = (count) => Array.from({ length: count }, () => new Float64Array(initial.length));
        this.size = initial.length;
        this.slopes = vectors(16);
        this.state = initial.slice();
        this.next = initial.slice();
        this.at = initial.slice();
        this.sums = vectors(2);
        this.polynomial = vectors(7);
    }
    /** A first step from the sizes of the field and its change (Hairer, Norsett and Wanner 1993, section II.4). */
    firstStep(span, tolerance) {
        const { size, state, at } = this;
        const slope = this.slopes[0];
        const probe = this.slopes[1];
        const norm = (value) => {
            let sum = 0;
            for (let i = 0; i < size; i++)
                sum += (value(i) / (tolerance * (1 + Math.abs(state[i])))) ** 2;
            return Math.sqrt(sum / size);
        };
        const d0 = norm((i) => state[i]);
        const d1 = norm((i) => slope[i]);
        const h0 = Math.min(d0 < 1e-5 || d1 < 1e-5 ? 1e-6 : (0.01 * d0) / d1, span);
        for (let i = 0; i < size; i++)
            at[i] = state[i] + h0 * slope[i];
        this.field(at, probe);
        const d2 = norm((i) => probe[i] - slope[i]) / h0;
        const largest = Math.max(d1, d2);
        const h1 = largest <= 1e-15 ? Math.max(1e-6, h0 * 1e-3) : Math.sqrt(Math.sqrt(Math.sqrt(0.01 / largest)));
        return Math.min(100 * h0, h1, span);
    }
    /** Computes the stages and `next` for a step of h seconds; returns its error relative to the tolerance. */
    attempt(h, tolerance) {
        const { size, state, next, slopes, at, sums } = this;
        for (let s = 1; s < stageRows.length; s++) {
            this.displace(stageRows[s], h, at);
            this.field(at, slopes[s]);
        }
        this.displace(solutionRow, h, next);
        const [sum3, sum5] = sums;
        this.combine(error3Row, sum3);
        this.combine(error5Row, sum5);
        let [squares3, squares5] = [0, 0];
        for (let i = 0; i < size; i++) {
            const scale = tolerance * (1 + Math.max(Math.abs(state[i]), Math.abs(next[i])));
            const [e3, e5] = [sum3[i] / scale, sum5[i] / scale];
            squares3 += e3 * e3;
            squares5 += e5 * e5;
        }
        const denominator = squares5 + 0.01 * squares3;
        return denominator > 0 ? (Math.abs(h) * squares5) / Math.sqrt(denominator * size) : denominator;
    }
    /** Makes the end of the step the start of the next one. */
    advance() {
        [this.state, this.next] = [this.next, this.state];
        this.slopes[0].set(this.slopes[12]);
    }
    /** Computes the three further stages and the coefficients of the dense output for the accepted step. */
    prepareDense(h) {
        const { size, state, next, slopes, at, polynomial } = this;
        denseStageRows.forEach((row, k) => {
            this.displace(row, h, at);
            this.field(at, slopes[13 + k]);
        });
        const [first, last] = [slopes[0], slopes[12]];
        const [f0, f1, f2] = polynomial;
        for (let i = 0; i < size; i++) {
            const change = next[i] - state[i];
            f0[i] = change;
            f1[i] = h * first[i] - change;
            f2[i] = 2 * change - h * (first[i] + last[i]);
        }
        denseRows.forEach((row, k) => {
            const f = polynomial[3 + k];
            this.combine(row, f);
            for (let i = 0; i < size; i++)
                f[i] = h * f[i];
        });
    }
    /** Writes the state at the fraction x of the step (0 < x < 1). */
    dense(x, out, offset) {
        const [f0, f1, f2, f3, f4, f5, f6] = this.polynomial;
        const y = 1 - x;
        for (let i = 0; i < this.size; i++) {
            const high = f3[i] + x * (f4[i] + y * (f5[i] + x * f6[i]));
            const low = f0[i] + y * (f1[i] + x * (f2[i] + y * high));
            out[offset + i] = this.state[i] + x * low;
        }
    }
    /** out = state + h sum of weighted slopes */
    displace(row, h, out) {
        const { size, state } = this;
        this.combine(row, out);
        for (let i = 0; i < size; i++)
            out[i] = state[i] + h * out[i];
    }
    /** out = sum of weighted slopes */
    combine({ stages, weights }, out) {
        const { size, slopes } = this;
        out.fill(0);
        for (let k = 0; k < stages.length; k++) {
            const slope = slopes[stages[k]];
            const weight = weights[k];
            for (let i = 0; i < size; i++)
                out[i] = out[i] + weight * slope[i];
        }
    }
}
