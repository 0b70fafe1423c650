/** The deepest nesting that a configuration may have: far beyond any of ours. */
export const MAX_DEPTH = 100;
/**
 * Whether YAML or JSON may stand in itself too deep for a parser that follows it by recursion, by its brackets, its indentation and the
 * dashes at the beginnings of lines. Brackets in quotes count too. A parser that comes to the end of its stack can end the whole
 * process, so that this has to be known before.
 */
export function isTextTooDeep(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === "[" || character === "{") depth++;
    else if ((character === "]" || character === "}") && depth > 0) depth--;
    if (depth > MAX_DEPTH) return true;
  }
  const indents: number[] = [];
  return text.split(/\r\n|\r|\n/).some((line) => {
    const [beginning = ""] = /^[ \t?:-]*/.exec(line) ?? [];
    if (beginning === line) return false;
    const indent = beginning.search(/[^ ]|$/);
    while ((indents.at(-1) ?? -1) >= indent) indents.pop();
    indents.push(indent);
    return indents.length + beginning.replace(/[ \t]/g, "").length > MAX_DEPTH;
  });
}
