import { cached } from "../../base/cached.js";
import { UserError } from "../../base/errors.js";
import { add, div, mul, square, sub, type Tensor } from "../../graph/index.js";
import { ownSystem, type System } from "../system.js";

/** Initial displacements are uniform in [-INITIAL_DISPLACEMENT, INITIAL_DISPLACEMENT], m. */
const INITIAL_DISPLACEMENT = 0.7;
/** Initial momenta are uniform in [-INITIAL_MOMENTUM, INITIAL_MOMENTUM], kg m/s. */
const INITIAL_MOMENTUM = 0.7;
const MAX_LENGTH = 64;

const made = new Map<number, System>();

/**
 * A chain of equal masses (1 to 64) between two walls, each tied to its neighbours by equal springs; u_i is the i-th mass's
 * displacement along the chain. Its normal modes have the frequencies 2 sqrt(k / m) sin(j pi / (2 (n + 1))).
 *
 * Initial conditions: displacements and momenta uniform in the intervals above.
 *
 * The same length always gives the same object. Throws `UserError` for a length that is not an integer of 1 to 64.
 */
export function springChain(length: number): System {
  if (!Number.isInteger(length) || length < 1 || length > MAX_LENGTH)
    throw new UserError(`a spring chain has 1 to ${MAX_LENGTH} masses, got ${length}`);
  return cached(made, length, () => define(length));
}

function define(length: number): System {
  const masses = Array.from({ length }, (_, i) => i);
  // The energy of one mass's share of the chain, times all of them, could gather in one mass; it practically never does.
  const reach = 0.75 + 0.55 * Math.sqrt(Math.min(length, 8));
  return ownSystem({
    name: `spring-chain-${length}`,
    title: `Chain of ${length} springs`,
    bodies: length,
    coordinates: masses.map((body) => ({
      body,
      slot: 0,
      position: { name: `u_${body + 1}`, unit: "m", reach },
      momentum: { name: `p_u_${body + 1}`, unit: "kg m/s", reach: 1.3 * reach },
    })),
    surplus: masses.map((body) => ({
      body,
      slot: 1,
      position: { name: `y_${body + 1}`, unit: "m" },
      momentum: { name: `p_y_${body + 1}`, unit: "kg m/s" },
    })),
    constants: { mass: 1, stiffness: 1 },
    formula: "H = sum_i p_i^2 / (2 m) + sum_{i=0..n} k (u_{i+1} - u_i)^2 / 2, u_0 = u_{n+1} = 0",
    samples: 100,
    duration: 10,
    source: "Goldstein, Classical Mechanics, chapters 6 and 13; initial conditions chosen here",
    energyScale: length / 2,
    hamiltonian(q, p, { mass, stiffness }) {
      const kinetic = p.map((momentum) => div(square(momentum), 2 * mass));
      const stretches = [q[0] as Tensor, ...q.slice(1).map((u, i) => sub(u, q[i] as Tensor)), q.at(-1) as Tensor];
      const potential = stretches.map((stretch) => mul(stiffness / 2, square(stretch)));
      return [...kinetic, ...potential].reduce((sum, term) => add(sum, term));
    },
    initialState(random) {
      const draw = (limit: number) => masses.map(() => random.between(-limit, limit));
      return Float64Array.from([...draw(INITIAL_DISPLACEMENT), ...draw(INITIAL_MOMENTUM)]);
    },
  });
}
