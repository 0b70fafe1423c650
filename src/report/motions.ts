import type { BoundedQuantity, System } from "../mechanics/index.js";
import { formatNumber } from "./numbers.js";
import { extent, linearDomain, logDomain } from "./svg/domain.js";
import { type Figure, type FigureOptions, renderFigure } from "./svg/figure.js";
import { joinLabels, type Label, symbolLabel, unitText } from "./svg/label.js";
import type { Axis, Panel } from "./svg/panel.js";
import type { Style } from "./svg/style.js";

/** A motion to be drawn. */
export interface DrawnMotion {
  /** Number of the trajectory in its data set. */
  readonly trajectory: number;
  /** The system with this trajectory's own constants, for its energy. */
  readonly system: System;
  /** Seconds [N]. */
  readonly times: ArrayLike<number>;
  /** Own states [N][2d]. */
  readonly states: Float64Array;
  /** Whether the states carry noise. */
  readonly noisy?: boolean;
}

/** Degrees of freedom that a figure has room for. */
const MAX_COORDINATES = 6;

/** One look a motion; they differ in dash as well as in colour. */
const styles: readonly Style[] = [
  { colour: "blue", width: 1.8 },
  { colour: "vermillion", width: 1.8, dash: "7 3" },
  { colour: "green", width: 1.8, dash: "2 3" },
  { colour: "purple", width: 1.8, dash: "9 3 2 3" },
  { colour: "orange", width: 1.8, dash: "1 4" },
];

/** As many motions as a figure tells apart. */
export const MAX_DRAWN_MOTIONS = styles.length;

/**
 * Motions of a system: a row a degree of freedom with its position and its momentum against time and its phase portrait, then
 * the paths of bodies that move in a plane, and the energy error against time.
 *
 * @param motions one to `MAX_DRAWN_MOTIONS`, of systems that differ by constants at most
 * @returns one SVG image
 */
export function motionsFigure(motions: readonly DrawnMotion[], options: FigureOptions = {}): string {
  return renderFigure(motionsModel(motions), options);
}

/** The figure of motions as data. */
function motionsModel(motions: readonly DrawnMotion[]): Figure {
  const { system } = motions[0] as DrawnMotion;
  const shown = system.coordinates.slice(0, MAX_COORDINATES);
  const hidden = system.coordinates.length - shown.length;
  const worst = Math.max(...motions.map((motion) => Math.max(...energyErrors(motion))));
  return {
    title: `${system.title}: ${motions.length === 1 ? "a motion" : `${motions.length} motions`}`,
    notes: [
      `Energy error: |H(t) - H(0)| relative to ${formatNumber(system.energyScale)} J; ${formatNumber(worst)} at most. Dots mark the first sample.`,
      ...(motions.some(({ noisy }) => noisy) ? ["The states carry noise, and so do the energies."] : []),
      ...(hidden > 0 ? [`${hidden} further coordinates are not shown.`] : []),
    ],
    legend: motions.map((motion, i) => ({ label: labelOf(motion, motions), style: styles[i] as Style })),
    columns: 3,
    panelSize: { width: 330, height: 230 },
    panels: [
      ...shown.flatMap((coordinate, i) => {
        const [q, p] = [i, system.dimension + i];
        return [
          timePanel(motions, q, coordinate.position),
          timePanel(motions, p, coordinate.momentum),
          phasePanel(motions, q, p),
        ];
      }),
      energyPanel(motions),
      ...planePanels(motions),
    ],
  };
}

/** Number of the trajectory, and its constants where they differ from the others'. */
function labelOf({ trajectory, system }: DrawnMotion, motions: readonly DrawnMotion[]): string {
  const own = Object.entries(system.constants).filter(([name, value]) =>
    motions.some((other) => other.system.constants[name] !== value),
  );
  return [`Trajectory ${trajectory}`, ...own.map(([name, value]) => `${name} ${formatNumber(value)}`)].join(", ");
}

const size = ({ system }: DrawnMotion) => 2 * system.dimension;
const component = (motion: DrawnMotion, index: number) =>
  Array.from({ length: motion.times.length }, (_, n) => motion.states[n * size(motion) + index] as number);

