import type { VectorField } from "../../mechanics/index.js";
import { type Cholesky, cholesky, choleskySolve, dot, logDeterminant } from "../../numerics/index.js";
import { addTerm, addTermCovariance, type EnergyTerm, type WeightedTerm } from "./energy-model.js";
import type { Response, Stretch } from "./response.js";
import type { ScaledRecord } from "./scaled.js";
import { nodeTimesOf } from "./stretches.js";
import type { Structure } from "./structure.js";

/**
 * Forces beyond those of H, for the test whether a record is conservative: friction -gamma p, and forces that depend on
 * time as a Gaussian process does.
 */
export interface ExtraForces {
  /** Prior variance of gamma, per tick. */
  readonly friction?: number;
  readonly drive?: { readonly variance: number; readonly length: number };
}

export interface MotionScales {
  readonly terms: readonly EnergyTerm[];
  /** Factor on the record's noise. */
  readonly noise: number;
  readonly extra?: ExtraForces | undefined;
}

/** What stretches and their responses make of the unknowns, row by row: one row a measured component of a sample. */
export interface Design {
  readonly stretches: readonly Stretch[];
  readonly rows: readonly { readonly stretch: number; readonly sample: number; readonly component: number }[];
  /** All nodes, [M][2d], and their times. */
  readonly nodes: Float64Array;
  readonly nodeTimes: Float64Array;
  /** First and last node (exclusive) that a row depends on, two numbers a row. */
  readonly ranges: Int32Array;
  /** Weight of every component of the field at every node, [rows][M][2d]. */
  readonly fieldWeights: Float64Array;
  /** Weight of the initial state of the row's stretch, [rows][2d]. */
  readonly initialWeights: Float64Array;
  /** Measured values less what is known: offsets, the known part of the field and the initial states' prior means. */
  readonly residuals: Float64Array;
  /** Prior means of the initial states, [stretches][2d]. */
  readonly initialMeans: Float64Array;
}

/** Prior standard deviation of an initial state about its smoothed or earlier estimate, in units of the spread. */
const INITIAL_DEVIATION = 1;

/** Collects stretches with their responses into one linear problem. */
export function designOf(
  record: ScaledRecord,
  structure: Structure,
  stretches: readonly Stretch[],
  responses: readonly Response[],
): Design {
  const size = record.noise.length;
  const d = size / 2;
  const firstNodes: number[] = [];
  let M = 0;
  for (const { nodes } of stretches) {
    firstNodes.push(M);
    M += nodes.length / size;
  }
  const nodes = new Float64Array(M * size);
  const nodeTimes = new Float64Array(M);
  const initialMeans = new Float64Array(stretches.length * size);
  stretches.forEach((stretch, s) => {
    nodes.set(stretch.nodes, (firstNodes[s] as number) * size);
    nodeTimes.set(nodeTimesOf(stretch.times, stretch.steps), firstNodes[s]);
    initialMeans.set(stretch.nodes.subarray(0, size), s * size);
  });
  const rows = stretches.flatMap(({ times }, stretch) =>
    Array.from(times, (_, sample) => record.measured.map((component) => ({ stretch, sample, component }))).flat(),
  );
  const n = rows.length;
  const design: Design = {
    stretches,
    rows,
    nodes,
    nodeTimes,
    ranges: new Int32Array(2 * n),
    fieldWeights: new Float64Array(n * M * size),
    initialWeights: new Float64Array(n * size),
    residuals: new Float64Array(n),
    initialMeans,
  };
  const known = structure.kinetic ? kineticField(record, nodes) : undefined;
  rows.forEach(({ stretch, sample, component }, r) => {
    const { offsets, transitions, weights } = responses[stretch] as Response;
    const { observed, nodes: own } = stretches[stretch] as Stretch;
    const first = firstNodes[stretch] as number;
    design.ranges.set([first, first + own.length / size], 2 * r);
    const at = sample * size + component;
    const row = weights.subarray(at * own.length, (at + 1) * own.length);
    design.fieldWeights.set(row, (r * M + first) * size);
    const initial = transitions.subarray(at * size, (at + 1) * size);
    design.initialWeights.set(initial, r * size);
    let value = (observed[at] as number) - (offsets[at] as number);
    for (let b = 0; b < size; b++) value -= (initial[b] as number) * (initialMeans[stretch * size + b] as number);
    if (known !== undefined)
      for (let j = 0; j < own.length / size; j++)
        for (let c = 0; c < d; c++) value -= (row[j * size + c] as number) * (known[(first + j) * d + c] as number);
    design.residuals[r] = value;
  });
  return design;
}

