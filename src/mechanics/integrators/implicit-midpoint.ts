import { implicitMethod } from "./collocation.js";

/**
 * The implicit midpoint rule: symplectic for every Hamiltonian, separable or not, and symmetric in time; conserves
 * quadratic invariants such as the angular momentum exactly.
 */
export const implicitMidpoint = implicitMethod(
  {
    name: "implicit-midpoint",
    title: "Implicit midpoint",
    order: 2,
    source: "Hairer, Lubich and Wanner 2006, sections I.1.2 and VI.4",
  },
  // x' = x + h f((x + x') / 2)
  { matrix: [[1 / 2]], weights: [1] },
);
