import { html, type TemplateResult } from "lit-html";
import type { App } from "../../page/app.js";

/** The visitor's own measurements. */
export function dataPart(_: App): TemplateResult {
  return html`<div class="lead"><h1>Your data</h1></div>`;
}
