import type { RecordResults, ResultComponent } from "../../../records/results.js";
import { linearDomain } from "../../svg/domain.js";
import type { Figure } from "../../svg/figure.js";
import { joinLabels, symbolLabel } from "../../svg/label.js";
import type { Mark } from "../../svg/marks.js";
import type { Panel } from "../../svg/panel.js";
import type { Style } from "../../svg/style.js";
import { dots, MOTIONS, measured, timeAxis } from "./marks.js";

const expected: Style = { colour: "vermillion", width: 1.8 };
const limit: Style = { colour: "muted", width: 1, dash: "4 4" };
const bars: Style = { colour: "blue", width: 8, opacity: 0.35 };
/** Residuals beyond this are drawn at the edge. */
const WIDEST = 5;
const BINS = 24;
/** Residuals below this share of the noise are those of a record that has next to none. */
const BELOW_NOISE = 0.2;
/** Those whose size is below this are of a motion that follows the measurements closer than the noise asks for. */
const FOLLOWED = 0.5;

/** What the model leaves unexplained, over the noise, and how it is spread; undefined where it is not known. */
export function residualFigure(results: RecordResults): Figure | undefined {
  const { components, motions } = results;
  const shown = motions.slice(0, MOTIONS);
  const panels = components.flatMap((component, a): Panel[] => {
    const all = motions.flatMap(({ samples }) => samples.residuals[a] ?? []);
    if (all.length === 0) return [];
    const name = symbolLabel(component.name);
    const times = shown.flatMap(({ samples }) => samples.t);
    return [
      {
        heading: joinLabels(name, ": measured less model"),
        x: timeAxis(results, times),
        y: { kind: "linear", domain: [-WIDEST, WIDEST], label: "Residual over its noise" },
        marks: [
          ...[-2, 0, 2].map((level): Mark => {
            const [from, to] = [Math.min(...times), Math.max(...times)];
            return { type: "line", x: [from, to], y: [level, level], style: limit };
          }),
          ...shown.flatMap(({ samples }) => dots(samples.t, samples.residuals[a]?.map(withinEdges))),
        ],
      },
      histogram(component, all),
    ];
  });
  if (panels.length === 0) return undefined;
  const all = motions.flatMap(({ samples }) => samples.residuals.flatMap((values) => values ?? []));
  const size = Math.sqrt(all.reduce((sum, value) => sum + value ** 2 / all.length, 0));
  return {
    title: "What is left over",
    notes: [
      ...(results.residual < BELOW_NOISE
        ? ["What is left is far below the least noise that is taken for possible, a millionth of the motion's size."]
        : size < FOLLOWED
          ? [
              "No single motion of the law explains the record, so the model's is corrected at every row by more than the noise, and what is left is less than that.",
            ]
          : []),
      `Where the law says all that the record does, the dots scatter without a pattern, 95 % of them between −2 and 2, and the bars follow the bell curve. Values beyond ±${WIDEST} are drawn at the edge.`,
    ],
    legend: [
      { label: "Measured less model", style: measured },
      { label: "Share of the samples", style: bars },
      { label: "Pure noise", style: expected },
    ],
    columns: 2,
    panelSize: { width: 400, height: 220 },
    panels,
  };
}

const withinEdges = (value: number) => Math.max(-WIDEST, Math.min(WIDEST, value));

function histogram(component: ResultComponent, values: readonly number[]): Panel {
  const width = (2 * WIDEST) / BINS;
  const counts = new Array<number>(BINS).fill(0);
  for (const value of values) {
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor((withinEdges(value) + WIDEST) / width)));
    counts[bin] = (counts[bin] as number) + 1;
  }
  const heights = counts.map((count) => count / values.length / width);
  const places = Array.from({ length: 101 }, (_, i) => -WIDEST + (2 * WIDEST * i) / 100);
  const bell = places.map((z) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI));
  const rings = heights.flatMap((height, k): [number, number][][] => {
    const [left, right] = [-WIDEST + k * width, -WIDEST + (k + 1) * width];
    return height === 0
      ? []
      : [
          [
            [left, 0],
            [left, height],
            [right, height],
            [right, 0],
          ],
        ];
  });
  return {
    heading: joinLabels(symbolLabel(component.name), ": how the residuals are spread"),
    x: { kind: "linear", domain: [-WIDEST, WIDEST], label: "Residual over its noise" },
    y: { kind: "linear", domain: [0, linearDomain([0, ...heights, ...bell])[1]], label: "Share per unit" },
    marks: [
      { type: "region", rings, colour: "blue", fillOpacity: 0.35, strokeOpacity: 0.6 },
      { type: "line", x: places, y: bell, style: expected },
    ],
  };
}
