import { type SymbolType, symbol, symbolCircle, symbolDiamond, symbolSquare, symbolTriangle } from "d3-shape";
import { type Markup, markup } from "../markup.js";
import type { MarkerShape, Style } from "./style.js";
import type { FigureTheme } from "./theme.js";

const symbols: Readonly<Record<MarkerShape, SymbolType>> = {
  circle: symbolCircle,
  square: symbolSquare,
  diamond: symbolDiamond,
  triangle: symbolTriangle,
};

/** Draws the style's marker with its centre at (x, y); nothing for a style without one. `area`: px squared. */
export function renderMarker(style: Style, x: number, y: number, theme: FigureTheme, area = 34): Markup | undefined {
  if (style.marker === undefined) return undefined;
  const path = symbol(symbols[style.marker], area).digits(2)() ?? "";
  // The outline in the ground's colour keeps markers apart where curves cross.
  return markup`<path class="marker" transform="translate(${x.toFixed(2)},${y.toFixed(2)})" d="${path}" fill="${theme[style.colour]}" stroke="${theme.background}" stroke-width="1"/>`;
}
