// A cart on a spring with a pendulum below it: the cart's mass depends on where the pendulum hangs.
import { defineSystem, graph } from "metahamilton";

const { add, cos, div, mul, sin, square, sub } = graph;

export default defineSystem({
  name: "cart-pendulum",
  title: "Cart with a pendulum",
  coordinates: [
    { name: "x", unit: "m", momentum: { unit: "kg m/s" } },
    { name: "theta", unit: "rad", momentum: { unit: "kg m^2/s" } },
  ],
  bodies: 2,
  constants: { cart: 2, bob: 1, length: 1, stiffness: 3, gravity: 1 },
  formula:
    "H = (m l^2 p_x^2 - 2 m l cos(theta) p_x p_theta + (M + m) p_theta^2) / (2 m l^2 (M + m sin(theta)^2)) + k x^2 / 2 + m g l (1 - cos theta)",
  hamiltonian([x, theta], [px, ptheta], { cart, bob, length, stiffness, gravity }) {
    const crossed = mul(2 * bob * length, mul(cos(theta), mul(px, ptheta)));
    const above = add(sub(mul(bob * length ** 2, square(px)), crossed), mul(cart + bob, square(ptheta)));
    const below = mul(2 * bob * length ** 2, add(cart, mul(bob, square(sin(theta)))));
    const spring = mul(stiffness / 2, square(x));
    return add(add(div(above, below), spring), mul(bob * gravity * length, sub(1, cos(theta))));
  },
  initialState: { x: [-0.4, 0.4], theta: [-1, 1], p_x: [-0.3, 0.3], p_theta: [-0.3, 0.3] },
  duration: 12,
});
