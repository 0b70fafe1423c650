import type { Adaptation } from "./adaptation.js";
import { inputsAlong } from "./law/measured.js";
import { followModel } from "./law/model.js";
import { stateForm } from "./law/states.js";
import { explainsRecord } from "./law/verdict/unexplained.js";
import { fieldOf } from "./model.js";
import type { SavedModel } from "./model-file.js";
import { followMotion } from "./motion.js";
import type { Recording } from "./recording.js";
import { fileUnitsFor } from "./results/file-units.js";

/** States of each motion that are kept as visited. */
const VISITED = 100;

/** What of an adaptation later predictions need. Drawn states are moved on to the end of their motions. */
export function savedModel(given: Recording, adaptation: Adaptation): SavedModel {
  const { record = given, model, motions, tick } = adaptation;
  const d = model.space.dimension;
  const size = 2 * d;
  const { law } = model;
  const fileUnits = fileUnitsFor(record, model);
  const units = {
    ...(fileUnits === undefined ? {} : { fileUnits }),
    ...(explainsRecord(adaptation) ? {} : { undetermined: true }),
  };
  const pathOf = (m: number, state: Float64Array, from: number, times: ArrayLike<number>) =>
    law === undefined
      ? followMotion(fieldOf(model, d), state, from, times, { tick })
      : followModel(law, state, from, times, { signal: inputsAlong(record, m) });
  const visited: number[] = [];
  const ends = record.motions.map(({ id, times }, m) => {
    const { start } = motions[m] as Adaptation["motions"][number];
    const end = times.at(-1) as number;
    const grid = Float64Array.from(
      { length: VISITED },
      (_, i) => start.time + ((end - start.time) * i) / (VISITED - 1),
    );
    visited.push(...(law === undefined ? pathOf(m, start.state, start.time, grid) : statesSeen(record, m)));
    const inputs = lastInputs(record, m);
    return {
      ...{ id, time: end, state: pathOf(m, start.state, start.time, [end]) },
      ...(law === undefined || inputs === undefined ? {} : { inputs }),
    };
  });
  if (law !== undefined) {
    const moved = law.draws.map((draw, k) => {
      const states = record.motions.flatMap(({ times }, m) => {
        const { start, drawnStarts } = motions[m] as Adaptation["motions"][number];
        const from = drawnStarts.slice(k * size, (k + 1) * size);
        const end = followModel(law, from, start.time, [times.at(-1) as number], {
          draw,
          signal: inputsAlong(record, m),
        });
        return [...stateForm(law, draw).lawState(end)];
      });
      return { ...draw, states: Float64Array.from(states) };
    });
    return {
      model: { ...model, law: { ...law, draws: moved } },
      tick,
      visited: Float64Array.from(visited),
      ends,
      ...units,
      ...(record.inputs.length === 0 ? {} : { inputs: record.inputs }),
    };
  }
  const draws = model.draws.map((draw, k) => {
    const own = fieldOf({ ...draw, masses: model.masses }, d);
    const states = record.motions.flatMap(({ times }, m) => {
      const { start, drawnStarts } = motions[m] as Adaptation["motions"][number];
      const from = drawnStarts.slice(k * size, (k + 1) * size);
      return [...followMotion(own, from, start.time, [times.at(-1) as number], { tick })];
    });
    return { ...draw, states: Float64Array.from(states) };
  });
  return { model: { ...model, draws }, tick, visited: Float64Array.from(visited), ends, ...units };
}

const lastInputs = ({ motions, inputs }: Recording, m: number): number[] | undefined =>
  inputs.length === 0 ? undefined : [...(motions[m]?.inputs?.slice(-inputs.length) ?? [])];

/** Evenly chosen states of a motion as measured; velocities that were not are differences. */
function statesSeen({ motions, space: { dimension: d }, momenta }: Recording, m: number): number[] {
  const motion = motions[m] as Recording["motions"][number];
  const N = motion.times.length;
  const second = momenta === "given" ? motion.momenta : motion.velocities;
  const count = Math.min(VISITED, N);
  return Array.from({ length: count }, (_, k) => Math.round((k * (N - 1)) / Math.max(1, count - 1))).flatMap((i) => {
    const [before, after] = [Math.max(0, i - 1), Math.min(N - 1, i + 1)];
    const span = (motion.times[after] as number) - (motion.times[before] as number);
    const position = (row: number, c: number) => motion.positions[row * d + c] as number;
    return [
      ...Array.from({ length: d }, (_, c) => position(i, c)),
      ...Array.from({ length: d }, (_, c) => second?.[i * d + c] ?? (position(after, c) - position(before, c)) / span),
    ];
  });
}
