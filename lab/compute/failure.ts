/** What went wrong, for the visitor. */
export function messageOf(error: unknown): string {
  const text = textOf(error);
  return lacksMemory(text)
    ? `The engine failed, most likely for want of memory (${text || "no reason given"}). Fewer points or methods need less.`
    : causeOf(error);
}

/** The same in a few words: why an engine failed. */
export function causeOf(error: unknown): string {
  const text = textOf(error);
  if (lacksMemory(text)) return `it failed, most likely for want of memory (${text || "no reason given"})`;
  if (/device (was|is) lost/i.test(text)) return "the graphics processor was lost";
  // Of the engine's own reports only the last words are about the failure.
  return text.replace(/^failed to call.*message: /is, "").trim();
}

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** The engine reports some failures, no memory among them, by a bare number. */
const lacksMemory = (text: string) => /^\d*$/.test(text) || /memory|allocation|bad_alloc/i.test(text);
