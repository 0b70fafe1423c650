import { input, program } from "../graph/index.js";
import { adapt, taskLosses } from "../learning/index.js";
import { NODE_SIZE } from "../mechanics/index.js";
import { compile } from "../runtime/index.js";
const parameterName = (index) => `parameter_${index}`;
const newName = (index) => `new_parameter_${index}`;
/** The inputs that hold every task's parameters. */
export function parameterInputs(model, tasks) {
    return model.parameters.map(({ shape }, i) => input(parameterName(i), [tasks, ...shape]));
}
/** The parameters under the names of `parameterInputs`. */
export function parameterFeeds(parameters) {
    return Object.fromEntries(parameters.map((values, i) => [parameterName(i), values]));
}
/** Copies a flat vector [count] for each task (the same one, or the i-th of `flats`) into arrays [task, ...shape]. */
export function stackParameters(model, flats) {
    let start = 0;
    return model.parameters.map(({ shape }) => {
        const size = shape.reduce((a, b) => a * b, 1);
        const stacked = new Float32Array(flats.length * size);
        flats.forEach((flat, task) => {
            for (let k = 0; k < size; k++)
                stacked[task * size + k] = flat[start + k];
        });
        start += size;
        return stacked;
    });
}
/** One plain gradient step of every task on its own support points, each with its own parameters. */
function stepProgram(model, { tasks, bodies, points }, reduction) {
    const parameters = parameterInputs(model, tasks);
    const shape = [tasks, bodies, points, NODE_SIZE];
    const [states, derivatives] = [input("states", shape), input("derivatives", shape)];
    const loop = { steps: 1, rate: input("rate", []), reduction, order: 1 };
    const adapted = adapt(model, parameters, states, derivatives, loop);
    return program({
        ...Object.fromEntries(adapted.map((value, i) => [newName(i), value])),
        losses: taskLosses(model.derivative(parameters, states), derivatives, reduction),
    });
}
/** Gradient steps on fixed support points, many tasks at once. */
export class Adaptation {
    #model;
    #step;
    #spare;
    constructor(model, step) {
        this.#model = model;
        this.#step = step;
        this.#spare = step.allocate();
    }
    static async create(model, shape, reduction, options) {
        return new Adaptation(model, await compile(stepProgram(model, shape, reduction), options));
    }
    /** One step of size `rate`. The arrays of `parameters` are kept for the result of the next call. */
    async step(parameters, { states, derivatives }, rate) {
        const feeds = { ...parameterFeeds(parameters), states, derivatives, rate: Float32Array.of(rate) };
        const result = await this.#step.run(feeds, this.#spare);
        this.#spare = {
            ...Object.fromEntries(parameters.map((values, i) => [newName(i), values])),
            losses: new Float32Array(result.losses?.length ?? 0),
        };
        return this.#model.parameters.map((_, i) => result[newName(i)]);
    }
    close() {
        return this.#step.close();
    }
}
