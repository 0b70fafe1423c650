import { Bars } from "./progress/bars.js";
import type { ProgressDisplay, Screen } from "./progress/display.js";
import { Lines } from "./progress/lines.js";

/** Bars on a terminal, else lines now and then. */
export function showProgress(screen: Screen, now: () => number = Date.now): ProgressDisplay {
  const drawable = screen.isTTY === true && process.env.TERM !== "dumb";
  return drawable ? new Bars(screen, now) : new Lines(screen, now);
}
