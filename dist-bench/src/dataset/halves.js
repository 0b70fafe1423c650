/** Own states [count][q of d, p of d] as all positions [count][d] and all momenta [count][d]. */
export function splitStates(states, d) {
    const q = new Float64Array(states.length / 2);
    const p = new Float64Array(states.length / 2);
    for (let i = 0, k = 0; i < q.length; i += d, k += 2 * d) {
        q.set(states.subarray(k, k + d), i);
        p.set(states.subarray(k + d, k + 2 * d), i);
    }
    return [q, p];
}
/** The reverse of `splitStates`. */
export function joinStates(q, p, d) {
    const states = new Float64Array(q.length + p.length);
    for (let i = 0, k = 0; i < q.length; i += d, k += 2 * d) {
        states.set(q.subarray(i, i + d), k);
        states.set(p.subarray(i, i + d), k + d);
    }
    return states;
}
/** Time derivatives of own states [count][2d], in the same order. */
export function derivativesOf(system, states) {
    const size = 2 * system.dimension;
    const derivatives = new Float64Array(states.length);
    const state = new Float64Array(size);
    const derivative = new Float64Array(size);
    for (let from = 0; from < states.length; from += size) {
        for (let i = 0; i < size; i++)
            state[i] = states[from + i];
        system.vectorField(state, derivative);
        derivatives.set(derivative, from);
    }
    return derivatives;
}
