import { describe, expect, it } from "vitest";
import { randomStream } from "../../../src/base/random.js";
import { phaseSpaceOf } from "../../../src/learning/index.js";
import { bending, type PointTransformation, rotation, shear } from "../../../src/learning/structure/index.js";
import { doublePendulum, magneticMirror, systemNamed, twoBody } from "../../../src/mechanics/index.js";

const transformations = { rotation, bending, shear };
const systems = [doublePendulum, magneticMirror, twoBody, systemNamed("spring-chain-3")];

/** Transforms a list of states; the transformation is opened anew from its stream each time, so it stays the same. */
function transformed(
  system: (typeof systems)[number],
  make: (random: ReturnType<typeof randomStream>) => PointTransformation,
) {
  const size = 2 * system.dimension;
  return (states: Float64Array, derivatives: Float64Array) =>
    make(randomStream(3, "transformation"))(phaseSpaceOf(system), { count: states.length / size, states, derivatives });
}

describe.each(Object.entries(transformations))("%s", (_, make) => {
  it.each(systems.map((system) => [system.name, system] as const))("is canonical for %s", (name, system) => {
    const apply = transformed(system, make);
    const d = system.dimension;
    const size = 2 * d;
    const state = system.initialState(randomStream(5, name));
    // The bend's wave number depends on all states of the list, so moved states go in one list with the state itself.
    const step = 1e-6;
    const list = new Float64Array((2 * size + 1) * size);
    for (let k = 0; k <= 2 * size; k++) list.set(state, k * size);
    for (let a = 0; a < size; a++) {
      list[(2 * a + 1) * size + a] = (state[a] as number) + step;
      list[(2 * a + 2) * size + a] = (state[a] as number) - step;
    }
    const { states } = apply(list, new Float64Array(list.length));
    const jacobian = (row: number, column: number) =>
      ((states[(2 * column + 1) * size + row] as number) - (states[(2 * column + 2) * size + row] as number)) /
      (2 * step);
    // J^T Omega J = Omega.
    for (let a = 0; a < size; a++)
      for (let b = 0; b < size; b++) {
        let form = 0;
        for (let k = 0; k < d; k++) form += jacobian(k, a) * jacobian(d + k, b) - jacobian(d + k, a) * jacobian(k, b);
        expect(form).toBeCloseTo(b === a + d ? 1 : a === b + d ? -1 : 0, 6);
      }
  });

  it.each(systems.map((system) => [system.name, system] as const))(
    "carries the time derivative along for %s",
    (name, system) => {
      const apply = transformed(system, make);
      const size = 2 * system.dimension;
      const state = system.initialState(randomStream(6, name));
      const derivative = new Float64Array(size);
      system.vectorField(state, derivative);
      const step = 1e-6;
      const list = Float64Array.of(
        ...state,
        ...state.map((value, a) => value + step * (derivative[a] as number)),
        ...state.map((value, a) => value - step * (derivative[a] as number)),
      );
      const moved = apply(list, Float64Array.of(...derivative, ...derivative, ...derivative));
      for (let a = 0; a < size; a++) {
        const expected = ((moved.states[size + a] as number) - (moved.states[2 * size + a] as number)) / (2 * step);
        expect(moved.derivatives[a]).toBeCloseTo(expected, 6);
      }
    },
  );
});
