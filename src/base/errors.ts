/**
 * A mistake in what the user gave us (a file, a key, a number), as opposed to a defect of ours. The command line prints
 * its message as one line and exits with status 1; it never shows a stack trace for it.
 *
 * Message convention: what is wrong, where (file, row, column or key), what was expected.
 */
export class UserError extends Error {
  override readonly name = "UserError";

  constructor(message: string, options?: ErrorOptions) {
    super(oneLine(message), options);
  }
}

/** Line breaks and other control characters, which may come from the user's own files, become blanks. */
export function oneLine(text: string): string {
  return text.replace(/\s*\p{Cc}+\s*/gu, " ").trim();
}
