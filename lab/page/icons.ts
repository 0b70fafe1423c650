import { svg, type TemplateResult } from "lit-html";

const icon = (body: TemplateResult<2>): TemplateResult<2> =>
  svg`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${body}</svg>`;

export const icons = {
  play: icon(svg`<path d="M8 5.5v13l11-6.5z" fill="currentColor"/>`),
  pause: icon(svg`<path d="M7 5h3.5v14H7zM13.5 5H17v14h-3.5z" fill="currentColor"/>`),
  forward: icon(svg`<path d="M6 5.5v13l9-6.5zM16 5.5h2.5v13H16z" fill="currentColor"/>`),
  back: icon(svg`<path d="M18 5.5v13l-9-6.5zM5.5 5.5H8v13H5.5z" fill="currentColor"/>`),
  start: icon(svg`<path d="M4 5h2.4v14H4zM20 5.5v13l-6.8-6.5zM13.2 5.5v13L6.4 12z" fill="currentColor"/>`),
  dice: icon(
    svg`<rect x="4" y="4" width="16" height="16" rx="4" fill="none" stroke="currentColor" stroke-width="1.8"/><circle cx="9" cy="9" r="1.5" fill="currentColor"/><circle cx="15" cy="15" r="1.5" fill="currentColor"/><circle cx="12" cy="12" r="1.5" fill="currentColor"/>`,
  ),
  link: icon(
    svg`<path d="M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"/>`,
  ),
  sun: icon(
    svg`<circle cx="12" cy="12" r="4" fill="none" stroke="currentColor" stroke-width="1.8"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"/>`,
  ),
  moon: icon(
    svg`<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round"/>`,
  ),
  help: icon(
    svg`<path d="M9.2 9.2a2.8 2.8 0 1 1 4.2 2.4c-.9.5-1.4 1.1-1.4 2.1" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round"/><circle cx="12" cy="17.2" r="1.2" fill="currentColor"/>`,
  ),
  image: icon(
    svg`<path d="M12 4v10m0 0 4-4m-4 4-4-4M5 18.5h14" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"/>`,
  ),
};
