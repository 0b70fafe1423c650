import { add, cos, div, mul, sin, square, sub, type Tensor } from "../../graph/index.js";
import type { Coordinate, SurplusCoordinate } from "../definition.js";
import { ownSystem } from "../system.js";

/** Initial angles are uniform in [-INITIAL_ANGLE, INITIAL_ANGLE], rad. */
const INITIAL_ANGLE = 0.8;
/** Initial momenta are uniform in [-INITIAL_MOMENTUM, INITIAL_MOMENTUM], kg m^2/s. */
const INITIAL_MOMENTUM = 0.3;

/**
 * Two point masses on two rigid rods, one hanging from the other, without friction; theta = 0 hangs down.
 *
 * Initial conditions: angles and momenta uniform in the intervals above. At these energies the motion is mostly regular:
 * neither rod turns over, and neighbouring motions part slowly enough that 20 s can be predicted at all, while the
 * coupling is far from linear.
 */
export const doublePendulum = ownSystem({
  name: "double-pendulum",
  title: "Double pendulum",
  bodies: 2,
  coordinates: [rod(0, 1.4, 3), rod(1, 2, 2)],
  surplus: [rodLength(0), rodLength(1)],
  constants: { mass1: 1, mass2: 1, length1: 1, length2: 1, gravity: 1 },
  formula:
    "H = [m2 l2^2 p_1^2 + (m1 + m2) l1^2 p_2^2 - 2 m2 l1 l2 p_1 p_2 cos(theta_1 - theta_2)] / " +
    "(2 m2 l1^2 l2^2 [m1 + m2 sin^2(theta_1 - theta_2)]) - (m1 + m2) g l1 cos theta_1 - m2 g l2 cos theta_2",
  samples: 200,
  duration: 20,
  source: "Song and Jeong 2022; initial conditions chosen here",
  energyScale: 1,
  hamiltonian(q, p, { mass1, mass2, length1, length2, gravity }) {
    const [theta1, theta2] = q as [Tensor, Tensor];
    const [p1, p2] = p as [Tensor, Tensor];
    const between = sub(theta1, theta2);
    const squares = add(mul(mass2 * length2 ** 2, square(p1)), mul((mass1 + mass2) * length1 ** 2, square(p2)));
    const mixed = mul(2 * mass2 * length1 * length2, mul(mul(p1, p2), cos(between)));
    const inertia = mul(2 * mass2 * (length1 * length2) ** 2, add(mass1, mul(mass2, square(sin(between)))));
    const height1 = mul((mass1 + mass2) * gravity * length1, cos(theta1));
    const height2 = mul(mass2 * gravity * length2, cos(theta2));
    return sub(sub(div(sub(squares, mixed), inertia), height1), height2);
  },
  initialState: (random) =>
    Float64Array.of(
      random.between(-INITIAL_ANGLE, INITIAL_ANGLE),
      random.between(-INITIAL_ANGLE, INITIAL_ANGLE),
      random.between(-INITIAL_MOMENTUM, INITIAL_MOMENTUM),
      random.between(-INITIAL_MOMENTUM, INITIAL_MOMENTUM),
    ),
});

function rod(body: number, angle: number, momentum: number): Coordinate {
  return {
    body,
    slot: 0,
    position: { name: `theta_${body + 1}`, unit: "rad", reach: angle },
    momentum: { name: `p_theta_${body + 1}`, unit: "kg m^2/s", reach: momentum },
  };
}

function rodLength(body: number): SurplusCoordinate {
  return {
    body,
    slot: 1,
    position: { name: `r_${body + 1}`, unit: "m" },
    momentum: { name: `p_r_${body + 1}`, unit: "kg m/s" },
  };
}
