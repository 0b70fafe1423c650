import { roundFactor } from "../../src/report/svg/domain.js";
import type { Figure } from "../../src/report/svg/figure.js";
import type { Mark } from "../../src/report/svg/marks.js";
import type { Style } from "../../src/report/svg/style.js";
import type { Tick } from "../../src/report/svg/ticks.js";
import type { PeerRatio } from "../harness/table.js";

/** One row of the picture: a subject with its peers. */
export interface RatioRow {
  readonly label: string;
  readonly ratios: readonly (PeerRatio & { readonly aim?: number | undefined })[];
}

/** One colour and shape a peer, of which there may be seven. */
const styles: readonly Style[] = [
  { colour: "vermillion", width: 2, marker: "square" },
  { colour: "green", width: 2, marker: "triangle" },
  { colour: "purple", width: 2, marker: "diamond" },
  { colour: "blue", width: 2, marker: "circle" },
  { colour: "orange", width: 2, marker: "square", dash: "4 2" },
  { colour: "muted", width: 2, marker: "triangle", dash: "4 2" },
  { colour: "ink", width: 2, marker: "diamond", dash: "4 2" },
];
const rowHeight = 44;
const frame = 74;

/** Their time / ours of every subject and peer, aims marked, on one logarithmic axis. */
export function ratiosFigure(title: string, rows: readonly RatioRow[]): Figure {
  const all = rows.flatMap(({ ratios }) => ratios);
  const peers = [...new Set(all.map(({ peer }) => peer))];
  const styleOf = (peer: string) => styles[peers.indexOf(peer) % styles.length] as Style;
  const values = all.flatMap(({ low, high, aim = 1 }) => [low, high, aim]);
  const domain = [
    roundFactor(Math.min(1, ...values) / 1.1, "down"),
    roundFactor(Math.max(2, ...values) * 1.1, "up"),
  ] as const;
  // The first row on top.
  const heightOf = (row: number) => rows.length - row;
  const marks = rows.flatMap(({ ratios }, row) =>
    ratios.flatMap(({ peer, median, low, high, aim }, i): Mark[] => {
      const y = heightOf(row) + 0.28 - (0.56 * (i + 0.5)) / ratios.length;
      const upright: Mark = {
        type: "line",
        x: [aim ?? 0, aim ?? 0],
        y: [y - 0.11, y + 0.11],
        style: { colour: styleOf(peer).colour, width: 3 },
      };
      return [
        ...(aim === undefined ? [] : [upright]),
        { type: "line", x: [low, high], y: [y, y], style: styleOf(peer) },
        { type: "line", x: [median], y: [y], style: styleOf(peer), markersAt: [0] },
      ];
    }),
  );
  return {
    title,
    notes: [
      "Markers: median over the runs; lines through them: quartiles. Upright bars: what is aimed at against the peer of that colour.",
      ...(all.some(({ isBound }) => isBound)
        ? ["A peer that was stopped before its first result is further right than its marker."]
        : []),
    ],
    legend: peers.map((label) => ({ label, style: styleOf(label) })),
    columns: 1,
    panelSize: { width: 760, height: frame + rowHeight * rows.length },
    panels: [
      {
        heading: "Right of 1 we are faster",
        x: { kind: "log", domain, label: "Their time / ours", ticks: ticksOf(domain) },
        y: {
          kind: "linear",
          domain: [0.5, rows.length + 0.5],
          label: "",
          ticks: rows.map(({ label }, row) => ({ value: heightOf(row), label })),
        },
        marks: [
          { type: "line", x: [1, 1], y: [0.5, rows.length + 0.5], style: { colour: "muted", width: 1.2, dash: "4 4" } },
          ...marks,
        ],
      },
    ],
  };
}

/** Ratios are read as numbers: 1, 2 and 5 times powers of ten without powers, beyond two decades fewer. */
function ticksOf([low, high]: readonly [number, number]): Tick[] {
  const factors = high / low > 300 ? [1] : [1, 2, 5];
  const values = [-1, 0, 1, 2, 3, 4].flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`)));
  return values.filter((value) => value >= low && value <= high).map((value) => ({ value, label: String(value) }));
}
