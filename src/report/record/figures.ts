import type { RecordResults, ResultComponent, ResultMotion } from "../../records/results.js";
import { extent, linearDomain } from "../svg/domain.js";
import { type Figure, renderFigure } from "../svg/figure.js";
import { joinLabels, type Label, symbolLabel, unitText } from "../svg/label.js";
import type { Mark } from "../svg/marks.js";
import type { Panel } from "../svg/panel.js";
import type { Style } from "../svg/style.js";

const predicted: Style = { colour: "blue", width: 2 };
const measured: Style = { colour: "ink", width: 0, marker: "circle" };
const ending: Style = { colour: "muted", width: 1.2, dash: "4 4" };
/** Motions that a figure shows; more would not be told apart. */
const MOTIONS = 4;
/** Dots of a panel: more would hide the curve. */
const DOTS = 300;

/** Measured and predicted coordinates and momenta against time. */
export function fitFigure(results: RecordResults): Figure {
  const { components, motions, time } = results;
  return {
    title: "Record and prediction",
    notes: [
      "Bands: two standard deviations over energies that the record leaves possible. Dashed line: end of the record; beyond it everything is prediction.",
      ...(motions.length > MOTIONS ? [`The first ${MOTIONS} of ${motions.length} motions.`] : []),
    ],
    legend: [
      { label: "Measured", style: measured },
      { label: "Model", style: predicted },
      { label: "End of the record", style: ending },
    ],
    columns: 2,
    panelSize: { width: 500, height: 240 },
    panels: motions.slice(0, MOTIONS).flatMap((motion) =>
      pairs(components).flatMap((pair) =>
        pair.map((a): Panel => {
          const component = components[a] as ResultComponent;
          return {
            heading: heading(component, motion, motions.length),
            x: {
              kind: "linear",
              domain: extent([...motion.samples.t, ...motion.prediction.t]) ?? [0, 1],
              label: axis("Time", time.unit),
            },
            y: { kind: "linear", domain: domainOf(motion, a), label: quantity(component) },
            marks: timeMarks(motion, a),
          };
        }),
      ),
    ),
  };
}

/** Phase portraits: momentum against coordinate. */
export function phaseFigure({ components, motions }: RecordResults): Figure {
  const d = components.length / 2;
  const columns = d === 1 ? 1 : d === 2 || d === 4 ? 2 : 3;
  return {
    title: "Phase portraits",
    notes: ["Measured states and the model's motion, one panel a coordinate with its momentum."],
    legend: [
      ...(components[d]?.measured === true ? [{ label: "Measured", style: measured }] : []),
      { label: "Model", style: predicted },
    ],
    columns,
    panelSize: columns === 1 ? { width: 520, height: 380 } : { width: 360, height: 290 },
    panels: Array.from({ length: d }, (_, c): Panel => {
      const [q, p] = [components[c] as ResultComponent, components[d + c] as ResultComponent];
      const shown = motions.slice(0, MOTIONS);
      const values = (a: number) =>
        shown.flatMap(({ prediction, samples }) => [...(prediction.values[a] ?? []), ...(samples.values[a] ?? [])]);
      return {
        heading: joinLabels(symbolLabel(p.name), " against ", symbolLabel(q.name)),
        x: { kind: "linear", domain: linearDomain(values(c)), label: quantity(q) },
        y: { kind: "linear", domain: linearDomain(values(d + c)), label: quantity(p) },
        marks: shown.flatMap((motion): Mark[] => [
          {
            type: "line",
            x: motion.prediction.values[c] ?? [],
            y: motion.prediction.values[d + c] ?? [],
            style: predicted,
          },
          ...dots(motion.samples.values[c], motion.samples.values[d + c]),
        ]),
      };
    }),
  };
}

