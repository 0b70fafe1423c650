import { add, input, mul, program } from "../graph/index.js";
import { ESCAPE_FACTOR, fromNodes, hasEscaped, NODE_SIZE, nodeComponents } from "../mechanics/index.js";
import { compile } from "../runtime/index.js";
import { parameterFeeds, parameterInputs } from "./adaptation.js";
/** One step of the classical fourth-order Runge-Kutta method (Kutta 1901) as tensors. */
function rk4Step(field, x, h) {
    const k1 = field(x);
    const k2 = field(add(x, mul(h / 2, k1)));
    const k3 = field(add(x, mul(h / 2, k2)));
    const k4 = field(add(x, mul(h, k3)));
    return add(x, mul(h / 6, add(add(k1, k4), mul(2, add(k2, k3)))));
}
/** Rolls learned fields out with RK4 over a whole trajectory, one initial state and one set of parameters a task. */
export class RolloutMachine {
    #system;
    #tasks;
    #samples;
    #advance;
    constructor(system, tasks, samples, advance) {
        this.#system = system;
        this.#tasks = tasks;
        this.#samples = samples;
        this.#advance = advance;
    }
    /** For `samples` equally spaced samples over the system's duration, with `stepsPerSample` RK4 steps between two. */
    static async create(system, model, tasks, { samples, stepsPerSample, ...options }) {
        const parameters = parameterInputs(model, tasks);
        const h = system.duration / (samples - 1) / stepsPerSample;
        let x = input("states", [tasks, system.bodies, 1, NODE_SIZE]);
        for (let i = 0; i < stepsPerSample; i++)
            x = rk4Step((state) => model.derivative(parameters, state), x, h);
        return new RolloutMachine(system, tasks, samples, await compile(program({ next: x }), options));
    }
    /** `initial` [task][body * 4]: node states at time 0. */
    async run(parameters, initial) {
        const size = this.#system.bodies * NODE_SIZE;
        const bounds = this.#bounds();
        const states = new Float64Array(this.#tasks * this.#samples * size);
        const escapedAt = new Int32Array(this.#tasks).fill(-1);
        const feeds = parameterFeeds(parameters);
        let current = { next: Float32Array.from(initial) };
        let spare = this.#advance.allocate();
        for (let sample = 0; sample < this.#samples; sample++) {
            if (sample > 0) {
                const next = await this.#advance.run({ ...feeds, states: current.next }, spare);
                spare = current;
                current = next;
            }
            for (let task = 0; task < this.#tasks; task++) {
                const to = (task * this.#samples + sample) * size;
                if (escapedAt[task] === -1) {
                    const state = current.next.subarray(task * size, (task + 1) * size);
                    if (sample > 0 && !this.#isInside(state))
                        escapedAt[task] = sample;
                    for (let k = 0; k < size; k++)
                        states[to + k] = clamp(state[k], bounds[k], states[to + k - size]);
                }
                else
                    states.copyWithin(to, to - size, to);
            }
        }
        return { states, escapedAt };
    }
    close() {
        return this.#advance.close();
    }
    #isInside(state) {
        return state.every(Number.isFinite) && !hasEscaped(this.#system, fromNodes(this.#system, state));
    }
    /** Bound of every node component; surplus ones, which have no reach of their own, get the largest of the others. */
    #bounds() {
        const { box } = this.#system;
        const largest = Math.max(...box);
        return nodeComponents(this.#system).map(({ own }) => ESCAPE_FACTOR * (own === undefined ? largest : box[own]));
    }
}
/** The value, held at the bound; for a value that is not finite the one before. */
function clamp(value, bound, before) {
    return Number.isFinite(value) ? Math.min(Math.max(value, -bound), bound) : before;
}
