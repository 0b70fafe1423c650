export { generateInParallel } from "./parallel.js";
export { TaskSampler } from "./sampler.js";
export { loadTrajectories, saveTrajectories } from "./store.js";
export { choosePoints, leaveOneOut, pointsOf, sampleTask } from "./tasks.js";
export { generateTrajectories, SPLITS, } from "./trajectories.js";
