import type { Quantity } from "../../../mechanics/index.js";
import type { RecordResults, ResultMotion } from "../../../records/results.js";
import { extent, linearDomain } from "../../svg/domain.js";
import { expressionLabel, joinLabels, type Label, unitText } from "../../svg/label.js";
import type { Mark } from "../../svg/marks.js";
import type { Axis } from "../../svg/panel.js";
import type { Style } from "../../svg/style.js";

export const predicted: Style = { colour: "blue", width: 2 };
export const measured: Style = { colour: "ink", width: 0, marker: "circle" };
export const ending: Style = { colour: "muted", width: 1.2, dash: "4 4" };
export const taken: Style = { colour: "vermillion", width: 1.8, dash: "7 4" };
export const given: Style = { colour: "green", width: 1.8, dash: "2 3" };

/** Motions that a figure shows; more would not be told apart. */
export const MOTIONS = 4;
/** Dots of a panel: more would hide the curve. */
const DOTS = 300;

/** Measurements as dots, an even selection where there are many. */
export function dots(x: readonly number[] | null | undefined, y: readonly number[] | null | undefined): Mark[] {
  if (x == null || y == null) return [];
  const stride = Math.ceil(x.length / DOTS);
  const some = (values: readonly number[]) => values.filter((_, i) => i % stride === 0);
  return [{ type: "dots", x: some(x), y: some(y), colour: "ink", radius: 2 }];
}

/** The dashed line at the end of the record. */
export function endMark({ prediction }: ResultMotion, [low, high]: readonly [number, number]): Mark {
  return { type: "line", x: [prediction.recordEnd, prediction.recordEnd], y: [low, high], style: ending };
}

/** "(m/s²)" after a name; nothing where the unit is not known or 1. */
export const unitLabel = (unit: string): string => (unit === "" || unit === "1" ? "" : ` (${unitText(unit)})`);

/** A quantity as an axis names it. */
export const quantity = ({ name, unit }: Quantity): Label => joinLabels(expressionLabel(name), unitLabel(unit));

/** An axis of times. */
export const timeAxis = ({ time }: Pick<RecordResults, "time">, times: readonly number[]): Axis => ({
  kind: "linear",
  domain: spanned(times),
  label: `Time${unitLabel(time.unit)}`,
});

/** An axis around some values, ending on round numbers. */
export const axisAround = (values: readonly number[], label: Label): Axis => ({
  kind: "linear",
  domain: linearDomain(values),
  label,
});

/** The range of some values, never empty. */
export function spanned(values: readonly number[]): [number, number] {
  const [low, high] = extent(values) ?? [0, 1];
  return low < high ? [low, high] : [low - 1, high + 1];
}

/** " of fall3", or " of motion 3" where they are numbered, where there are several. */
export const ofMotion = ({ id }: Pick<ResultMotion, "id">, motions: number): string =>
  motions === 1 ? "" : ` of ${/^[\d.]+$/.test(id) ? "motion " : ""}${id}`;

/** What is to be known of energies where no mass is. */
export const massNote = ({
  energyUnit,
  massKnown = false,
}: Pick<RecordResults, "energyUnit" | "massKnown">): string[] =>
  energyUnit === "" || energyUnit === "J" || massKnown
    ? []
    : ["No mass is known, so energies are those for a mass of 1."];
