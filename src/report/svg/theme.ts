/** The colours of a figure by what they are for. Any CSS colour, also `var(--name)` where the figure stands in a page. */
export type Colour = "background" | "ink" | "muted" | "grid" | "blue" | "vermillion" | "purple" | "green" | "orange";

export type FigureTheme = Readonly<Record<Colour, string>>;

/** Curve colours of Okabe and Ito (2008), told apart with any colour vision. */
export const lightTheme: FigureTheme = {
  background: "#ffffff",
  ink: "#1b1f24",
  muted: "#57606a",
  grid: "#dfe3e8",
  blue: "#0072b2",
  vermillion: "#d55e00",
  purple: "#cc79a7",
  green: "#009e73",
  orange: "#e69f00",
};

/** The same on a dark ground; blue is Okabe and Ito's sky blue there, because their blue is too dark to read. */
export const darkTheme: FigureTheme = {
  background: "#14181d",
  ink: "#e8ecf0",
  muted: "#a3adb8",
  grid: "#303841",
  blue: "#56b4e9",
  vermillion: "#ee7733",
  purple: "#dd94bd",
  green: "#1fbf92",
  orange: "#e69f00",
};

const colours = Object.keys(lightTheme) as readonly Colour[];

/** Refers to the page's CSS variables, so that one figure follows the reader's light or dark setting. */
export const pageTheme = Object.fromEntries(
  colours.map((colour) => [colour, `var(--figure-${colour})`]),
) as FigureTheme;

/** The CSS declarations that `pageTheme` refers to. */
export function themeVariables(theme: FigureTheme): string {
  return colours.map((colour) => `--figure-${colour}: ${theme[colour]};`).join(" ");
}
