import { UserError } from "../base/errors.js";
import { NODE_SIZE, writeNodes } from "../mechanics/index.js";
/**
 * Draws a task from a trajectory: `points` different samples as its support and `points` different others as its query.
 * Where the trajectory has fewer than 2 `points` samples, the query shares as few as possible with the support. Throws
 * `UserError` for an unknown trajectory or more points than samples.
 */
export function sampleTask(set, trajectory, points, random) {
    if (!Number.isInteger(trajectory) || trajectory < 0 || trajectory >= set.count)
        throw new UserError(`${set.system.name}: there is no trajectory ${trajectory} among ${set.count}`);
    const { supportIndices, queryIndices } = choosePoints(set, points, random);
    return {
        system: set.system.name,
        trajectory,
        support: pointsOf(set, trajectory, supportIndices),
        query: pointsOf(set, trajectory, queryIndices),
        supportIndices,
        queryIndices,
    };
}
/** The given samples of one trajectory as a batch of one task, with their exact derivatives. */
export function pointsOf(set, trajectory, indices) {
    const { bodies } = set.system;
    const points = indices.length;
    const states = new Float64Array(bodies * points * NODE_SIZE);
    const derivatives = new Float64Array(states.length);
    new TaskWriter(set).write(trajectory, indices, states, derivatives, 0);
    return { bodies, tasks: 1, points, states, derivatives };
}
/** The systems to train on when `heldOut` is the system to be tested on. */
export function leaveOneOut(systems, heldOut) {
    if (!systems.some(({ name }) => name === heldOut))
        throw new UserError(`cannot hold out "${heldOut}"; the systems are ${systems.map(({ name }) => name).join(", ")}`);
    return systems.filter(({ name }) => name !== heldOut);
}
/** Indices of a task's support and query points among the samples of a trajectory of the set. */
export function choosePoints(set, points, random) {
    const samples = set.times.length;
    if (!Number.isInteger(points) || points < 1 || points > samples)
        throw new UserError(`${set.system.name}: cannot choose ${points} of ${samples} samples`);
    const chosen = random.choose(samples, Math.min(2 * points, samples));
    return { supportIndices: chosen.slice(0, points), queryIndices: chosen.slice(-points) };
}
/** Writes points of a set's trajectories into batches; keeps its buffers, so that writing allocates nothing. */
export class TaskWriter {
    set;
    state;
    derivative;
    constructor(set) {
        this.set = set;
        this.state = new Float64Array(2 * set.system.dimension);
        this.derivative = new Float64Array(this.state.length);
    }
    /** Writes the samples `indices` of a trajectory as task number `task` of a batch. */
    write(trajectory, indices, states, derivatives, task) {
        const { system, times, states: source } = this.set;
        const { state, derivative } = this;
        const size = state.length;
        const bodyStride = indices.length * NODE_SIZE;
        for (let k = 0; k < indices.length; k++) {
            const from = (trajectory * times.length + indices[k]) * size;
            const to = task * system.bodies * bodyStride + k * NODE_SIZE;
            for (let i = 0; i < size; i++)
                state[i] = source[from + i];
            system.vectorField(state, derivative);
            writeNodes(system, state, 0, states, to, bodyStride);
            writeNodes(system, derivative, 0, derivatives, to, bodyStride);
        }
    }
}
