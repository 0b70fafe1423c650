import type { Command } from "commander";

/** A command, before what it needs is loaded. */
export interface CommandEntry {
  readonly name: string;
  /** What comes after the name and the options, as help shows it. */
  readonly operands?: string;
  /** Without one it is not for people: help does not list it. */
  readonly description?: string;
  /** Loads the command's module; what that gives adds options and action to the program. */
  load(): Promise<(program: Command) => void>;
}