/** dz_q/dt = p / m at every node, [M][d]. */
function kineticField({ kinetic, noise }: ScaledRecord, nodes: Float64Array): Float64Array {
  const d = noise.length / 2;
  return Float64Array.from({ length: nodes.length / 2 }, (_, k) => {
    const [j, c] = [Math.floor(k / d), k % d];
    return (kinetic.rates[c] as number) * (nodes[j * 2 * d + d + c] as number) + (kinetic.offsets[c] as number);
  });
}

/** The process given the measurements. */
export interface ConditionedMotions {
  readonly factor: Cholesky;
  /** C^-1 times the residuals. */
  readonly weights: Float64Array;
  /** Log marginal likelihood. */
  readonly evidence: number;
}

/** Conditions the process; undefined where the covariance cannot be factorised. */
export function condition(
  record: ScaledRecord,
  design: Design,
  terms: readonly Float64Array[],
  scales: MotionScales,
): ConditionedMotions | undefined {
  const n = design.rows.length;
  const gram = new Float64Array(n * n);
  const size = record.noise.length;
  scales.terms.forEach((term, t) => {
    addTermCovariance(term, design.nodes, size, terms[t] as Float64Array, design.ranges, gram);
  });
  if (scales.extra !== undefined) addExtra(record, design, scales.extra, gram);
  for (let r = 0; r < n; r++) {
    const row = design.rows[r] as Design["rows"][number];
    for (let s = r; s >= 0 && design.rows[s]?.stretch === row.stretch; s--)
      gram[r * n + s] =
        (gram[r * n + s] as number) +
        INITIAL_DEVIATION ** 2 * dot(design.initialWeights, r * size, design.initialWeights, s * size, size);
    gram[r * n + r] = (gram[r * n + r] as number) + ((record.noise[row.component] as number) * scales.noise) ** 2;
  }
  const factor = cholesky(gram, n, { smallest: 1e-14, largest: 1e-10 });
  if (factor === undefined) return undefined;
  const weights = choleskySolve(factor, design.residuals);
  const fit = dot(weights, 0, design.residuals, 0, n);
  return { factor, weights, evidence: -(fit + logDeterminant(factor) + n * Math.log(2 * Math.PI)) / 2 };
}

/** What rows make of the derivatives of each term of H, [rows][M][components]. */
export function termWeights(record: ScaledRecord, design: Design, structure: Structure): Float64Array[] {
  const size = record.noise.length;
  const d = size / 2;
  const count = design.fieldWeights.length / size;
  return structure.terms.map((groups) => {
    const components = groups.flat();
    const result = new Float64Array(count * components.length);
    for (let k = 0; k < count; k++)
      components.forEach((a, slot) => {
        const coupling = record.units.couplings[a % d] as number;
        // dz_p/dt = -coupling dh/dz_q and dz_q/dt = coupling dh/dz_p.
        const field = design.fieldWeights[k * size + (a < d ? a + d : a - d)] as number;
        result[k * components.length + slot] = (a < d ? -coupling : coupling) * field;
      });
    return result;
  });
}

/** Every row's response to friction of 1 a tick, as a force -p. */
export function frictionColumn({ units, noise }: ScaledRecord, design: Design): Float64Array {
  const size = noise.length;
  const d = size / 2;
  const M = design.nodeTimes.length;
  const column = new Float64Array(design.rows.length);
  for (let r = 0; r < column.length; r++)
    for (let j = design.ranges[2 * r] as number; j < (design.ranges[2 * r + 1] as number); j++)
      for (let a = d; a < size; a++) {
        const p = (design.nodes[j * size + a] as number) + (units.centre[a] as number) / (units.spread[a] as number);
        column[r] = (column[r] as number) - (design.fieldWeights[(r * M + j) * size + a] as number) * p;
      }
  return column;
}

