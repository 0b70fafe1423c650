#!/usr/bin/env node
import { describeFailure } from "./failure.js";
import { guardStreams } from "./output.js";
import { createProgram } from "./program.js";

/** Ends the process with a line on stderr, once that is written. */
function fail(error: unknown): void {
  const { message, exitCode } = describeFailure(error);
  if (message === undefined) process.exit(exitCode);
  process.stderr.write(`metahamilton: ${message}\n`, () => process.exit(exitCode));
}

guardStreams(fail);
process.on("uncaughtException", fail);
createProgram(process.argv.slice(2))
  .then((program) => program.parseAsync())
  .catch(fail);
