// A particle in the plane, bound by a quartic well that is steeper along x.
import { defineSystem, graph } from "metahamilton";

const { add, div, mul, square } = graph;

interface Constants {
  mass: number;
  steepness: number;
}

export default defineSystem({
  name: "quartic-well",
  coordinates: [
    { name: "x", unit: "m", momentum: { unit: "kg m/s" } },
    { name: "y", unit: "m", momentum: { unit: "kg m/s" } },
  ],
  constants: { mass: 1, steepness: 2 } satisfies Constants,
  formula: "H = (p_x^2 + p_y^2) / (2 m) + (s x^2 + y^2)^2 / 4",
  hamiltonian([x, y], [px, py], { mass, steepness }) {
    const kinetic = div(add(square(px), square(py)), 2 * mass);
    const well = square(add(mul(steepness, square(x)), square(y)));
    return add(kinetic, div(well, 4));
  },
  initialState: { x: [-1, 1], y: [-1, 1], p_x: [-0.5, 0.5], p_y: [-0.5, 0.5] },
  samples: 100,
  duration: 10,
});
