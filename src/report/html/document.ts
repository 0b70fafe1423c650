import { type Markup, markup } from "../markup.js";
import { styleSheet } from "./style.js";

/** A report's page as its parts. */
export interface DocumentParts {
  readonly title: string;
  readonly heading: string;
  /** The line under the heading. */
  readonly lead: string;
  /** Ids of the sections, with their titles, in order. */
  readonly links: readonly (readonly [string, string])[];
  readonly content: Markup;
}

/**
 * A page that needs nothing else: its style is inside, and its content security policy forbids requests.
 *
 * @returns the text of the file
 */
export function htmlDocument({ title, heading, lead, links, content }: DocumentParts): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${styleSheet}</style>
</head>
<body>
<header>
<h1>${heading}</h1>
<p class="lead">${lead}</p>
<nav aria-label="Sections"><ul>${links.map(([id, name]) => markup`<li><a href="#${id}">${name}</a></li>\n`)}</ul></nav>
</header>
<main>
${content}
</main>
</body>
</html>
`.text;
}
