import type { Command } from "commander";

/** A command, before what it needs is loaded. */
export interface CommandEntry {
  readonly name: string;
  /** What comes after the name, as help shows it. */
  readonly usage: string;
  readonly description: string;
  /** Not for people: help does not list it. */
  readonly hidden?: boolean;
  /** Loads the command's module; what that gives adds options and action to the program. */
  load(): Promise<(program: Command) => void>;
}
