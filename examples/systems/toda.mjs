// Three particles on a ring, pushed apart by springs that harden exponentially: looks chaotic, and is not.
import { defineSystem, graph } from "metahamilton";

const { add, div, exp, square, sub } = graph;

export default defineSystem({
  name: "toda",
  title: "Toda lattice",
  coordinates: [
    { name: "x_1", unit: "m", momentum: { unit: "kg m/s" } },
    { name: "x_2", unit: "m", momentum: { unit: "kg m/s" } },
    { name: "x_3", unit: "m", momentum: { unit: "kg m/s" } },
  ],
  bodies: 3,
  formula: "H = sum_i p_i^2 / 2 + exp(x_1 - x_2) + exp(x_2 - x_3) + exp(x_3 - x_1) - 3",
  source: "Toda 1967",
  hamiltonian([x1, x2, x3], [p1, p2, p3]) {
    const kinetic = div(add(add(square(p1), square(p2)), square(p3)), 2);
    const springs = add(add(exp(sub(x1, x2)), exp(sub(x2, x3))), exp(sub(x3, x1)));
    return add(kinetic, sub(springs, 3));
  },
  // The middle of all three rests.
  initialState(random) {
    const free = Array.from({ length: 6 }, () => random.between(-1, 1));
    const centred = (values) => values.map((value) => value - (values[0] + values[1] + values[2]) / 3);
    return [...centred(free.slice(0, 3)), ...centred(free.slice(3))];
  },
  duration: 10,
});
