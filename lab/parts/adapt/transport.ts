import { html, type TemplateResult } from "lit-html";
import { icons } from "../../page/icons.js";
import type { Page } from "../../page/page.js";
import { MAX_STEPS } from "../../page/state.js";

const paces = [
  [2, "2 steps/s"],
  [8, "8 steps/s"],
  [20, "20 steps/s"],
  [Number.POSITIVE_INFINITY, "as fast as it goes"],
] as const;

/** Play, pause, one step, back, and where one is. */
export function transport({ session, conductor }: Pick<Page, "session" | "conductor">): TemplateResult {
  const { shown, frames, playing, pace, status } = session;
  const idle = frames.length === 0;
  const last = Math.max(frames.length - 1, 0);
  return html`
    <div class="transport" role="group" aria-label="Gradient steps">
      <button class="round" title="Back to step 0" aria-label="Back to step 0" ?disabled=${shown === 0}
        @click=${() => {
          conductor.pause();
          conductor.seek(0);
        }}>${icons.start}</button>
      <button class="round" title="One step back" aria-label="One step back" ?disabled=${shown === 0}
        @click=${() => {
          conductor.pause();
          conductor.seek(shown - 1);
        }}>${icons.back}</button>
      <button class="play" ?disabled=${idle} aria-label=${playing ? "Pause" : "Play"}
        @click=${() => (playing ? conductor.pause() : conductor.play())}>
        ${playing ? icons.pause : icons.play}<span>${playing ? "Pause" : idle && status !== "failed" ? "Preparing" : "Play"}</span>
      </button>
      <button class="round" title="One gradient step" aria-label="One gradient step"
        ?disabled=${idle || shown >= MAX_STEPS}
        @click=${() => {
          conductor.pause();
          void conductor.forward();
        }}>${icons.forward}</button>
      <label class="scrub">
        <span class="scrub-label">Gradient step <output id="step">${shown}</output> of ${MAX_STEPS}</span>
        <input type="range" min="0" max=${MAX_STEPS} .value=${String(shown)} aria-valuetext="step ${shown}; ${last} computed"
          @input=${(event: InputEvent) => {
            conductor.pause();
            conductor.seek(Number((event.target as HTMLInputElement).value));
          }} />
      </label>
      <label class="pace">
        <span>Speed</span>
        <select @change=${(event: Event) => conductor.setPace(Number((event.target as HTMLSelectElement).value))}>
          ${paces.map(([value, text]) => html`<option value=${value} ?selected=${value === pace}>${text}</option>`)}
        </select>
      </label>
    </div>
  `;
}
