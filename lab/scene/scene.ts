import type { System } from "../../src/mechanics/index.js";
import { chain, spring } from "./springs.js";
import { doublePendulum, pendulum } from "./pendulums.js";
import { bodiesInPlane, line, pointInPlane } from "./points.js";
import { mirror } from "./mirror.js";
import type { Scene } from "./sketch.js";
import { wells } from "./wells.js";

type SceneMaker = (system: System, box: ArrayLike<number>) => Scene;

const makers: Readonly<Record<string, SceneMaker>> = {
  pendulum,
  "double-pendulum": doublePendulum,
  "mass-spring": spring,
  "magnetic-mirror": mirror,
  duffing: wells,
};

/** The scene of a system whose own states stay in [-box, box]. */
export function sceneOf(system: System, box: ArrayLike<number>): Scene {
  const known = makers[system.name];
  if (known !== undefined) return known(system, box);
  if (system.name.startsWith("spring-chain-")) return chain(system, box);
  const { dimension, bodies, coordinates } = system;
  const angles = coordinates.filter(({ position }) => /^(theta|phi)/.test(position.name)).length;
  if (angles === dimension && dimension === 1) return pendulum(system);
  if (angles === dimension && dimension === 2) return doublePendulum(system);
  if (dimension === 2 * bodies && bodies > 1) return bodiesInPlane(system, box);
  if (dimension === 2) return pointInPlane(system, box);
  return line(system, box);
}
