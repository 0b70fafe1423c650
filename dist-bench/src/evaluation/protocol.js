import { energiesOf, energyError, fromNodes, NODE_SIZE } from "../mechanics/index.js";
import { Adaptation, stackParameters } from "./adaptation.js";
import { RolloutMachine } from "./rollout.js";
/**
 * The paper's test (Song and Jeong 2022, section 4): gradient steps on K points of one trajectory of an unseen system,
 * after each step an RK4 rollout of the whole trajectory from its true initial state, mean squared error over its times
 * and components. All trajectories run side by side. `initial` gives every trajectory's parameters before the first step.
 */
export async function runProtocol(model, initial, test, options) {
    const { system, count, samples, points } = test;
    const { steps, rate, reduction, rolloutStepsPerSample, keep, rolloutAt } = options;
    const size = system.bodies * NODE_SIZE;
    const shape = { tasks: count, bodies: system.bodies, points };
    const adaptation = await Adaptation.create(model, shape, reduction, options.compile);
    const machine = await RolloutMachine.create(system, model, count, {
        samples,
        stepsPerSample: rolloutStepsPerSample,
        ...options.compile,
    });
    const start = new Float64Array(count * size);
    for (let i = 0; i < count; i++)
        start.set(test.truth.subarray(i * samples * size, (i * samples + 1) * size), i * size);
    const result = { step: [], mse: [], energyError: [], escaped: [], kept: [] };
    let parameters = stackParameters(model, Array.from({ length: count }, (_, i) => initial(i)));
    try {
        for (let step = 0; step <= steps; step++) {
            options.signal?.throwIfAborted();
            if (step > 0)
                parameters = await adaptation.step(parameters, test.support, rate);
            if (rolloutAt === undefined || rolloutAt.includes(step)) {
                const rollout = await machine.run(parameters, start);
                result.step.push(step);
                result.mse.push(perTrajectory(count, (i) => trajectoryError(test, rollout, i)));
                result.energyError.push(perTrajectory(count, (i) => predictedEnergyError(test, rollout, i)));
                result.escaped.push(Array.from(rollout.escapedAt, (at) => at !== -1));
                if (keep?.steps.includes(step))
                    result.kept.push({ step, states: motionOf(test, rollout.states, keep.trajectory).slice() });
            }
            await options.onStep?.(step);
        }
    }
    finally {
        await adaptation.close();
        await machine.close();
    }
    return result;
}
const perTrajectory = (count, value) => Array.from({ length: count }, (_, i) => value(i));
function motionOf({ system, samples }, states, trajectory) {
    const size = samples * system.bodies * NODE_SIZE;
    return states.subarray(trajectory * size, (trajectory + 1) * size);
}
function trajectoryError(test, rollout, trajectory) {
    const predicted = motionOf(test, rollout.states, trajectory);
    const truth = motionOf(test, test.truth, trajectory);
    let total = 0;
    for (let k = 0; k < truth.length; k++)
        total += (predicted[k] - truth[k]) ** 2;
    return total / truth.length;
}
function predictedEnergyError(test, rollout, trajectory) {
    const own = fromNodes(test.system, motionOf(test, rollout.states, trajectory));
    return energyError(test.system, energiesOf(test.system, own));
}
