export const jobName = ({ heldOut, seed, config }) => config.seeds.length === 1 ? heldOut : `${heldOut} seed ${seed}`;
/** The job's folder below the run's folder. */
export const jobFolder = (heldOut, seed) => `${heldOut}/seed-${seed}`;
/** Lets waiting messages (Ctrl-C among them) in: the engine's calls hold the thread. */
export const breathe = () => new Promise((resolve) => setImmediate(resolve));
