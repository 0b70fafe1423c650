/**
 * Settings of a run of about a second, behind `--set`: what it computes is real, its numbers mean nothing. Two systems to learn from beside
 * a held-out one of them: the commands do the same with six, each of which takes its time to derive and compile.
 */
export const tinySettings: readonly string[] = [
  // One thread: each would load what it needs before it does its part of next to nothing.
  "workers=1",
  "systems=[mass-spring, pendulum, kepler]",
  "data.train=8",
  "data.validation=2",
  "data.test=3",
  "model.width=8",
  "outer.iterations=10",
  "outer.points=8",
  "outer.reportEvery=5",
  "outer.checkpointEvery=5",
  "evaluation.trajectories=2",
  "evaluation.points=8",
  "evaluation.steps=2",
  "evaluation.hnnRates=[0.1]",
];

/** The same as arguments of `train` and `reproduce`; what follows is set besides. */
export const tinyRun: readonly string[] = ["--profile", "smoke", "--set", ...tinySettings];
