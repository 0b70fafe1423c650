import { html, nothing, type TemplateResult } from "lit-html";
import type { Figure } from "../../src/report/svg/figure.js";
import { adaptFigure, lawFigure } from "../figures/exported.js";
import type { App } from "./desks.js";
import { saveFigure } from "./download.js";
import { icons } from "./icons.js";

/** Buttons that save the part's figure, drawn anew for paper. */
export function exportButtons(app: App): TemplateResult {
  const save = async (type: "svg" | "png") => {
    const figure = figureOf(app);
    if (figure === undefined) return;
    await saveFigure(figure, `metahamilton-${app.state.part}`, type);
    app.say(`Saved the figure as ${type.toUpperCase()}.`);
  };
  if (figureOf(app) === undefined) return html`${nothing}`;
  return html`<p class="exports">${icons.image}<span>Figure as</span>
    <button class="inline" @click=${() => save("svg")}>SVG</button><button class="inline" @click=${() => save("png")}>PNG</button></p>`;
}

function figureOf({ state, session, law }: App): Figure | undefined {
  const { motion, system, frames, shown } = session;
  if (motion === undefined || system === undefined) return undefined;
  if (state.part === "adapt") return adaptFigure(system, motion, frames, shown, state.coordinate);
  return law.current === undefined ? undefined : lawFigure(law.current);
}
