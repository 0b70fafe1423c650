import { explicitMethod } from "./explicit.js";

/** The classical Runge-Kutta method of order 4 (Kutta 1901). */
export const rk4 = explicitMethod(
  {
    name: "rk4",
    title: "Runge-Kutta 4",
    order: 4,
    source: "Kutta 1901; Hairer, Norsett and Wanner 1993, section II.1",
  },
  {
    stages: [[], [[0, 1 / 2]], [[1, 1 / 2]], [[2, 1]]],
    solution: [
      [0, 1 / 6],
      [1, 1 / 3],
      [2, 1 / 3],
      [3, 1 / 6],
    ],
    grouped: {
      groups: [
        [[0], 1],
        [[1, 2], 2],
        [[3], 1],
      ],
      divisor: 6,
    },
  },
);
