import type { Rolldown } from "vite";

/**
 * Passes on what the bundler says, but nothing of modules of Node that it leaves out, which the library names where it runs on Node alone (a test holds that the
 * browser's entry reaches none), and nothing of how long its plugins took.
 */
export const onLog: NonNullable<Rolldown.InputOptions["onLog"]> = (level, log, pass) => {
  const leftOut = /^Module "[\w:/]+" has been externalized for browser compatibility/.test(log.message);
  if (!leftOut && log.code !== "PLUGIN_TIMINGS") pass(level, log);
};
