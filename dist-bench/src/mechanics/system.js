import { UserError } from "../base/errors.js";
import { compileScalar, gradient, input, neg } from "../graph/index.js";
import { checkDefinition, definitionError } from "./checks.js";
/**
 * Derives a system from its definition. The vector field is the symbolic gradient of the Hamiltonian, compiled to plain
 * JavaScript in float64 when first used. Throws `UserError` for a definition that contradicts itself.
 */
export function defineSystem(definition) {
    checkDefinition(definition);
    const { name, coordinates, constants } = definition;
    const dimension = coordinates.length;
    const hamiltonian = (q, p) => definition.hamiltonian(q, p, constants);
    const q = coordinates.map((_, i) => input(`q${i}`, []));
    const p = coordinates.map((_, i) => input(`p${i}`, []));
    const h = hamiltonian(q, p);
    if (h.shape.length > 0)
        throw definitionError(definition, "its Hamiltonian is not a scalar");
    const derivatives = () => [...gradient(h, p), ...gradient(h, q).map(neg)];
    const field = lazily(() => compileScalar([...q, ...p], derivatives()));
    const value = lazily(() => compileScalar([...q, ...p], [h]));
    const result = new Float64Array(1);
    const box = Float64Array.from([
        ...coordinates.map(({ position }) => position.reach),
        ...coordinates.map(({ momentum }) => momentum.reach),
    ]);
    return {
        ...definition,
        constants,
        dimension,
        box,
        hamiltonian,
        energy(state) {
            value(state, result);
            return result[0];
        },
        vectorField: field,
        initialState(random) {
            const state = definition.initialState(random, constants);
            if (state.length !== 2 * dimension || !state.every(Number.isFinite))
                throw definitionError(definition, `its initial state must be ${2 * dimension} finite numbers, got [${state}]`);
            return state;
        },
        acceptable: (state) => isWithin(box, state, 1) && (definition.acceptable?.(state) ?? true),
        withConstants(changes) {
            for (const key of Object.keys(changes))
                if (!(key in constants))
                    throw new UserError(`${name} has no constant "${key}"; it has ${Object.keys(constants).join(", ")}`);
            return defineSystem({ ...definition, constants: { ...constants, ...changes } });
        },
    };
}
/** A predicted motion has escaped once a component leaves the box of sampled motions, widened this many times. */
export const ESCAPE_FACTOR = 3;
/** Whether an own state of a predicted motion is non-finite or beyond `ESCAPE_FACTOR` times the reach of sampled motions. */
export function hasEscaped(system, state) {
    return !isWithin(system.box, state, ESCAPE_FACTOR);
}
/** Whether |state| <= factor box in every component; false where a component is not a number. */
function isWithin(box, state, factor) {
    for (let i = 0; i < box.length; i++)
        if (!(Math.abs(state[i]) <= factor * box[i]))
            return false;
    return true;
}
/** Makes the function at its first call. */
function lazily(make) {
    let call = (x, out) => {
        call = make();
        call(x, out);
    };
    return (x, out) => call(x, out);
}