/** The learned energy along the record and along the prediction. */
export function energyFigure({ motions, time }: RecordResults): Figure {
  const shown = motions.slice(0, MOTIONS);
  return {
    title: "Energy along the motion",
    notes: [
      "Learned H less its value at the beginning, in units of action over time. Dots scatter as the measurements do; a trend in them speaks against a conserved energy.",
    ],
    legend: [
      { label: "Of the measured states", style: measured },
      { label: "Of the model's motion", style: predicted },
      { label: "End of the record", style: ending },
    ],
    columns: 1,
    panelSize: { width: 720, height: 260 },
    panels: shown.map((motion): Panel => {
      const { samples, prediction } = motion;
      const domain = linearDomain([...prediction.energy, ...(samples.energy ?? [])]);
      return {
        heading: motions.length === 1 ? "Energy" : `Energy of ${motion.id}`,
        x: {
          kind: "linear",
          domain: extent([...samples.t, ...prediction.t]) ?? [0, 1],
          label: axis("Time", time.unit),
        },
        y: { kind: "linear", domain, label: "H − H(start)" },
        marks: [
          ...dots(samples.t, samples.energy),
          { type: "line", x: prediction.t, y: prediction.energy, style: predicted },
          endMark(motion, domain),
        ],
      };
    }),
  };
}

/** The figures of an adaptation by their files' names. */
export function recordFigures(results: RecordResults): [name: string, figure: Figure][] {
  return [
    ["fit", fitFigure(results)],
    ["phase", phaseFigure(results)],
    ["energy", energyFigure(results)],
  ];
}

/** The same as SVG. */
export const drawRecordFigures = (results: RecordResults): [string, string][] =>
  recordFigures(results).map(([name, figure]) => [name, renderFigure(figure)]);

/** Position and momentum of every coordinate, side by side. */
function pairs(components: readonly ResultComponent[]): [number, number][] {
  const d = components.length / 2;
  return Array.from({ length: d }, (_, c) => [c, d + c]);
}

function timeMarks(motion: ResultMotion, a: number): Mark[] {
  const { prediction, samples } = motion;
  const values = prediction.values[a] ?? [];
  const deviations = prediction.deviations[a] ?? [];
  const shifted = (factor: number) => values.map((value, i) => value + factor * (deviations[i] ?? 0));
  return [
    { type: "band", x: prediction.t, low: shifted(-2), high: shifted(2), style: predicted },
    { type: "line", x: prediction.t, y: values, style: predicted },
    ...dots(samples.t, samples.values[a]),
    endMark(motion, domainOf(motion, a)),
  ];
}

function dots(x: readonly number[] | null | undefined, y: readonly number[] | null | undefined): Mark[] {
  if (x == null || y == null) return [];
  const stride = Math.ceil(x.length / DOTS);
  const some = (values: readonly number[]) => values.filter((_, i) => i % stride === 0);
  return [{ type: "dots", x: some(x), y: some(y), colour: "ink", radius: 2 }];
}

function endMark({ prediction }: ResultMotion, [low, high]: readonly [number, number]): Mark {
  return { type: "line", x: [prediction.recordEnd, prediction.recordEnd], y: [low, high], style: ending };
}

/** The range of the measurements and of the model's motion, but not so far that a runaway flattens everything else. */
function domainOf({ samples, prediction }: ResultMotion, a: number): [number, number] {
  const seen = prediction.values[a]?.filter((_, i) => (prediction.t[i] ?? 0) <= prediction.recordEnd) ?? [];
  const [low, high] = extent([...(samples.values[a] ?? []), ...seen]) ?? [0, 1];
  const room = high - low || 1;
  const clamped = (prediction.values[a] ?? []).map((value) => Math.min(Math.max(value, low - room), high + room));
  return linearDomain([low - room / 20, high + room / 20, ...clamped]);
}

function heading(component: ResultComponent, { id }: ResultMotion, motions: number): Label {
  const name = symbolLabel(component.name);
  const of = motions === 1 ? "" : ` of ${id}`;
  return joinLabels(name, of, component.measured ? "" : " (not measured)");
}

const axis = (word: string, unit: string) => (unit === "" || unit === "1" ? word : `${word} (${unitText(unit)})`);

function quantity({ name, unit }: ResultComponent): Label {
  return unit === "" || unit === "1" ? symbolLabel(name) : joinLabels(symbolLabel(name), ` (${unitText(unit)})`);
}
