import { html, type TemplateResult } from "lit-html";
import { plainLabel, symbolLabel } from "../../src/report/svg/label.js";

/** A name as a symbol: theta_1 becomes θ with the subscript 1. */
export function symbol(name: string): TemplateResult {
  const label = symbolLabel(name);
  const runs = typeof label === "string" ? [label] : label;
  return html`<i>${runs.map((run) => (typeof run === "string" ? run : html`<sub>${run.sub}</sub>`))}</i>`;
}

const functions = new Set(["cos", "sin", "tan", "exp", "log", "sqrt", "abs", "tanh"]);
const parts = /sum_(?:\{([^}]*)\}|(\w))|([A-Za-z][A-Za-z0-9_]*)|\^(-?\d+)|\s*\*\s*|-|[^A-Za-z^*-]+|\^/g;

/** A name as plain text with its symbol: theta_1 becomes θ1. */
export const plainSymbol = (name: string): string => plainLabel(symbolLabel(name));

/** A formula in plain text, set with symbols and raised exponents. */
export function formula(text: string): TemplateResult {
  const pieces = [...text.matchAll(parts)].map(([whole, indices, index, name, exponent]) => {
    if (indices !== undefined || index !== undefined) return html`∑<sub><i>${indices ?? index}</i></sub> `;
    if (name !== undefined) return functions.has(name) ? name : symbol(name);
    if (exponent !== undefined) return html`<sup>${exponent.replace("-", "−")}</sup>`;
    if (whole.trim() === "*") return " ";
    return whole === "-" ? "−" : whole;
  });
  return html`<span class="formula">${pieces}</span>`;
}
