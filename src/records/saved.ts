import type { Adaptation } from "./adaptation.js";
import { fieldOf } from "./model.js";
import type { SavedModel } from "./model-file.js";
import { follow } from "./motion.js";
import type { Recording } from "./recording.js";

/** States of each motion that are kept as visited. */
const VISITED = 100;

/** What of an adaptation later predictions need. Drawn states are moved on to the end of their motions. */
export function savedModel(record: Recording, { model, motions, tick }: Adaptation): SavedModel {
  const d = model.space.dimension;
  const size = 2 * d;
  const field = fieldOf(model, d);
  const visited: number[] = [];
  const ends = record.motions.map(({ id, times }, m) => {
    const { start } = motions[m] as Adaptation["motions"][number];
    const end = times.at(-1) as number;
    const grid = Float64Array.from(
      { length: VISITED },
      (_, i) => start.time + ((end - start.time) * i) / (VISITED - 1),
    );
    const states = follow(field, start.state, start.time, grid, { tick });
    visited.push(...states);
    return { id, time: end, state: states.slice(-size) };
  });
  const draws = model.draws.map((draw, k) => {
    const own = fieldOf({ ...draw, masses: model.masses }, d);
    const states = record.motions.flatMap(({ times }, m) => {
      const { start, drawnStarts } = motions[m] as Adaptation["motions"][number];
      const from = drawnStarts.slice(k * size, (k + 1) * size);
      return [...follow(own, from, start.time, [times.at(-1) as number], { tick })];
    });
    return { ...draw, states: Float64Array.from(states) };
  });
  return { model: { ...model, draws }, tick, visited: Float64Array.from(visited), ends };
}
