import { type Markup, markup } from "../markup.js";
import { type Label, symbolLabel } from "../svg/label.js";

const FUNCTIONS = new Set(["sin", "cos", "exp", "log", "sign"]);
/** A number, a name with the primes of its derivatives, a raised number or bracket, or whatever else stands there. */
const TOKEN = /\d+(?:\.\d+)?(?:e[+-]?\d+)?|\p{L}[\p{L}\p{N}_]*'*|\^(?:\d+(?:\.\d+)?|\([^()]*\))|\s+|./gsu;

/** Lines of a formula, as it is typed, set for reading: indices and powers in place, every term in one piece where it fits. */
export function formulaMarkup(text: string): Markup {
  return markup`<p class="formula">${termsOf(text).map((term) => markup`<span>${set(term)}</span> `)}</p>
`;
}

/** Cuts a formula before the signs and after the commas that stand outside of all brackets. */
function termsOf(text: string): string[] {
  const terms = [""];
  let [depth, commas] = [0, 0];
  for (const [i, character] of [...text].entries()) {
    if (character === "(") depth++;
    if (character === ")") depth--;
    // What a symbol after a comma stands for stays with it.
    const sign =
      depth === 0 && (commas === 0 ? /[-+=]/ : /[-+]/).test(character) && text[i - 1] === " " && text[i + 1] === " ";
    const comma = depth === 0 && character === "," && text[i + 1] === " ";
    if (sign) terms.push("");
    terms[terms.length - 1] += character;
    if (comma) {
      terms.push("");
      commas++;
    }
  }
  return terms.map((term) => term.trim()).filter((term) => term !== "");
}

function set(text: string): Markup[] {
  return (text.match(TOKEN) ?? []).map((token): Markup => {
    if (/^\d/.test(token)) return numberMarkup(token);
    if (/^\p{L}/u.test(token)) return nameMarkup(token);
    if (token.startsWith("^")) return markup`<sup>${set(token.slice(1).replace(/^\((.*)\)$/, "$1"))}</sup>`;
    return markup`${token === "-" ? "−" : token.replace(/\s+/, " ")}`;
  });
}

function numberMarkup(text: string): Markup {
  const [mantissa = "", exponent] = text.split("e");
  if (exponent === undefined) return markup`${text}`;
  return markup`${mantissa}×10<sup>${String(Number(exponent)).replace("-", "−")}</sup>`;
}

function nameMarkup(text: string): Markup {
  const [, name = "", primes = ""] = /^(.*?)('*)$/.exec(text) ?? [];
  if (name === "sqrt") return markup`√`;
  if (FUNCTIONS.has(name)) return markup`${name}`;
  const [base = "", ...rest] = symbolLabel(name);
  const marks = ["", "′", "″", "‴"][primes.length] ?? primes;
  return markup`<var>${base as string}</var>${rest.map((run) => (typeof run === "string" ? run : markup`<sub>${run.sub}</sub>`))}${marks}`;
}

/** A symbol as HTML. */
export function symbolMarkup(label: Label): Markup {
  const runs = typeof label === "string" ? [label] : label;
  return markup`${runs.map((run) => (typeof run === "string" ? markup`${run}` : markup`<sub>${run.sub}</sub>`))}`;
}
