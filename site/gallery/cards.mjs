// Pictures and cards, in both themes.

export const THEMES = ["light", "dark"];

/** A picture of the page's folder that follows the page's theme. */
export const picture = (stem, alt) =>
  THEMES.map(
    (theme) => `<img class="only-${theme}" src="./${stem}-${theme}.svg" alt="${escaped(alt)}" loading="lazy" />`,
  ).join("");

/** Text that stands in a page's HTML, where braces would be taken for the page's own. */
export const escaped = (text) => text.replace(/[&<>"{}]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A page of the gallery as a card: picture, title, formula. */
export const card = ({ name, title, formula, drawn }) =>
  `<a class="gallery-card" href="./${name}.html">${picture(drawn, "")}<strong>${escaped(title)}</strong><code>${escaped(formula)}</code></a>`;

export const cards = (all) => `<div class="gallery-cards">\n${all.join("\n")}\n</div>`;
