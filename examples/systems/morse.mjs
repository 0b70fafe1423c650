// Two atoms of a molecule: a spring that hardens when pressed and tears when pulled too far.
import { defineSystem, graph } from "metahamilton";

const { add, div, exp, mul, square, sub } = graph;

export default defineSystem({
  name: "morse",
  title: "Morse oscillator",
  coordinates: [{ name: "x", unit: "m", momentum: { unit: "kg m/s" } }],
  constants: { mass: 1, depth: 1, width: 1 },
  formula: "H = p_x^2 / (2 m) + D (1 - exp(-x / w))^2",
  source: "Morse 1929",
  hamiltonian([x], [p], { mass, depth, width }) {
    const bond = sub(1, exp(div(x, -width)));
    return add(div(square(p), 2 * mass), mul(depth, square(bond)));
  },
  initialState: { x: [-0.4, 0.8], p_x: [-0.3, 0.3] },
  duration: 20,
});
