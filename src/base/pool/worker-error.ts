import { UserError } from "../errors.js";

/** An error as it travels between threads and processes: plain data, with what the operating system refused, if it was that. */
export interface PackedError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly refusal: { readonly code?: string; readonly path?: string; readonly dest?: string };
}

/** Packs anything that was thrown. */
export function packError(thrown: unknown): PackedError {
  const { name, message, stack } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { name, message, stack, refusal: refusalOf(thrown) };
}

/** The error again: a `UserError` where it was one. `where`: what was being done, put before the message. */
export function unpackError({ name, message, stack, refusal }: PackedError, where?: string): Error {
  const text = where === undefined ? message : `${where}: ${message}`;
  const error: Error = name === "UserError" ? new UserError(text) : new Error(text);
  if (!(error instanceof UserError)) error.name = name;
  if (stack !== undefined) error.stack = stack;
  return Object.assign(error, refusal);
}

/** Code and paths of the system's refusal behind an error, itself or among its causes. */
function refusalOf(thrown: unknown): PackedError["refusal"] {
  for (let at = thrown; at instanceof Error; at = at.cause) {
    const { code, path, dest } = at as NodeJS.ErrnoException & { dest?: string };
    if (code !== undefined)
      return { code, ...(path === undefined ? {} : { path }), ...(dest === undefined ? {} : { dest }) };
  }
  return {};
}
