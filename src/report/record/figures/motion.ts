import type { RecordResults, ResultComponent, ResultMotion } from "../../../records/results.js";
import { extent, linearDomain } from "../../svg/domain.js";
import type { Figure } from "../../svg/figure.js";
import { joinLabels, type Label, symbolLabel } from "../../svg/label.js";
import type { Mark } from "../../svg/marks.js";
import type { Panel } from "../../svg/panel.js";
import {
  axisAround,
  dots,
  ending,
  endMark,
  MOTIONS,
  measured,
  ofMotion,
  predicted,
  quantity,
  timeAxis,
} from "./marks.js";

/** Measured and predicted coordinates and velocities against time. */
export function fitFigure(results: RecordResults): Figure {
  const { components, motions } = results;
  return {
    title: "Record and prediction",
    notes: [
      "Bands: two standard deviations over the laws that the record leaves possible. Dashed line: end of the record; beyond it everything is prediction.",
      ...(motions.some(partly)
        ? ["Of what is very long, the model's motion is drawn about the end of the record only."]
        : []),
      ...(motions.length > MOTIONS ? [`The first ${MOTIONS} of ${motions.length} motions.`] : []),
    ],
    legend: [
      { label: "Measured", style: measured },
      { label: "Model", style: predicted },
      { label: "End of the record", style: ending },
    ],
    columns: 2,
    panelSize: { width: 400, height: 230 },
    panels: motions.slice(0, MOTIONS).flatMap((motion) =>
      pairs(components).flatMap((pair) =>
        pair.map((a): Panel => {
          const component = components[a] as ResultComponent;
          return {
            heading: heading(component, motion, motions.length),
            x: timeAxis(results, [...motion.samples.t, ...motion.prediction.t]),
            y: { kind: "linear", domain: domainOf(motion, a), label: quantity(component) },
            marks: timeMarks(motion, a),
          };
        }),
      ),
    ),
  };
}

/** Whether a motion's curve leaves out the beginning of a record. */
const partly = ({ samples, prediction }: ResultMotion) => (prediction.t[0] ?? 0) > (samples.t[0] ?? 0);

/** What a model that had not seen the end predicted for it, beside what was measured. */
export function heldOutFigure(results: RecordResults): Figure | undefined {
  const { components, motions } = results;
  const shown = motions.filter(({ heldOut }) => heldOut.t.length > 1).slice(0, MOTIONS);
  if (shown.length === 0) return undefined;
  const measuredOnes = components.flatMap(({ measured: own }, a) => (own ? [a] : []));
  return {
    title: "The held-out end",
    notes: [
      "The prediction was made by a model that was given the record up to the beginning of this time and nothing of what is shown.",
    ],
    legend: [
      { label: "Measured, not shown to the model", style: measured },
      { label: "Its prediction", style: predicted },
    ],
    columns: measuredOnes.length === 1 ? 1 : 2,
    panelSize: measuredOnes.length === 1 ? { width: 440, height: 260 } : { width: 400, height: 230 },
    panels: shown.flatMap((motion) =>
      measuredOnes.map((a): Panel => {
        const component = components[a] as ResultComponent;
        const { t, measured: seen, predicted: own } = motion.heldOut;
        const values = own[a] ?? [];
        return {
          heading: heading(component, motion, motions.length),
          x: timeAxis(results, t),
          y: axisAround([...(seen[a] ?? []), ...clamped(values, seen[a] ?? [])], quantity(component)),
          marks: [{ type: "line", x: t, y: values, style: predicted }, ...dots(t, seen[a])],
        };
      }),
    ),
  };
}

/** Velocity, or momentum, against position. */
export function phaseFigure({ components, motions }: RecordResults): Figure {
  const d = components.length / 2;
  const columns = d === 1 ? 1 : d === 2 || d === 4 ? 2 : 3;
  const shown = motions.slice(0, MOTIONS);
  return {
    title: "Phase portraits",
    notes: ["Measured states and the model's motion, one panel a coordinate with its velocity (or momentum)."],
    legend: [
      ...(components[d]?.measured === true ? [{ label: "Measured", style: measured }] : []),
      { label: "Model", style: predicted },
    ],
    columns,
    panelSize: columns === 1 ? { width: 440, height: 340 } : { width: 360, height: 290 },
    panels: Array.from({ length: d }, (_, c): Panel => {
      const [q, p] = [components[c] as ResultComponent, components[d + c] as ResultComponent];
      return {
        heading: joinLabels(symbolLabel(p.name), " against ", symbolLabel(q.name)),
        x: axisAround(
          shown.flatMap((motion) => seenAndPredicted(motion, c)),
          quantity(q),
        ),
        y: axisAround(
          shown.flatMap((motion) => seenAndPredicted(motion, d + c)),
          quantity(p),
        ),
        marks: shown.flatMap((motion) => against(motion, c, d + c)),
      };
    }),
  };
}

