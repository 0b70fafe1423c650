import { randomStream } from "../base/random.js";
import { choosePoints, pointsOf } from "../dataset/index.js";
import { nodeComponents, toNodes } from "../mechanics/index.js";
import { graphNetwork, hamiltonianNeuralNetwork, initialParameters } from "../models/index.js";
import { breathe, jobName } from "./job.js";
import { runProtocol } from "./protocol.js";
import { mean } from "./statistics.js";
import { networkOf } from "./training.js";
/** Numbers of steps at which Figure 2 shows predictions: its caption says 15, the text 100. */
export const exampleSteps = [15, 100];
const exampleTrajectory = 0;
/** Tests the meta-trained network and the baselines on the same points of the same trajectories of the held-out system. */
export async function compareMethods(job, parameters, { validation, test }, hooks) {
    const { config, seed } = job;
    const { system } = test;
    const { points, rate, hnnRates } = config.evaluation;
    const network = graphNetwork(networkOf(job));
    const hnn = hamiltonianNeuralNetwork(system.bodies);
    const fresh = (model, name) => (trajectory) => initialParameters(model, randomStream(seed, name, system.name, trajectory));
    const hnnInitial = fresh(hnn, "initial HNN");
    const tuning = testSet(validation.get(system.name), config.evaluation.searchTrajectories, points, seed);
    const tuned = await bestRate(job, hnn, hnnInitial, tuning, hnnRates, hooks);
    const methods = [
        {
            name: "meta-trained",
            label: "Meta-trained graph network",
            model: network,
            initial: () => parameters,
            stepSize: rate,
        },
        { name: "hnn-same-step", label: "HNN, same step size", model: hnn, initial: hnnInitial, stepSize: rate },
        { name: "hnn-best-step", label: "HNN, its best step size", model: hnn, initial: hnnInitial, stepSize: tuned },
        {
            name: "random-graph-network",
            label: "Graph network, random start",
            model: network,
            initial: fresh(network, "initial graph network"),
            stepSize: rate,
        },
    ];
    const tested = testSet(test, config.evaluation.trajectories, points, seed);
    const results = [];
    for (const method of methods)
        results.push({ method, result: await measure(job, method, tested, hooks) });
    return {
        methods: results.map(({ method: { name, label, stepSize }, result: { step, mse, energyError, escaped } }) => {
            return { name, label, stepSize, step, mse, energyError, escaped };
        }),
        example: exampleMotion(tested, results),
    };
}
/** The first `count` trajectories of a set with K support points each, drawn once for all methods. */
export function testSet(set, count, points, seed) {
    const { system, times } = set;
    const samples = times.length;
    const length = samples * 2 * system.dimension;
    const supportIndices = Array.from({ length: count }, (_, i) => {
        const random = randomStream(seed, "support points", system.name, set.split, i);
        return choosePoints(set, points, random).supportIndices;
    });
    const batches = supportIndices.map((indices, i) => pointsOf(set, i, indices));
    const size = system.bodies * points * 4;
    const support = { states: new Float32Array(count * size), derivatives: new Float32Array(count * size) };
    batches.forEach(({ states, derivatives }, i) => {
        support.states.set(states, i * size);
        support.derivatives.set(derivatives, i * size);
    });
    return {
        system,
        count,
        samples,
        points,
        times,
        truth: toNodes(system, set.states.subarray(0, count * length)),
        support,
        supportIndices,
    };
}
const compileOptions = ({ config }) => ({ threads: 1, engine: config.engine ?? undefined });
async function measure(job, method, tested, { onProgress, signal }) {
    const { evaluation, inner } = job.config;
    const task = `${jobName(job)}: ${method.label}`;
    return runProtocol(method.model, method.initial, tested, {
        steps: evaluation.steps,
        rate: method.stepSize,
        reduction: inner.reduction,
        rolloutStepsPerSample: evaluation.rolloutStepsPerSample,
        keep: { trajectory: exampleTrajectory, steps: exampleSteps.filter((step) => step <= evaluation.steps) },
        compile: compileOptions(job),
        async onStep(done) {
            onProgress({ task, done, total: evaluation.steps });
            await breathe();
        },
        signal,
    });
}
/** The step size with the lowest mean trajectory error after all steps, on validation trajectories. */
async function bestRate(job, model, initial, tuning, rates, { onProgress, signal }) {
    const { evaluation, inner } = job.config;
    let best = { rate: rates[0], error: Number.POSITIVE_INFINITY };
    for (const [i, rate] of rates.entries()) {
        const { mse } = await runProtocol(model, initial, tuning, {
            steps: evaluation.steps,
            rate,
            reduction: inner.reduction,
            rolloutStepsPerSample: evaluation.rolloutStepsPerSample,
            rolloutAt: [evaluation.steps],
            compile: compileOptions(job),
            signal,
        });
        const error = mean(mse[0]);
        if (error < best.error)
            best = { rate, error };
        onProgress({ task: `${jobName(job)}: HNN step size`, done: i + 1, total: rates.length });
        await breathe();
    }
    return best.rate;
}
function exampleMotion(tested, results) {
    const { system, samples, truth, times } = tested;
    const components = nodeComponents(system);
    const size = components.length;
    const columns = (states) => components.map((_, k) => Array.from({ length: samples }, (_, n) => states[n * size + k]));
    return {
        trajectory: exampleTrajectory,
        coordinates: components.map(({ name, unit, body, kind, surplus, conjugate }) => ({
            name,
            unit,
            body,
            kind,
            surplus,
            conjugate,
        })),
        t: Array.from(times),
        truth: columns(truth.subarray(exampleTrajectory * samples * size, (exampleTrajectory + 1) * samples * size)),
        predictions: results
            .filter(({ method }) => method.name === "meta-trained" || method.name === "hnn-best-step")
            .flatMap(({ method, result }) => result.kept.map(({ step, states }) => ({ method: method.name, step, values: columns(states) }))),
        support: [...tested.supportIndices[exampleTrajectory]].sort((a, b) => a - b),
    };
}
