import { add, div, sqrt, square, sub } from "../../graph/index.js";
/** Cartesian coordinates of point masses in the plane: x_1, y_1, x_2, ... with one reach for all of a kind. */
export function planarCoordinates(bodies, reach) {
    return Array.from({ length: 2 * bodies }, (_, i) => {
        const body = Math.floor(i / 2);
        const axis = i % 2 === 0 ? "x" : "y";
        return {
            body,
            slot: i % 2 === 0 ? 0 : 1,
            position: { name: `${axis}_${body + 1}`, unit: "m", reach: reach.position },
            momentum: { name: `p_${axis}_${body + 1}`, unit: "kg m/s", reach: reach.momentum },
        };
    });
}
/** H = sum p_i^2 / (2 m_i) - sum over pairs G m_i m_j / |r_i - r_j|, for point masses in the plane. */
export function gravitationalEnergy(q, p, masses, gravitation) {
    const vector = (values, body) => [values[2 * body], values[2 * body + 1]];
    const kinetic = masses.map((mass, i) => {
        const [px, py] = vector(p, i);
        return div(add(square(px), square(py)), 2 * mass);
    });
    const potential = masses.flatMap((mass, i) => masses.slice(0, i).map((other, j) => {
        const [xi, yi] = vector(q, i);
        const [xj, yj] = vector(q, j);
        const distance = sqrt(add(square(sub(xi, xj)), square(sub(yi, yj))));
        return div(-gravitation * mass * other, distance);
    }));
    return [...kinetic, ...potential].reduce((sum, term) => add(sum, term));
}
/** The smallest distance between two bodies of an own state in the plane, m. */
export function closestDistance(state) {
    const bodies = state.length / 4;
    let smallest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < bodies; i++)
        for (let j = 0; j < i; j++) {
            const dx = state[2 * i] - state[2 * j];
            const dy = state[2 * i + 1] - state[2 * j + 1];
            smallest = Math.min(smallest, Math.sqrt(dx * dx + dy * dy));
        }
    return smallest;
}
/** A vector of the plane turned counterclockwise by `angle` rad. */
export function rotate([x, y], angle) {
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    return [c * x - s * y, s * x + c * y];
}
