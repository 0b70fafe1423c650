import type { RecordResults, ResultComponent } from "../../../records/results.js";
import { linearDomain } from "../../svg/domain.js";
import type { Figure } from "../../svg/figure.js";
import { joinLabels, symbolLabel } from "../../svg/label.js";
import type { Mark } from "../../svg/marks.js";
import type { Panel } from "../../svg/panel.js";
import type { Style } from "../../svg/style.js";
import {
  dots,
  ending,
  endMark,
  given,
  MOTIONS,
  measured,
  ofMotion,
  predicted,
  taken,
  timeAxis,
  unitLabel,
} from "./marks.js";

const expected: Style = { colour: "vermillion", width: 1.8 };
const limit: Style = { colour: "muted", width: 1, dash: "4 4" };
const bars: Style = { colour: "blue", width: 8, opacity: 0.35 };
/** Residuals beyond this are drawn at the edge. */
const WIDEST = 5;
const BINS = 24;

/** The learned energy along the record and along the prediction, with what friction took and a drive gave. */
export function energyFigure(results: RecordResults): Figure {
  const { motions, energyUnit } = results;
  const shown = motions.slice(0, MOTIONS);
  const friction = shown.some(({ prediction }) => prediction.friction !== null);
  const drive = shown.some(({ prediction }) => prediction.drive !== null);
  return {
    title: "Energy along the motion",
    notes: [
      friction || drive
        ? `Energy less its value at the beginning; ${balances(shown) ? "it is the sum of what friction took and the drive gave" : "what friction took and the drive gave do not make up all of it, as where no single motion of the law explains the record"}. Dots scatter as the measurements do.`
        : "Energy less its value at the beginning. Dots scatter as the measurements do; a trend in them speaks against a conserved energy.",
      ...(energyUnit === "" || energyUnit === "J" ? [] : ["No mass is known, so energies are those for a mass of 1."]),
    ],
    legend: [
      { label: "Of the model's motion", style: predicted },
      ...(shown.some(({ samples }) => samples.energy !== null)
        ? [{ label: "Of the measured states", style: measured }]
        : []),
      ...(friction ? [{ label: "What friction took", style: taken }] : []),
      ...(drive ? [{ label: "What the drive gave", style: given }] : []),
      { label: "End of the record", style: ending },
    ],
    columns: 1,
    panelSize: { width: 560, height: 280 },
    panels: shown.map((motion): Panel => {
      const { samples, prediction } = motion;
      const works = [prediction.friction, prediction.drive].flatMap((values) => values ?? []);
      const domain = linearDomain([...prediction.energy, ...works, ...(samples.energy ?? [])]);
      const work = (values: readonly number[] | null, style: Style): Mark[] =>
        values === null ? [] : [{ type: "line", x: prediction.t, y: values, style }];
      return {
        heading: `Energy${ofMotion(motion, motions.length)}`,
        x: timeAxis(results, [...samples.t, ...prediction.t]),
        y: { kind: "linear", domain, label: `Change of energy${unitLabel(energyUnit)}` },
        marks: [
          ...dots(samples.t, samples.energy),
          { type: "line", x: prediction.t, y: prediction.energy, style: predicted },
          ...work(prediction.friction, taken),
          ...work(prediction.drive, given),
          endMark(motion, domain),
        ],
      };
    }),
  };
}

/** A difference beyond this share of the energy's changes is said. */
const UNBALANCED = 0.05;

/** Whether works make up the changes of energy. */
function balances(motions: RecordResults["motions"]): boolean {
  return motions.every(({ prediction: { energy, friction, drive } }) => {
    const changes = energy.map((value, i) => [value, (friction?.[i] ?? 0) + (drive?.[i] ?? 0)] as const);
    const size = Math.max(...changes.flatMap((pair) => pair.map(Math.abs)));
    return changes.every(([value, work]) => Math.abs(value - work) <= UNBALANCED * size);
  });
}

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
        heading: joinLabels(name, ": measured less model, over the noise"),
        x: timeAxis(results, times),
        y: { kind: "linear", domain: [-WIDEST, WIDEST], label: "Over the noise" },
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
  return {
    title: "What is left over",
    notes: [
      `Where the law says all that the record does, the dots scatter without a pattern, 95 % of them between −2 and 2, and the bars follow the bell curve. Values beyond ±${WIDEST} are drawn at the edge.`,
    ],
    legend: [
      { label: "Measured less model", style: measured },
      { label: "Share of the samples", style: bars },
      { label: "Pure noise", style: expected },
    ],
    columns: 2,
    panelSize: { width: 460, height: 220 },
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
    x: { kind: "linear", domain: [-WIDEST, WIDEST], label: "Over the noise" },
    y: { kind: "linear", domain: [0, linearDomain([0, ...heights, ...bell])[1]], label: "Density" },
    marks: [
      { type: "region", rings, colour: "blue", fillOpacity: 0.35, strokeOpacity: 0.6 },
      { type: "line", x: places, y: bell, style: expected },
    ],
  };
}
