// Two weights on one string over two wheels: one only goes up and down, the other also swings.
import { defineSystem, graph } from "metahamilton";

const { add, cos, div, mul, square, sub } = graph;

export default defineSystem({
  name: "swinging-atwood",
  title: "Swinging Atwood machine",
  coordinates: [
    { name: "r", unit: "m", momentum: { unit: "kg m/s" } },
    { name: "theta", unit: "rad", momentum: { unit: "kg m^2/s" } },
  ],
  constants: { mass: 1, counterweight: 2.5, gravity: 1 },
  formula: "H = p_r^2 / (2 (M + m)) + p_theta^2 / (2 m r^2) + g r (M - m cos theta)",
  source: "Tufillaro, Abbott and Griffiths 1984",
  hamiltonian([r, theta], [pr, ptheta], { mass, counterweight, gravity }) {
    const pulling = div(square(pr), 2 * (counterweight + mass));
    const swinging = div(square(ptheta), mul(2 * mass, square(r)));
    return add(add(pulling, swinging), mul(mul(gravity, r), sub(counterweight, mul(mass, cos(theta)))));
  },
  initialState: { r: [0.8, 1.2], theta: [0.4, 1.2], p_r: [-0.1, 0.1], p_theta: [0.8, 1.2] },
  // Where the string is used up the bob hits the wheel.
  acceptable: ([r]) => r > 0.05,
  duration: 10,
});
