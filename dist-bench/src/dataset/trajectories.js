import { UserError } from "../base/errors.js";
import { randomStream } from "../base/random.js";
import { DEFAULT_TOLERANCE, sampleTimes, sampleTrajectory } from "../mechanics/index.js";
/** The three uses of trajectories; each draws from random streams of its own. */
export const SPLITS = ["train", "validation", "test"];
const PROGRESS_INTERVAL = 100;
/**
 * Generates `count` trajectories in this thread. Trajectory i takes its initial conditions from the random stream
 * (seed, "trajectory", system, split, i), whatever the count and the order of generation.
 */
export function generateTrajectories(system, options) {
    checkGeneration(options);
    return assembleSet(system, options, [generateBlock(system, options)]);
}
/** The work of `generateTrajectories` without checks, for any range of trajectories. */
export function generateBlock(system, options) {
    const { count, seed, split, first = 0, tolerance = DEFAULT_TOLERANCE, onProgress } = options;
    const length = system.samples * 2 * system.dimension;
    const states = new Float64Array(count * length);
    let redraws = 0;
    let energyError = 0;
    for (let i = 0; i < count; i++) {
        const random = randomStream(seed, "trajectory", system.name, split, first + i);
        const trajectory = sampleTrajectory(system, random, { tolerance });
        states.set(trajectory.states, i * length);
        redraws += trajectory.redraws;
        energyError = Math.max(energyError, trajectory.energyError);
        if ((i + 1) % PROGRESS_INTERVAL === 0 || i + 1 === count)
            onProgress?.(i + 1, count);
    }
    return { states, redraws, energyError };
}
/** Joins consecutive blocks into a set. */
export function assembleSet(system, options, blocks) {
    const { count, seed, split, tolerance = DEFAULT_TOLERANCE } = options;
    let states = blocks[0]?.states ?? new Float64Array(0);
    if (blocks.length !== 1) {
        states = new Float64Array(count * system.samples * 2 * system.dimension);
        let offset = 0;
        for (const block of blocks) {
            states.set(block.states, offset);
            offset += block.states.length;
        }
    }
    return {
        system,
        seed,
        split,
        count,
        times: sampleTimes(system.duration, system.samples),
        states,
        tolerance,
        redraws: blocks.reduce((sum, block) => sum + block.redraws, 0),
        energyError: blocks.reduce((largest, block) => Math.max(largest, block.energyError), 0),
    };
}
/** Throws `UserError` for counts, indices, seeds and splits that make no sense. */
export function checkGeneration({ count, seed, split, first = 0 }) {
    if (!Number.isInteger(count) || count < 1)
        throw new UserError(`the number of trajectories must be a positive integer, got ${count}`);
    if (!Number.isInteger(first) || first < 0)
        throw new UserError(`the first trajectory must be a non-negative integer, got ${first}`);
    if (!Number.isSafeInteger(seed))
        throw new UserError(`a seed must be an integer, got ${seed}`);
    if (!SPLITS.includes(split))
        throw new UserError(`a split is one of ${SPLITS.join(", ")}, got "${split}"`);
}
