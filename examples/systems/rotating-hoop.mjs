// A bead on a hoop that turns about its upright diameter: beyond a rate the bottom is no place of rest any more.
import { defineSystem, graph } from "metahamilton";

const { add, cos, div, mul, sin, square, sub } = graph;

export default defineSystem({
  name: "rotating-hoop",
  title: "Bead on a rotating hoop",
  coordinates: [{ name: "theta", unit: "rad", momentum: { unit: "kg m^2/s" } }],
  constants: { mass: 1, radius: 1, gravity: 1, rate: 1.4 },
  formula: "H = p_theta^2 / (2 m r^2) + m g r (1 - cos theta) - m r^2 w^2 sin^2 theta / 2",
  source: "Goldstein, Classical Mechanics, chapter 2",
  hamiltonian([theta], [p], { mass, radius, gravity, rate }) {
    const kinetic = div(square(p), 2 * mass * radius ** 2);
    const weight = mul(mass * gravity * radius, sub(1, cos(theta)));
    return sub(add(kinetic, weight), mul((mass * radius ** 2 * rate ** 2) / 2, square(sin(theta))));
  },
  initialState: { theta: [0.1, 1.4], p_theta: [-0.3, 0.3] },
  duration: 20,
});
