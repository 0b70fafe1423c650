import { implicitMethod } from "./collocation.js";
import type { ImplicitTableau } from "./tableau.js";

const [root3, root15] = [Math.sqrt(3), Math.sqrt(15)];

/** The two stages of order 4. */
const tableau4: ImplicitTableau = {
  matrix: [
    [1 / 4, 1 / 4 - root3 / 6],
    [1 / 4 + root3 / 6, 1 / 4],
  ],
  weights: [1 / 2, 1 / 2],
};

/** The three stages of order 6. */
const tableau6: ImplicitTableau = {
  matrix: [
    [5 / 36, 2 / 9 - root15 / 15, 5 / 36 - root15 / 30],
    [5 / 36 + root15 / 24, 2 / 9, 5 / 36 - root15 / 24],
    [5 / 36 + root15 / 30, 2 / 9 + root15 / 15, 5 / 36],
  ],
  weights: [5 / 18, 4 / 9, 5 / 18],
};

const source = "Kuntzmann 1961, Butcher 1964; Hairer, Lubich and Wanner 2006, section II.1.3";

/** Collocation at the two Gauss-Legendre points: order 4, symplectic for every Hamiltonian. */
export const gaussLegendre4 = implicitMethod(
  { name: "gauss-legendre-4", title: "Gauss-Legendre 4", order: 4, source },
  tableau4,
);

/** Collocation at the three Gauss-Legendre points: order 6, symplectic for every Hamiltonian. */
export const gaussLegendre6 = implicitMethod(
  { name: "gauss-legendre-6", title: "Gauss-Legendre 6", order: 6, source },
  tableau6,
);
