import type { System } from "../../src/mechanics/index.js";
import type { Drawing, Point } from "./sketch.js";

const STEPS = 80;

/** A bead that slides along its potential, drawn as a landscape: V(q) is H at rest. */
export function wells(system: System, box: ArrayLike<number>): Drawing {
  const reach = box[0] as number;
  const potential = (q: number) => system.energy(Float64Array.of(q, 0));
  const positions = Array.from({ length: STEPS + 1 }, (_, i) => 1.05 * reach * ((2 * i) / STEPS - 1));
  const values = positions.map(potential);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  // The landscape is drawn as high as it is wide, whatever its energies.
  const scale = (1.5 * reach) / Math.max(high - low, 1e-9);
  const height = (q: number) => (potential(q) - low) * scale - 0.9 * reach;
  return {
    sketch: (state) => ({ bodies: [[state[0] as number, height(state[0] as number) + 0.06 * reach]] }),
    backdrop: [positions.map((q): Point => [q, height(q)])],
    traced: [],
  };
}
