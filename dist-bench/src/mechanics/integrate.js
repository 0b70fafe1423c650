import { UserError } from "../base/errors.js";
import { dop853 } from "./integrators/dop853.js";
/** Tolerance of every trajectory unless another is asked for: energies then hold to about 1e-11. */
export const DEFAULT_TOLERANCE = 1e-12;
/**
 * The motion from an own state: its states at the ascending `times` (s, at least two, the first is that of `state`), as
 * [time][2d]. Integrated with DOP853.
 *
 * Throws `UserError` for times that do not ascend, a state on a collision (no finite energy or field), and where the
 * tolerance cannot be held, with the time reached.
 */
export function integrate(system, state, times, { tolerance = DEFAULT_TOLERANCE } = {}) {
    checkTimes(times);
    checkTolerance(tolerance);
    checkState(system, state);
    const { states, failure, time } = dop853(system.vectorField, state, times, { tolerance });
    if (failure !== undefined)
        throw new UserError(`${system.name}: cannot integrate past t = ${time} s with tolerance ${tolerance}: ${failure}; ` +
            "the motion may run into a singularity there");
    return states;
}
/** Throws `UserError` unless `state` is an own state of the system with a finite energy and field. */
export function checkState(system, state) {
    const size = 2 * system.dimension;
    if (state.length !== size)
        throw new UserError(`${system.name}: a state has ${size} numbers (q, then p), got ${state.length}`);
    const slope = new Float64Array(size);
    system.vectorField(state, slope);
    if (!Number.isFinite(system.energy(state)) || !slope.every(Number.isFinite))
        throw new UserError(`${system.name}: no finite energy and forces at the state [${state}]; ` +
            (state.every(Number.isFinite) ? "do bodies collide there?" : "every component must be finite"));
}
/** Throws `UserError` for a tolerance outside (0, 1e-2]. */
export function checkTolerance(tolerance) {
    if (!(tolerance > 0 && tolerance <= 1e-2))
        throw new UserError(`the tolerance must be between 0 and 0.01, got ${tolerance}`);
}
function checkTimes(times) {
    if (times.length < 2)
        throw new UserError(`at least two times are needed, got ${times.length}`);
    for (let i = 0; i < times.length; i++)
        if (!Number.isFinite(times[i]) || (i > 0 && !(times[i] > times[i - 1])))
            throw new UserError(`times must be finite and ascend; times[${i}] is ${times[i]}`);
}
