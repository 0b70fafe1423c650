import {
  add,
  div,
  exp,
  gradient,
  input,
  matmul,
  mul,
  type Program,
  program,
  slice,
  sub,
  type Tensor,
  table,
  tanh,
} from "../../graph/index.js";
import type { EnergyUnits } from "../gaussian/units.js";
import type { MeanTerm, StructureMean } from "./mean.js";
import type { TermPiece } from "./term.js";

/**
 * A posterior mean of H with Hamilton's equations as a tensor program of one row, in the observations' own units: `state` [1, 2d] -> `energy` [1, 1], up to a constant, and `derivative` [1, 2d]. Only products
 * with constant matrices and operations within a row, so that the written model takes any number of rows.
 */
export function structureProgram(
  mean: StructureMean,
  { centre, spread, energy: scale }: EnergyUnits,
): Program<"energy" | "derivative"> {
  const size = spread.length;
  const d = size / 2;
  const state = input("state", [1, size]);
  const columns = Array.from({ length: size }, (_, a) =>
    mul(1 / (spread[a] as number), sub(slice(state, 1, a, a + 1), centre[a] as number)),
  );
  // A zero of every row: an energy without terms is to have as many rows all the same.
  const none = sub(columns[0] as Tensor, columns[0] as Tensor);
  const energy = mul(
    scale,
    mean.terms.reduce((sum, term) => add(sum, termEnergy(term, columns)), none),
  );
  const one = add(none, 1);
  const [slopes] = gradient(energy, [state], one) as [Tensor];
  // Row vector (dH/dq, dH/dp) times this matrix: (dH/dp, -dH/dq).
  const symplectic = Array.from({ length: size * size }, (_, k) => {
    const [row, column] = [Math.floor(k / size), k % size];
    return row === column + d ? 1 : row === column - d ? -1 : 0;
  });
  return program({ energy, derivative: matmul(slopes, table(symplectic, [size, size])) }, { asWritten: true });
}

/** A term's part of H, sum over pieces of variance times monomial times the mean of the function. */
function termEnergy(term: MeanTerm, columns: readonly Tensor[]): Tensor {
  const parts = term.form.pieces.map((piece) => {
    const value = piece.feature === undefined ? undefined : functionOf(term, piece.feature.tensors(columns));
    const factors = [...momentaOf(piece, columns), ...(value === undefined ? [] : [value])];
    const factor = term.variance * (value === undefined ? (term.constant ?? 0) : 1);
    return mul(
      factor,
      factors.reduce((product, tensor) => mul(product, tensor)),
    );
  });
  return parts.reduce((sum, part) => add(sum, part));
}

const momentaOf = ({ momenta }: TermPiece, columns: readonly Tensor[]) =>
  momenta.map((i) => columns[columns.length / 2 + i] as Tensor);

/** The mean of a term's function over its variance, at features [1, 1] each: kernels at the data with their weights. */
function functionOf({ pieces, relative, length, spread }: MeanTerm, features: readonly Tensor[]): Tensor {
  const size = features.length;
  const own = pieces.flatMap(({ value }) => [...value]);
  const M = own.length;
  const column = (k: number, pick: "z" | "slope") =>
    pieces.flatMap((piece) => Array.from(piece.value, (_, j) => piece[pick][j * size + k] as number));
  const row = (values: readonly number[]) => table(values, [1, M]);
  const offsets = features.map((feature, k) => {
    const repeated = matmul(feature, row(new Array<number>(M).fill(1 / (spread * length))));
    return sub(repeated, row(column(k, "z").map((z) => z / length)));
  });
  const square = offsets.map((offset) => mul(offset, offset)).reduce((a, b) => add(a, b));
  const slopes = offsets.map((offset, k) => mul(offset, row(column(k, "slope")))).reduce((a, b) => add(a, b));
  const ones = table(new Array<number>(M).fill(1), [M, 1]);
  if (!relative) return matmul(mul(exp(mul(-0.5, square)), add(slopes, row(own))), ones);
  // As in the mean itself, exp(-s / 2) - 1 with all its digits: 2 t / (1 - t) with t = tanh(-s / 4).
  const t = tanh(mul(-0.25, square));
  const below = div(mul(2, t), sub(1, t));
  return matmul(add(mul(below, row(own)), mul(add(1, below), slopes)), ones);
}
