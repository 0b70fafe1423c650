import type { Mark } from "../../src/report/svg/marks.js";
import type { Panel } from "../../src/report/svg/panel.js";
import type { Colour } from "../../src/report/svg/theme.js";

/** One bar: its pieces from the axis outwards, in the unit of the panel's axis. */
export interface Bar {
  readonly label: string;
  readonly pieces: readonly { readonly size: number; readonly colour: Colour }[];
}

const THICKNESS = 16;

/** Height of a panel with so many bars, px. */
export const barsHeight = (count: number) => 78 + 30 * count;

/** Horizontal bars, the first one on top. `end`: where the axis ends. */
export function barsPanel(heading: string, label: string, bars: readonly Bar[], end: number): Panel {
  const marks = bars.flatMap(({ pieces }, row): Mark[] => {
    const y = bars.length - row;
    return pieces.map(({ size, colour }, i) => {
      const from = pieces.slice(0, i).reduce((total, piece) => total + piece.size, 0);
      return { type: "line", x: [from, from + size], y: [y, y], style: { colour, width: THICKNESS } };
    });
  });
  return {
    heading,
    x: { kind: "linear", domain: [0, end], label },
    y: {
      kind: "linear",
      domain: [0.4, bars.length + 0.6],
      label: "",
      ticks: bars.map((bar, row) => ({ value: bars.length - row, label: bar.label })),
    },
    marks,
  };
}
