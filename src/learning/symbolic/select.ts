/** Columns that were kept of a library, with their weights and what they leave. */
export interface Support {
  readonly columns: readonly number[];
  readonly weights: Float64Array;
  /** Sum of squared residuals. */
  readonly squares: number;
}

/** What is left of columns outside those before them, below which they depend on them. */
const DEPENDENT = 1e-11;
/** Terms of a forward selection. */
const MOST_FORWARD = 9;

/** Least squares with the variances of the weights, in units of the noise's. Undefined where the columns depend on one another. */
function solve(columns: readonly Float64Array[], target: Float64Array) {
  const n = columns.length;
  const Q = columns.map((column) => column.slice());
  const R = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    const own = Q[k] as Float64Array;
    const size = Math.sqrt(inner(own, own));
    // Twice is enough (Giraud, Langou and Rozloznik 2005).
    for (let pass = 0; pass < 2; pass++)
      for (let j = 0; j < k; j++) {
        const q = Q[j] as Float64Array;
        const share = inner(q, own);
        R[j * n + k] = (R[j * n + k] as number) + share;
        for (let i = 0; i < own.length; i++) own[i] = (own[i] as number) - share * (q[i] as number);
      }
    const left = Math.sqrt(inner(own, own));
    if (!(left > DEPENDENT * size)) return undefined;
    R[k * n + k] = left;
    for (let i = 0; i < own.length; i++) own[i] = (own[i] as number) / left;
  }
  const inverse = new Float64Array(n * n);
  for (let c = 0; c < n; c++)
    for (let r = c; r >= 0; r--) {
      let sum = r === c ? 1 : 0;
      for (let k = r + 1; k <= c; k++) sum -= (R[r * n + k] as number) * (inverse[k * n + c] as number);
      inverse[r * n + c] = sum / (R[r * n + r] as number);
    }
  const residual = target.slice();
  const parts = Q.map((q) => {
    const share = inner(q, residual);
    for (let i = 0; i < residual.length; i++) residual[i] = (residual[i] as number) - share * (q[i] as number);
    return share;
  });
  const weights = new Float64Array(n);
  const variances = new Float64Array(n);
  for (let r = 0; r < n; r++)
    for (let c = r; c < n; c++) {
      weights[r] = (weights[r] as number) + (inverse[r * n + c] as number) * (parts[c] as number);
      variances[r] = (variances[r] as number) + (inverse[r * n + c] as number) ** 2;
    }
  return { weights, variances, squares: inner(residual, residual) };
}

/** The weights of some columns. */
export function fitSupport(
  all: readonly Float64Array[],
  columns: readonly number[],
  target: Float64Array,
): Support | undefined {
  const solved = solve(
    columns.map((k) => all[k] as Float64Array),
    target,
  );
  return solved === undefined ? undefined : { columns, weights: solved.weights, squares: solved.squares };
}

/** From all columns of a library down to the `needed` ones, each time without the one that is missed least. */
export function backward(
  all: readonly Float64Array[],
  library: readonly number[],
  needed: readonly number[],
  target: Float64Array,
): Support[] {
  const found: Support[] = [];
  let columns = [...new Set([...needed, ...library])];
  for (;;) {
    const own = columns;
    const solved = solve(
      own.map((k) => all[k] as Float64Array),
      target,
    );
    if (solved === undefined) return found;
    found.push({ columns: own, weights: solved.weights, squares: solved.squares });
    let least: { at: number; value: number } | undefined;
    own.forEach((k, i) => {
      if (needed.includes(k)) return;
      const value = (solved.weights[i] as number) ** 2 / (solved.variances[i] as number);
      if (least === undefined || value < least.value) least = { at: i, value };
    });
    if (least === undefined) return found;
    const { at } = least;
    columns = own.filter((_, i) => i !== at);
  }
}

/** From the `needed` columns on, each time with the one of the library that explains most of what is left (orthogonal least squares: Chen, Billings and Luo 1989). */
export function forward(
  all: readonly Float64Array[],
  library: readonly number[],
  needed: readonly number[],
  target: Float64Array,
): Support[] {
  const found: Support[] = [];
  let columns = [...needed];
  for (;;) {
    const fit = fitSupport(all, columns, target);
    if (fit === undefined) return found;
    found.push(fit);
    if (columns.length >= needed.length + MOST_FORWARD || columns.length >= target.length - 1) return found;
    const residual = target.slice();
    columns.forEach((k, i) => {
      const column = all[k] as Float64Array;
      for (let r = 0; r < residual.length; r++)
        residual[r] = (residual[r] as number) - (fit.weights[i] as number) * (column[r] as number);
    });
    const base = orthonormal(columns.map((k) => all[k] as Float64Array));
    let best: { k: number; gain: number } | undefined;
    for (const k of library) {
      if (columns.includes(k)) continue;
      const own = (all[k] as Float64Array).slice();
      const size = inner(own, own);
      for (const q of base) {
        const share = inner(q, own);
        for (let i = 0; i < own.length; i++) own[i] = (own[i] as number) - share * (q[i] as number);
      }
      const left = inner(own, own);
      if (!(left > 1e-16 * size)) continue;
      const gain = inner(own, residual) ** 2 / left;
      if (best === undefined || gain > best.gain) best = { k, gain };
    }
    if (best === undefined) return found;
    columns = [...columns, best.k];
  }
}

function orthonormal(columns: readonly Float64Array[]): Float64Array[] {
  const Q: Float64Array[] = [];
  for (const column of columns) {
    const own = column.slice();
    for (let pass = 0; pass < 2; pass++)
      for (const q of Q) {
        const share = inner(q, own);
        for (let i = 0; i < own.length; i++) own[i] = (own[i] as number) - share * (q[i] as number);
      }
    const size = Math.sqrt(inner(own, own));
    if (size > 0) Q.push(own.map((x) => x / size));
  }
  return Q;
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
