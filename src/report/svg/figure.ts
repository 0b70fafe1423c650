import { type Markup, markup } from "../markup.js";
import { estimateWidth, fontFamily } from "./label.js";
import { type LegendEntry, renderLegend } from "./legend.js";
import { describePanel, type Panel, renderPanel } from "./panel.js";
import type { Size } from "./size.js";
import { darkTheme, type FigureTheme, lightTheme } from "./theme.js";

/** A figure as data: panels in a grid with a shared legend. It can be drawn as one image or panel by panel into a page. */
export interface Figure {
  readonly title: string;
  /** What one must know to read it; printed below the panels. */
  readonly notes: readonly string[];
  readonly legend: readonly LegendEntry[];
  readonly columns: number;
  /** Outer size of every panel, axes and labels included. */
  readonly panelSize: Size;
  /** Row by row; undefined leaves a place empty. */
  readonly panels: readonly (Panel | undefined)[];
}

/** Options of every figure function. */
export interface FigureOptions {
  /** Colours on a light or a dark ground; light if left out. */
  readonly theme?: "light" | "dark";
}

const margin = 16;
const gap = 14;
const noteSize = 11;
const noteHeight = 16;

/** Draws a figure as one SVG image that stands alone. */
export function renderFigure(figure: Figure, options: FigureOptions = {}): string {
  const theme = options.theme === "dark" ? darkTheme : lightTheme;
  const { panelSize, columns } = figure;
  const inner = columns * panelSize.width + (columns - 1) * gap;
  const legend = renderLegend(figure.legend, inner, theme);
  const panelsTop = margin + 30 + legend.height + 12;
  const rows = Math.ceil(figure.panels.length / columns);
  const panels = figure.panels.map((panel, i) => {
    if (panel === undefined) return undefined;
    const x = margin + (i % columns) * (panelSize.width + gap);
    const y = panelsTop + Math.floor(i / columns) * (panelSize.height + gap);
    return markup`<g class="panel" transform="translate(${x},${y})">${renderPanel(panel, panelSize, theme)}</g>\n`;
  });
  const notesTop = panelsTop + rows * (panelSize.height + gap);
  const notes = figure.notes.flatMap((note) => wrap(note, inner, noteSize));
  const size = { width: inner + 2 * margin, height: notesTop + notes.length * noteHeight + margin };
  return openSvg(
    size,
    figure.title,
    markup`<rect width="${size.width}" height="${size.height}" fill="${theme.background}"/>
<text x="${margin}" y="${margin + 16}" font-size="15" font-weight="600" fill="${theme.ink}">${figure.title}</text>
<g transform="translate(${margin},${margin + 30})">${legend.svg}</g>
${panels}${notes.map((text, i) => markup`<text x="${margin}" y="${notesTop + 8 + i * noteHeight}" font-size="${noteSize}" fill="${theme.muted}">${text}</text>\n`)}`,
  ).text;
}

/** Draws one panel as an SVG element of its own, for a page that lays the panels out itself. */
export function renderSinglePanel(panel: Panel, size: Size, theme: FigureTheme): Markup {
  return openSvg(size, describePanel(panel), renderPanel(panel, size, theme));
}

function openSvg(size: Size, title: string, content: Markup): Markup {
  return markup`<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" font-family="${fontFamily}"><title>${title}</title>
${content}</svg>\n`;
}

/** Breaks a note at spaces into lines of at most `width` px. */
function wrap(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && estimateWidth(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