function addExtra(record: ScaledRecord, design: Design, { friction, drive }: ExtraForces, gram: Float64Array): void {
  const n = design.rows.length;
  if (friction !== undefined) {
    const column = frictionColumn(record, design);
    for (let r = 0; r < n; r++)
      for (let s = 0; s <= r; s++)
        gram[r * n + s] = (gram[r * n + s] as number) + friction * (column[r] as number) * (column[s] as number);
  }
  if (drive === undefined) return;
  const size = record.noise.length;
  const d = size / 2;
  const M = design.nodeTimes.length;
  const K = new Float64Array(M * M);
  for (let i = 0; i < M; i++)
    for (let j = 0; j < M; j++) {
      const delta = ((design.nodeTimes[i] as number) - (design.nodeTimes[j] as number)) / drive.length;
      K[i * M + j] = drive.variance * Math.exp((-delta * delta) / 2);
    }
  const product = new Float64Array(M);
  for (let a = d; a < size; a++)
    for (let r = 0; r < n; r++) {
      product.fill(0);
      for (let j = design.ranges[2 * r] as number; j < (design.ranges[2 * r + 1] as number); j++) {
        const weight = design.fieldWeights[(r * M + j) * size + a] as number;
        if (weight !== 0)
          for (let k = 0; k < M; k++) product[k] = (product[k] as number) + weight * (K[j * M + k] as number);
      }
      for (let s = 0; s <= r; s++) {
        let total = 0;
        for (let k = design.ranges[2 * s] as number; k < (design.ranges[2 * s + 1] as number); k++)
          total += (product[k] as number) * (design.fieldWeights[(s * M + k) * size + a] as number);
        gram[r * n + s] = (gram[r * n + s] as number) + total;
      }
    }
}

/** H of the process's mean, and the most probable initial states. */
export interface MotionMean {
  readonly terms: readonly WeightedTerm[];
  /** [stretches][2d]. */
  readonly initialStates: Float64Array;
}

/** The mean that follows from weights of the rows. */
export function meanOf(
  record: ScaledRecord,
  design: Design,
  terms: readonly Float64Array[],
  scales: MotionScales,
  rowWeights: Float64Array,
): MotionMean {
  const size = record.noise.length;
  const M = design.nodeTimes.length;
  const initialStates = design.initialMeans.slice();
  design.rows.forEach(({ stretch }, r) => {
    for (let b = 0; b < size; b++) {
      const at = stretch * size + b;
      initialStates[at] =
        (initialStates[at] as number) +
        INITIAL_DEVIATION ** 2 * (design.initialWeights[r * size + b] as number) * (rowWeights[r] as number);
    }
  });
  const weighted = scales.terms.map((term, t): WeightedTerm => {
    const { components } = term;
    const width = M * components.length;
    const weights = new Float64Array(width);
    const P = terms[t] as Float64Array;
    for (let r = 0; r < design.rows.length; r++)
      for (let k = 0; k < width; k++)
        weights[k] = (weights[k] as number) + (P[r * width + k] as number) * (rowWeights[r] as number);
    const centres = Float64Array.from({ length: width }, (_, k) => {
      const [j, slot] = [Math.floor(k / components.length), k % components.length];
      return design.nodes[j * size + (components[slot] as number)] as number;
    });
    return { ...term, centres, weights };
  });
  return { terms: weighted, initialStates };
}

/** dz/dt of H in the units of the fit. */
export function scaledField(record: ScaledRecord, structure: Structure, terms: readonly WeightedTerm[]): VectorField {
  const size = record.noise.length;
  const d = size / 2;
  const { kinetic, units } = record;
  const gradient = new Float64Array(size);
  return (z, out) => {
    gradient.fill(0);
    for (const term of terms) addTerm(term, z, gradient);
    for (let c = 0; c < d; c++) {
      const coupling = units.couplings[c] as number;
      out[c] = structure.kinetic
        ? (kinetic.rates[c] as number) * (z[d + c] as number) + (kinetic.offsets[c] as number)
        : coupling * (gradient[d + c] as number);
      out[d + c] = -coupling * (gradient[c] as number);
    }
  };
}
