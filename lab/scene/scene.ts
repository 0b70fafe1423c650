import type { System } from "../../src/mechanics/index.js";
import type { TrueMotion } from "../compute/messages.js";
import { mirror } from "./mirror.js";
import { doublePendulumDrawing, pendulumDrawing } from "./pendulums.js";
import { bodiesInPlane, line, pointInPlane } from "./points.js";
import type { Drawing, Scene } from "./sketch.js";
import { chain, spring } from "./springs.js";
import { wells } from "./wells.js";

type Maker = (system: System, box: ArrayLike<number>) => Drawing;

const makers: Readonly<Record<string, Maker>> = {
  pendulum: pendulumDrawing,
  "double-pendulum": doublePendulumDrawing,
  "mass-spring": spring,
  "magnetic-mirror": mirror,
  duffing: wells,
};

/** Room around what the motion fills, as a share of its larger side. */
const ROOM = 0.16;

/** The scene of a motion of a system, so near that the motion fills it. */
export function sceneOf(system: System, { box, states, t }: Pick<TrueMotion, "box" | "states" | "t">): Scene {
  const drawing = drawingOf(system, box);
  const size = states.length / t.length;
  const points = Array.from({ length: t.length }, (_, i) => {
    const { bodies, fixed = [], rods = [] } = drawing.sketch(states.subarray(i * size, (i + 1) * size));
    return [...bodies, ...fixed, ...rods.flat()];
  }).flat();
  const [x, y] = [0, 1].map((axis) => {
    const values = points.map((point) => point[axis as 0 | 1]);
    return [Math.min(...values), Math.max(...values)] as [number, number];
  }) as [[number, number], [number, number]];
  const room = ROOM * Math.max(x[1] - x[0], y[1] - y[0], 1e-6);
  return { ...drawing, view: { x: [x[0] - room, x[1] + room], y: [y[0] - room, y[1] + room] } };
}

/** How a system is drawn whose own states stay in [-box, box]. */
function drawingOf(system: System, box: ArrayLike<number>): Drawing {
  const known = makers[system.name];
  if (known !== undefined) return known(system, box);
  if (system.name.startsWith("spring-chain-")) return chain(system, box);
  const { dimension, bodies, coordinates } = system;
  const angles = coordinates.filter(({ position }) => /^(theta|phi)/.test(position.name)).length;
  if (angles === dimension && dimension === 1) return pendulumDrawing(system);
  if (angles === dimension && dimension === 2) return doublePendulumDrawing(system);
  if (dimension === 2 * bodies && bodies > 1) return bodiesInPlane(system);
  if (dimension === 2) return pointInPlane();
  return line(system, box);
}
