import type { LauncherName } from "../config.js";
import type { Launcher } from "./launcher.js";
import { local } from "./local.js";
import { slurm } from "./slurm.js";

/** Every way to get runs done, by its name in a configuration. */
export const launchers: Readonly<Record<LauncherName, Launcher>> = { local, slurm };
