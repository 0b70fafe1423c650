import { UserError } from "../base/errors.js";
import { input, program } from "../graph/index.js";
import { parameterCount, unflatten } from "../models/index.js";
import { compile } from "../runtime/index.js";
import { groupInputNames, metaLoss } from "./maml.js";
import { adamCorrections, adamDefaults, outerStepProgram } from "./outer-loop.js";
/** Runs outer steps: owns the compiled programs and the parameters. One step at a time. */
export class MetaTrainer {
    #options;
    #step;
    #loss;
    #current;
    #next;
    #done;
    constructor(options, step, loss, state) {
        this.#options = options;
        this.#step = step;
        this.#loss = loss;
        this.#current = step.allocate();
        this.#next = step.allocate();
        this.#current.new_parameters.set(state.parameters);
        this.#current.new_mean.set(state.mean);
        this.#current.new_variance.set(state.variance);
        this.#done = state.step;
    }
    /** Compiles the outer step and the validation loss, starting from `state` (see `initialState`). */
    static async create(options, state) {
        const { model, groups, inner, adam = adamDefaults } = options;
        const step = await compile(outerStepProgram(model, groups, inner, adam), options.compile);
        const parameters = unflatten(model, input("parameters", [parameterCount(model)]));
        const loss = await compile(program({ loss: metaLoss(model, parameters, groups, inner) }), options.compile);
        return new MetaTrainer(options, step, loss, state);
    }
    /** One outer step with the given Adam rate. Stops with a `UserError` where loss or gradient is not finite. */
    async step(batch, rate) {
        const step = this.#done + 1;
        const { meanCorrection, varianceCorrection } = adamCorrections(step, this.#options.adam ?? adamDefaults);
        const { new_parameters, new_mean, new_variance } = this.#current;
        await this.#step.run({
            ...this.#feeds(batch),
            parameters: new_parameters,
            mean: new_mean,
            variance: new_variance,
            rate: Float32Array.of(rate),
            mean_correction: Float32Array.of(meanCorrection),
            variance_correction: Float32Array.of(varianceCorrection),
        }, this.#next);
        const report = { step, loss: this.#next.loss[0], gradientNorm: this.#next.gradient_norm[0] };
        for (const [what, value] of [
            ["meta-loss", report.loss],
            ["meta-gradient", report.gradientNorm],
        ])
            if (!Number.isFinite(value))
                throw new UserError(`meta-training stopped at step ${step}: the ${what} is ${value}; a smaller inner or outer rate may help`);
        [this.#current, this.#next] = [this.#next, this.#current];
        this.#done = step;
        return report;
    }
    /** The meta-loss of a batch at the current parameters, without an update. */
    async loss(batch) {
        const { loss } = await this.#loss.run({ ...this.#feeds(batch), parameters: this.#current.new_parameters });
        return loss[0];
    }
    /** A copy of the current state. */
    state() {
        const copy = (values) => Float32Array.from(values);
        const { new_parameters, new_mean, new_variance } = this.#current;
        return { step: this.#done, parameters: copy(new_parameters), mean: copy(new_mean), variance: copy(new_variance) };
    }
    async close() {
        await this.#step.close();
        await this.#loss.close();
    }
    #feeds(batch) {
        const feeds = {};
        this.#options.groups.forEach((group, i) => {
            const names = groupInputNames(group);
            const points = batch[i];
            feeds[names.supportStates] = points.supportStates;
            feeds[names.supportDerivatives] = points.supportDerivatives;
            feeds[names.queryStates] = points.queryStates;
            feeds[names.queryDerivatives] = points.queryDerivatives;
        });
        return feeds;
    }
}
/** The state before the first step: given parameters, Adam's moments at zero. */
export function initialState(parameters) {
    const zeros = () => new Float32Array(parameters.length);
    return { step: 0, parameters: Float32Array.from(parameters), mean: zeros(), variance: zeros() };
}
/** Rate at `step` of `iterations`: half a cosine from `rate` down to `rate * finalFactor` (Loshchilov and Hutter 2017). */
export function cosineRate(step, iterations, rate, finalFactor) {
    const progress = Math.min(step / iterations, 1);
    return rate * (finalFactor + (1 - finalFactor) * 0.5 * (1 + Math.cos(Math.PI * progress)));
}
