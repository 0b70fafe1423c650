import { add, exp, input, matmul, mul, type Program, program, sub, type Tensor, table } from "../../graph/index.js";
import type { WeightedTerm } from "../fit/energy-model.js";
import type { EnergyModel } from "../model.js";
import { lawProgram } from "./law-program.js";

/**
 * The learned energy and Hamilton's equations as a tensor program of one row: `state` [1, 2d] -> `energy` [1, 1] and
 * `derivative` [1, 2d]. Only products with constant matrices and elementwise operations, so that the written model takes any
 * number of rows; that of a law may also need `time` and `input`, see `lawProgram`.
 */
export function energyProgram({
  space,
  masses,
  terms,
  structured,
  law,
}: EnergyModel): Program<"energy" | "derivative"> {
  if (law !== undefined) return lawProgram(law);
  if (structured !== undefined) return structured.program();
  const d = space.dimension;
  const size = 2 * d;
  const state = input("state", [1, size]);
  const parts = terms.map((term) => termProgram(term, state, size));
  if (masses !== undefined) {
    const inverse = Array.from({ length: size }, (_, a) => (a < d ? 0 : 1 / (masses[a - d] as number)));
    parts.push({
      energy: matmul(
        mul(state, state),
        constant(
          inverse.map((value) => value / 2),
          size,
          1,
        ),
      ),
      gradient: mul(state, constant(inverse, 1, size)),
    });
  }
  const sum = (tensors: readonly Tensor[]) => tensors.reduce((a, b) => add(a, b));
  // Row vector (dH/dq, dH/dp) times this matrix: (dH/dp, -dH/dq).
  const symplectic = Array.from({ length: size * size }, (_, k) => {
    const [row, column] = [Math.floor(k / size), k % size];
    return row === column + d ? 1 : row === column - d ? -1 : 0;
  });
  return program(
    {
      energy: sum(parts.map(({ energy }) => energy)),
      derivative: matmul(sum(parts.map(({ gradient }) => gradient)), constant(symplectic, size, size)),
    },
    { asWritten: true },
  );
}

/** One term's energy [1, 1] and gradient [1, 2d]. */
function termProgram({ components, variance, lengths, centres, weights }: WeightedTerm, state: Tensor, size: number) {
  const S = components.length;
  const M = centres.length / S;
  // Distances are taken about the middle of the centres, where squares are small.
  const middle = Array.from({ length: S }, (_, a) => {
    let total = 0;
    for (let j = 0; j < M; j++) total += centres[j * S + a] as number;
    return total / M;
  });
  const select = Array.from({ length: size * S }, (_, k) => (components[k % S] === Math.floor(k / S) ? 1 : 0));
  const place = Array.from({ length: S * size }, (_, k) => (components[Math.floor(k / size)] === k % size ? 1 : 0));
  const inverse = Array.from(lengths, (length) => 1 / (length * length));
  const centred = Array.from(centres, (value, k) => value - (middle[k % S] as number));
  const scaledCentres = centred.map((value, k) => value * (inverse[k % S] as number));
  const scaledWeights = Array.from(weights, (value, k) => value * (inverse[k % S] as number));
  const rowSums = (values: (j: number, a: number) => number) =>
    Array.from({ length: M }, (_, j) => middle.reduce((sum, _, a) => sum + values(j, a), 0));

  const x = sub(matmul(state, constant(select, size, S)), constant(middle, 1, S));
  const squares = matmul(mul(x, x), constant(inverse, S, 1));
  const centreSquares = rowSums((j, a) => (centred[j * S + a] as number) * (scaledCentres[j * S + a] as number));
  const cross = matmul(x, constant(transposed(scaledCentres, M, S), S, M));
  const exponent = add(
    sub(cross, mul(0.5, squares)),
    constant(
      centreSquares.map((value) => -value / 2),
      1,
      M,
    ),
  );
  const kernel = mul(variance, exp(exponent));
  const offsets = rowSums((j, a) => (centred[j * S + a] as number) * (scaledWeights[j * S + a] as number));
  const products = sub(matmul(x, constant(transposed(scaledWeights, M, S), S, M)), constant(offsets, 1, M));
  const contributions = mul(kernel, products);
  const energy = matmul(contributions, constant(new Array<number>(M).fill(1), M, 1));
  // d/dx of sum_j k_j g_j: k_j's weights, less g_j k_j times (x - x_j) / l^2.
  const gradient = sub(
    add(matmul(kernel, constant(scaledWeights, M, S)), matmul(contributions, constant(scaledCentres, M, S))),
    mul(mul(energy, x), constant(inverse, 1, S)),
  );
  return { energy, gradient: matmul(gradient, constant(place, S, size)) };
}

const constant = (values: readonly number[], rows: number, columns: number) => table(values, [rows, columns]);

function transposed(values: readonly number[], rows: number, columns: number): number[] {
  return Array.from(
    { length: rows * columns },
    (_, k) => values[(k % rows) * columns + Math.floor(k / rows)] as number,
  );
}
