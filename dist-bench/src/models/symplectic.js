import { alias, gradient, matmul, reshape, sum, table } from "../graph/index.js";
import { NODE_SIZE } from "../mechanics/index.js";
// Row vector (dH/dq1, dH/dq2, dH/dp1, dH/dp2) times this matrix: (dH/dp1, dH/dp2, -dH/dq1, -dH/dq2).
const symplectic = table([0, 0, -1, 0, 0, 0, 0, -1, 1, 0, 0, 0, 0, 1, 0, 0], [NODE_SIZE, NODE_SIZE]);
/**
 * Hamilton's equations, dq/dt = dH/dp and dp/dt = -dH/dq (Hamilton 1835; as a network layer Greydanus et al. 2019).
 * `hamiltonian` gives the values of H of every state in `states` [..., 4], in any shape; the result has the shape of
 * `states`. The derivative is partial: parameters adapted on these very states count as constants in it.
 */
export function symplecticGradient(hamiltonian, states) {
    const own = alias(states);
    const [slope] = gradient(sum(hamiltonian(own)), [own]);
    const rows = reshape(slope, [slope.shape.slice(0, -1).reduce((a, b) => a * b, 1), NODE_SIZE]);
    return reshape(matmul(rows, symplectic), states.shape);
}