/** Paths y against x with one scale, of every body that moves in a plane; undefined where there is none. */
export function pathFigure({ components, motions }: RecordResults): Figure | undefined {
  const shown = motions.slice(0, MOTIONS);
  const planes = planesOf(components.slice(0, components.length / 2));
  if (planes.length === 0) return undefined;
  return {
    title: "Paths",
    notes: ["Both axes have the same scale."],
    legend: [
      { label: "Measured", style: measured },
      { label: "Model", style: predicted },
    ],
    columns: planes.length === 1 ? 1 : 2,
    panelSize: { width: 440, height: 420 },
    panels: planes.map(([x, y]): Panel => {
      const [across, up] = [components[x] as ResultComponent, components[y] as ResultComponent];
      return {
        heading: joinLabels(symbolLabel(up.name), " against ", symbolLabel(across.name)),
        x: axisAround(
          shown.flatMap((motion) => seenAndPredicted(motion, x)),
          quantity(across),
        ),
        y: axisAround(
          shown.flatMap((motion) => seenAndPredicted(motion, y)),
          quantity(up),
        ),
        equal: true,
        marks: shown.flatMap((motion) => against(motion, x, y)),
      };
    }),
  };
}

/** Pairs of coordinates called x and y, or x and z or y and z without the third, of one unit and with the same number behind. */
function planesOf(coordinates: readonly ResultComponent[]): [number, number][] {
  const find = (letter: string, suffix: string) =>
    coordinates.findIndex(({ name }) => name.toLowerCase() === `${letter}${suffix}`);
  const suffixes = new Set(coordinates.map(({ name }) => /^[xyz](_?\d*)$/i.exec(name)?.[1]));
  return [...suffixes].flatMap((suffix): [number, number][] => {
    if (suffix === undefined) return [];
    const [x, y, z] = ["x", "y", "z"].map((letter) => find(letter, suffix)) as [number, number, number];
    const pair: [number, number] = x >= 0 && y >= 0 ? [x, y] : x >= 0 ? [x, z] : [y, z];
    return pair[0] >= 0 && pair[1] >= 0 && coordinates[pair[0]]?.unit === coordinates[pair[1]]?.unit ? [pair] : [];
  });
}

const against = (motion: ResultMotion, x: number, y: number): Mark[] => [
  { type: "line", x: motion.prediction.values[x] ?? [], y: motion.prediction.values[y] ?? [], style: predicted },
  ...dots(motion.samples.values[x], motion.samples.values[y]),
];

/** What was measured of a component, and the model's values, but not so far away that a runaway flattens everything else. */
function seenAndPredicted({ prediction, samples }: ResultMotion, a: number): number[] {
  const within = (prediction.values[a] ?? []).filter((_, i) => (prediction.t[i] ?? 0) <= prediction.recordEnd);
  const seen = [...(samples.values[a] ?? []), ...within];
  return [...seen, ...clamped(prediction.values[a] ?? [], seen)];
}

/** Values drawn back to at most one range beyond the range of `seen`. */
function clamped(values: readonly number[], seen: readonly number[]): number[] {
  const [low, high] = extent(seen) ?? extent(values) ?? [0, 1];
  const room = high - low || 1;
  return values.map((value) => Math.min(Math.max(value, low - room), high + room));
}

/** Position and velocity of every coordinate, side by side. */
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

function domainOf(motion: ResultMotion, a: number): [number, number] {
  return linearDomain(seenAndPredicted(motion, a));
}

function heading(component: ResultComponent, motion: ResultMotion, motions: number): Label {
  const name = symbolLabel(component.name);
  return joinLabels(name, ofMotion(motion, motions), component.measured ? "" : " (not measured)");
}
