import type { Colour } from "./theme.js";

export type MarkerShape = "circle" | "square" | "diamond" | "triangle";

/** How a curve looks. Curves of one figure differ in dash and marker too, so that they can be told apart without colour. */
export interface Style {
  readonly colour: Colour;
  /** Stroke width in px; 0 for markers without a line. */
  readonly width: number;
  /** Lengths of strokes and gaps in px, as in SVG's `stroke-dasharray`; undefined: solid. */
  readonly dash?: string | undefined;
  readonly marker?: MarkerShape | undefined;
  /** 0 to 1; 1 if left out. */
  readonly opacity?: number | undefined;
}
