import { ExpressionError } from "./syntax.js";

export interface Token {
  readonly kind: "number" | "name" | "symbol" | "end";
  readonly text: string;
  /** Where the token begins in the formula. */
  readonly position: number;
}

const forms = [
  ["number", /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ["name", /[\p{L}_][\p{L}\d_]*/uy],
  ["symbol", /\*\*|[-+*/^()]/y],
] as const;

/** Signs that people write, as those that the language has. */
const synonyms = new Map([
  ["**", "^"],
  ["−", "-"],
  ["·", "*"],
  ["×", "*"],
]);

/** Splits a formula into tokens, the last of kind "end". Throws `ExpressionError` at a character that means nothing. */
export function tokens(text: string): Token[] {
  // One character for one, so that positions stay those of the text.
  const plain = text.replace(/[−·×]/g, (sign) => synonyms.get(sign) as string);
  const found: Token[] = [];
  let position = 0;
  for (;;) {
    while (/\s/.test(plain.charAt(position))) position++;
    if (position >= plain.length) return [...found, { kind: "end", text: "", position }];
    const token = tokenAt(plain, position);
    if (token === undefined)
      throw new ExpressionError(`"${text.charAt(position)}" has no meaning here`, position, text);
    position += token.text.length;
    found.push({ ...token, text: synonyms.get(token.text) ?? token.text });
  }
}

function tokenAt(text: string, position: number): Token | undefined {
  for (const [kind, form] of forms) {
    form.lastIndex = position;
    const match = form.exec(text);
    if (match !== null) return { kind, text: match[0], position };
  }
  return undefined;
}