/** A curve a motion, and a dot where each begins. */
function panel(
  heading: Label,
  [x, y]: readonly [Axis, Axis],
  motions: readonly DrawnMotion[],
  select: (motion: DrawnMotion) => { readonly x: readonly number[]; readonly y: readonly number[] },
): Panel {
  const curves = motions.map(select);
  return {
    heading,
    x,
    y,
    marks: [
      ...curves.map((curve, i) => ({ type: "line" as const, ...curve, style: styles[i] as Style })),
      ...curves.map((curve, i) => ({
        type: "dots" as const,
        x: curve.x.slice(0, 1),
        y: curve.y.slice(0, 1),
        colour: (styles[i] as Style).colour,
        radius: 3,
      })),
    ],
  };
}

function axisOf(motions: readonly DrawnMotion[], index: number, quantity: BoundedQuantity): Axis {
  const values = motions.flatMap((motion) => extent(component(motion, index)) ?? []);
  return { kind: "linear", domain: linearDomain(values), label: withUnit(quantity) };
}

const withUnit = ({ name, unit }: BoundedQuantity): Label =>
  unit === "1" ? symbolLabel(name) : joinLabels(symbolLabel(name), ` (${unitText(unit)})`);

function timeAxis(motions: readonly DrawnMotion[]): Axis {
  const [low, high] = extent(motions.flatMap(({ times }) => Array.from(times))) ?? [0, 1];
  return { kind: "linear", domain: [low, high], label: "Time (s)" };
}

const timesOf = ({ times }: DrawnMotion) => Array.from(times);

function timePanel(motions: readonly DrawnMotion[], index: number, quantity: BoundedQuantity): Panel {
  const axes = [timeAxis(motions), axisOf(motions, index, quantity)] as const;
  const select = (motion: DrawnMotion) => ({ x: timesOf(motion), y: component(motion, index) });
  return panel(symbolLabel(quantity.name), axes, motions, select);
}

function phasePanel(motions: readonly DrawnMotion[], q: number, p: number): Panel {
  const { system } = motions[0] as DrawnMotion;
  const { position, momentum } = system.coordinates[q] as System["coordinates"][number];
  const heading = joinLabels("Phase portrait (", symbolLabel(position.name), ", ", symbolLabel(momentum.name), ")");
  const axes = [axisOf(motions, q, position), axisOf(motions, p, momentum)] as const;
  return panel(heading, axes, motions, (motion) => ({ x: component(motion, q), y: component(motion, p) }));
}

/** The path of every body that has two coordinates. */
function planePanels(motions: readonly DrawnMotion[]): Panel[] {
  const { system } = motions[0] as DrawnMotion;
  const places = system.coordinates.map(({ body, slot }, index) => ({ body, slot, index }));
  return places
    .filter(({ slot }) => slot === 0)
    .flatMap(({ body, index }) => {
      const other = places.find((place) => place.body === body && place.slot === 1);
      return other === undefined ? [] : [{ body, a: index, b: other.index }];
    })
    .slice(0, MAX_COORDINATES / 2)
    .map(({ body, a, b }) => {
      const [first, second] = [a, b].map((i) => (system.coordinates[i] as System["coordinates"][number]).position);
      const axes = [
        axisOf(motions, a, first as BoundedQuantity),
        axisOf(motions, b, second as BoundedQuantity),
      ] as const;
      const heading = system.bodies === 1 ? "Path" : `Path of body ${body + 1}`;
      return panel(heading, axes, motions, (motion) => ({ x: component(motion, a), y: component(motion, b) }));
    });
}

function energyErrors({ system, states }: DrawnMotion): number[] {
  const width = 2 * system.dimension;
  const start = system.energy(states.subarray(0, width));
  return Array.from({ length: states.length / width }, (_, n) =>
    Math.abs((system.energy(states.subarray(n * width, (n + 1) * width)) - start) / system.energyScale),
  );
}

function energyPanel(motions: readonly DrawnMotion[]): Panel {
  const errors = motions.map((motion) => energyErrors(motion));
  const axes: readonly [Axis, Axis] = [
    timeAxis(motions),
    { kind: "log", domain: logDomain(errors.flat()), label: "Relative energy error" },
  ];
  // Nothing is left of an error of exactly 0 on this axis, as at the first sample.
  return panel("Energy error", axes, motions, (motion) => ({
    x: timesOf(motion),
    y: errors[motions.indexOf(motion)] ?? [],
  }));
}
