import type { ExampleCoordinate, ExampleMotion, HeldOutResult } from "../../measure/index.js";
import { extent, linearDomain } from "../svg/domain.js";
import { type Figure, type FigureOptions, renderFigure } from "../svg/figure.js";
import { joinLabels, type Label, symbolLabel, unitText } from "../svg/label.js";
import type { Mark } from "../svg/marks.js";
import type { Panel } from "../svg/panel.js";
import type { Style } from "../svg/style.js";
import { networkStyle } from "./networks.js";

type Prediction = ExampleMotion["predictions"][number];

const truthStyle: Style = { colour: "ink", width: 5, opacity: 0.3 };
const supportStyle: Style = { colour: "ink", width: 0, marker: "circle" };

/**
 * Figure 2: one test trajectory, true and predicted after `step` adaptation steps: a row a degree of freedom with its
 * position and its momentum against time and, unless it is surplus, its phase portrait.
 *
 * @param step adaptation step; methods without a prediction at it are left out
 * @returns one SVG image
 */
export function figure2(result: HeldOutResult, step: number, options: FigureOptions = {}): string {
  return renderFigure(figure2Model(result, step), options);
}

/** The adaptation steps that the example trajectory was predicted at, in increasing order. */
export function exampleSteps(result: HeldOutResult): number[] {
  return [...new Set(result.example.predictions.map((prediction) => prediction.step))].sort((a, b) => a - b);
}

/** Figure 2 as data. */
export function figure2Model(result: HeldOutResult, step: number): Figure {
  const { example } = result;
  const predictions = example.predictions.filter((prediction) => prediction.step === step);
  const label = (prediction: Prediction) =>
    result.methods.find(({ name }) => name === prediction.method)?.label ?? prediction.method;
  return {
    title: `${result.title}: one test trajectory after ${step} adaptation steps`,
    notes: [
      `Test trajectory ${example.trajectory}. Predicted curves are cut off where they leave the frame and stay constant after an escape.`,
      ...(example.coordinates.some(({ surplus }) => surplus)
        ? [
            "Surplus: a coordinate that the system does not have, kept constant so that every body is a two-dimensional node.",
          ]
        : []),
    ],
    legend: [
      { label: "Truth", style: truthStyle },
      ...predictions.map((prediction) => ({ label: label(prediction), style: curveStyle(prediction) })),
      { label: `Support points (${example.support.length})`, style: supportStyle },
    ],
    columns: 3,
    panelSize: { width: 330, height: 230 },
    panels: example.coordinates.flatMap((coordinate, i) =>
      coordinate.kind === "position" ? degreeOfFreedom(example, predictions, i) : [],
    ),
  };
}

/** Position, momentum and phase portrait of the degree of freedom whose position is coordinate `q`. */
function degreeOfFreedom(example: ExampleMotion, predictions: readonly Prediction[], q: number): (Panel | undefined)[] {
  const position = example.coordinates[q] as ExampleCoordinate;
  const p = position.conjugate;
  return [
    timePanel(example, predictions, q),
    example.coordinates[p] === undefined ? undefined : timePanel(example, predictions, p),
    position.surplus ? undefined : phasePanel(example, predictions, q, p),
  ];
}

function timePanel(example: ExampleMotion, predictions: readonly Prediction[], index: number): Panel | undefined {
  const coordinate = example.coordinates[index];
  if (coordinate === undefined) return undefined;
  const { t } = example;
  return {
    heading: joinLabels(
      symbolLabel(coordinate.name),
      bodyWords(example, coordinate),
      coordinate.surplus ? " (surplus)" : "",
    ),
    x: { kind: "linear", domain: extentOrUnit(t), label: "Time (s)" },
    y: { kind: "linear", domain: coordinateDomain(example, predictions, index), label: axisLabel(coordinate) },
    marks: motionMarks(example, predictions, (values, times) => ({ x: times, y: values[index] ?? [] })),
  };
}

function phasePanel(
  example: ExampleMotion,
  predictions: readonly Prediction[],
  q: number,
  p: number,
): Panel | undefined {
  const position = example.coordinates[q];
  const momentum = example.coordinates[p];
  if (position === undefined || momentum === undefined) return undefined;
  return {
    heading: joinLabels("Phase portrait (", symbolLabel(position.name), ", ", symbolLabel(momentum.name), ")"),
    x: { kind: "linear", domain: coordinateDomain(example, predictions, q), label: axisLabel(position) },
    y: { kind: "linear", domain: coordinateDomain(example, predictions, p), label: axisLabel(momentum) },
    marks: motionMarks(example, predictions, (values) => ({ x: values[q] ?? [], y: values[p] ?? [] })),
  };
}

/** Truth, predictions and support points of a panel; `select` picks what it shows of values[coordinate][time] and times. */
function motionMarks(
  example: ExampleMotion,
  predictions: readonly Prediction[],
  select: (
    values: ExampleMotion["truth"],
    times: readonly number[],
  ) => { readonly x: readonly number[]; readonly y: readonly number[] },
): Mark[] {
  const { t, support, observed } = example;
  const truth = select(example.truth, t);
  const pick = (values: readonly number[]) => support.map((i) => values[i] ?? Number.NaN);
  const points = observed === undefined ? { x: pick(truth.x), y: pick(truth.y) } : select(observed.values, observed.t);
  return [
    { type: "line", ...truth, style: truthStyle },
    { type: "dots", ...points, colour: "ink", radius: 2 },
    ...predictions.map(
      (prediction): Mark => ({ type: "line", ...select(prediction.values, t), style: curveStyle(prediction) }),
    ),
  ];
}

/** A method's colour and dash, without markers: those are the support points here. */
function curveStyle(prediction: Prediction): Style {
  return { ...networkStyle(prediction.method), marker: undefined };
}

/**
 * The range of a coordinate: that of the truth and of the predictions, but never so far towards a diverging prediction
 * that the truth becomes a flat line.
 */
function coordinateDomain(example: ExampleMotion, predictions: readonly Prediction[], index: number): [number, number] {
  const [low, high] = extent(example.truth[index] ?? []) ?? [0, 0];
  const room = 0.6 * Math.max(high - low, 0.4 * largestSpan(example, index));
  const clamped = predictions
    .flatMap(({ values }) => extent(values[index] ?? []) ?? [])
    .map((value) => Math.min(Math.max(value, low - room), high + room));
  // A margin of a twentieth keeps the truth off the frame.
  const margin = Math.max(room, 1e-9) / 12;
  return linearDomain([low - margin, high + margin, ...clamped]);
}

/** The largest span of the truth over coordinates of the same kind: what a constant one's predictions are measured against. */
function largestSpan({ coordinates, truth }: ExampleMotion, index: number): number {
  const spans = truth.map((values, i) => {
    const [low, high] = (coordinates[i]?.kind === coordinates[index]?.kind ? extent(values) : undefined) ?? [0, 0];
    return high - low;
  });
  return Math.max(0, ...spans) || 1;
}

function extentOrUnit(values: readonly number[]): [number, number] {
  const [low, high] = extent(values) ?? [0, 1];
  return low < high ? [low, high] : [low, low + 1];
}

function bodyWords({ coordinates }: ExampleMotion, { body }: ExampleCoordinate): string {
  return coordinates.some((other) => other.body !== body) ? ` of body ${body + 1}` : "";
}

function axisLabel({ name, unit }: ExampleCoordinate): Label {
  return unit === "" ? symbolLabel(name) : joinLabels(symbolLabel(name), ` (${unitText(unit)})`);
}
