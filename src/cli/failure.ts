import { CommanderError } from "commander";
import { oneLine } from "../base/errors.js";

/** How the program ends after an error. */
export interface Failure {
  /** One line, without the program's name; undefined where everything has been said already. */
  readonly message: string | undefined;
  readonly exitCode: number;
}

/** Set to 1, the stack of a defect is printed. */
const DEBUG_VARIABLE = "METAHAMILTON_DEBUG";

/** The user stopped the program; what there is to say has been said when the signal came. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  readonly exitCode = 130;
}

const exitCodes = { mistake: 1, usage: 2 } as const;

/** What the operating system refuses, in words. */
const refusals: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file would become larger than is allowed here",
  EIO: "the disk failed to read or write",
  EISDIR: "it is a folder, not a file",
  ELOOP: "too many symbolic links",
  EMFILE: "too many open files",
  ENAMETOOLONG: "the name is too long",
  ENFILE: "too many open files",
  ENOENT: "no such file or folder",
  ENOSPC: "no space left on the disk",
  ENOTDIR: "a part of the path is a file, not a folder",
  EPERM: "the operation is not permitted",
  EROFS: "the file system is read-only",
};

/** The line and the exit status for anything that was thrown. */
export function describeFailure(error: unknown, debug = process.env[DEBUG_VARIABLE] === "1"): Failure {
  if (error instanceof Interrupted) return { message: undefined, exitCode: error.exitCode };
  if (error instanceof CommanderError) return describeUsage(error);
  const refusal = findRefusal(error);
  if (refusal !== undefined) return { message: oneLine(refusal), exitCode: exitCodes.mistake };
  // By name, not by class: an error that comes from a worker thread is a copy.
  if (error instanceof Error && error.name === "UserError")
    return { message: oneLine(error.message), exitCode: exitCodes.mistake };
  if (error instanceof RangeError && /allocat|array length/i.test(error.message))
    return { message: `not enough memory for this much data (${oneLine(error.message)})`, exitCode: exitCodes.mistake };
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const line = `${oneLine(text)} (this is a defect, please report it`;
  const stack = debug && error instanceof Error ? error.stack : undefined;
  const message = stack === undefined ? `${line}; ${DEBUG_VARIABLE}=1 shows where)` : `${line})\n${stack}`;
  return { message, exitCode: exitCodes.mistake };
}

/** Commander has printed help and version itself; of a mistake in the usage it leaves the message to us. */
function describeUsage({ code, exitCode, message }: CommanderError): Failure {
  if (code.startsWith("commander.help") || code === "commander.version") return { message: undefined, exitCode };
  const line = oneLine(message.replace(/^error: /, ""));
  return { message: `${line}${usageAdvice(code, line)}`, exitCode: exitCodes.usage };
}

/** What is to be added to some mistakes in the usage. */
function usageAdvice(code: string, line: string): string {
  const script = process.env.npm_lifecycle_event;
  // Of `npm run adapt x.csv --mass 2` only the value arrives here.
  if (code === "commander.excessArguments" && script !== undefined && script === process.argv[2])
    return ` npm keeps options for itself unless -- stands before them: npm run ${script} -- FILE --mass 0.2kg`;
  if (code === "commander.unknownOption" && line.includes("'--iterations'"))
    return "; of a configuration: --set outer.iterations=3";
  return "";
}

/** The operating system's refusal behind an error, itself or among its causes, as a line. */
function findRefusal(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code, path, dest } = at as NodeJS.ErrnoException & { dest?: string };
    const words = code === undefined ? undefined : refusals[code];
    const where = dest ?? path;
    if (words !== undefined) return `${where === undefined ? "" : `${where}: `}${words} (${code})`;
  }
  return undefined;
}
