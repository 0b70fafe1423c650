// A bob on a spring that swings and stretches: two oscillations that feed each other where their frequencies are as 2 to 1.
import { defineSystem, graph } from "metahamilton";

const { add, div, mul, sqrt, square, sub } = graph;

export default defineSystem({
  name: "elastic-pendulum",
  title: "Elastic pendulum",
  coordinates: [
    { name: "x", unit: "m", momentum: { unit: "kg m/s" } },
    { name: "y", unit: "m", momentum: { unit: "kg m/s" } },
  ],
  constants: { mass: 1, stiffness: 10, length: 1, gravity: 2.5 },
  formula: "H = (p_x^2 + p_y^2) / (2 m) + k (sqrt(x^2 + y^2) - l)^2 / 2 + m g y",
  source: "Vitt and Gorelik 1933",
  hamiltonian([x, y], [px, py], { mass, stiffness, length, gravity }) {
    const stretch = sub(sqrt(add(square(x), square(y))), length);
    const kinetic = div(add(square(px), square(py)), 2 * mass);
    return add(add(kinetic, mul(stiffness / 2, square(stretch))), mul(mass * gravity, y));
  },
  initialState: { x: [0.1, 0.6], y: [-1.5, -1.1], p_x: [-0.2, 0.2], p_y: [-0.2, 0.2] },
  duration: 12,
});
