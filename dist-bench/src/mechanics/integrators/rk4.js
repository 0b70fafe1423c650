import { UserError } from "../../base/errors.js";
/**
 * The classical Runge-Kutta method of order 4 with fixed steps (Kutta 1901): the state at every one of the ascending
 * `times` (s), as [time][component] with the initial state first. Every interval is divided into `substeps` equal steps.
 *
 * Never fails: a motion that runs away becomes large or non-finite.
 */
export function rk4(field, initial, times, substeps = 1) {
    if (!Number.isInteger(substeps) || substeps < 1)
        throw new UserError(`rk4: substeps must be a positive integer, got ${substeps}`);
    const size = initial.length;
    const states = new Float64Array(times.length * size);
    states.set(initial);
    const step = rk4Stepper(field, size);
    const state = initial.slice();
    for (let i = 1; i < times.length; i++) {
        const h = (times[i] - times[i - 1]) / substeps;
        for (let k = 0; k < substeps; k++)
            step(state, h);
        states.set(state, i * size);
    }
    return states;
}
/** Makes a function that advances a state of `size` numbers in place by one step of h seconds; it allocates nothing. */
export function rk4Stepper(field, size) {
    const [k1, k2, k3, k4, at] = Array.from({ length: 5 }, () => new Float64Array(size));
    const displace = (state, k, h) => {
        for (let i = 0; i < size; i++)
            at[i] = state[i] + h * k[i];
    };
    return (state, h) => {
        field(state, k1);
        displace(state, k1, h / 2);
        field(at, k2);
        displace(state, k2, h / 2);
        field(at, k3);
        displace(state, k3, h);
        field(at, k4);
        for (let i = 0; i < size; i++) {
            const slope = k1[i] + 2 * (k2[i] + k3[i]) + k4[i];
            state[i] = state[i] + (h / 6) * slope;
        }
    };
}
