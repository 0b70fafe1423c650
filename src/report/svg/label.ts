import { type Markup, markup } from "../markup.js";

/** Text of a label; a run with `sub` is set as a subscript. */
export type Label = string | readonly (string | { readonly sub: string })[];

/** Inter first: it is the font the PNG files are drawn with; elsewhere whatever sans-serif the reader has. */
export const fontFamily = "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

const greek: Readonly<Record<string, string>> = {
  alpha: "α",
  epsilon: "ε",
  kappa: "κ",
  mu: "μ",
  nu: "ν",
  sigma: "σ",
  tau: "τ",
  beta: "β",
  gamma: "γ",
  delta: "δ",
  theta: "θ",
  phi: "φ",
  psi: "ψ",
  rho: "ρ",
  omega: "ω",
  lambda: "λ",
  xi: "ξ",
  eta: "η",
};

/**
 * Sets the plain name of a coordinate as a symbol: Greek letters for their names, trailing digits and what follows an
 * underscore as subscript. `p_theta1` becomes p with the subscript θ1.
 */
export function symbolLabel(name: string): Label {
  const [head = "", ...rest] = name.split("_");
  const [, base = head, digits = ""] = /^(.*?\D)(\d+)$/.exec(head) ?? [];
  const sub = digits + rest.map(greekName).join("");
  return sub === "" ? [greekName(base)] : [greekName(base), { sub }];
}

/** Names joined by signs and words, such as `x1 − x2`: each is set as a symbol, powers and units with raised exponents. */
export function expressionLabel(text: string): Label {
  const parts = text.split(/([\s(),]+)/).filter((part) => part !== "");
  const name = (part: string) => /^\p{Letter}/u.test(part) && !part.includes("^");
  return joinLabels(...parts.map((part) => (name(part) ? symbolLabel(part) : unitText(part))));
}

/** A unit with raised exponents: `kg m^2/s` becomes `kg m²/s`. */
export function unitText(unit: string): string {
  return unit.replace(/\^(\d)/g, (_, digit: string) => "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(Number(digit)));
}

function greekName(text: string): string {
  return text.replace(/\p{Letter}+/gu, (word) => greek[word] ?? word);
}

/** Puts labels one after the other. */
export function joinLabels(...labels: readonly Label[]): Label {
  return labels.flat();
}

/** The label without its typesetting, for screen readers. */
export function plainLabel(label: Label): string {
  return runs(label)
    .map((run) => (typeof run === "string" ? run : run.sub))
    .join("");
}

/** The label as content of an SVG `text` element. */
export function renderLabel(label: Label): Markup {
  // `dy` rather than `baseline-shift`, which Firefox lacks; it must be taken back by the run that follows.
  let lowered = false;
  const parts = runs(label).map((run) => {
    const sub = typeof run !== "string";
    const text = sub ? run.sub : run;
    const shift = sub === lowered ? undefined : sub ? "0.28em" : "-0.2em";
    lowered = sub;
    if (shift === undefined && !sub) return markup`${text}`;
    return markup`<tspan${shift === undefined ? "" : markup` dy="${shift}"`}${sub ? markup` font-size="72%"` : ""}>${text}</tspan>`;
  });
  return markup`${parts}`;
}

/**
 * About how wide a label is, in px, erring on the wide side: the font is not known here, only its size.
 * `size`: font size in px.
 */
export function estimateWidth(label: Label, size: number): number {
  return runs(label).reduce(
    (width, run) => width + (typeof run === "string" ? run.length : run.sub.length * 0.72) * size * 0.56,
    0,
  );
}

function runs(label: Label): readonly (string | { readonly sub: string })[] {
  // Browsers forget the shift of an empty tspan.
  return typeof label === "string" ? [label] : label.filter((run) => run !== "");
}
