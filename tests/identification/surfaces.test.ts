import { expect, it } from "vitest";
import { bestForm } from "../../src/identification/choice/form-choice.js";
import { bestFriction } from "../../src/identification/choice/friction-choice.js";
import { openVelocities } from "../../src/identification/choice/judge-velocities.js";
import { onSurface } from "../../src/identification/choice/path/on-surface.js";
import type { ChoiceTask } from "../../src/identification/choice/task.js";
import { findFormulas, wordsOf } from "../../src/identification/index.js";
import { smoothRecord } from "../../src/identification/prepare/smoothed.js";
import { measured, printedAccelerations, type SimulatedLaw } from "./simulated.js";

const [G, GAMMA] = [9.81, 0.08];
const [X, Y] = [0.1, -0.2];
type Place = readonly number[];

/** Seen from above: gravity, friction and a force along the normal (p, q, 1) that keeps a body on its surface, where the normal's part of the acceleration is `bend`. */
const constrained = ([p = 0, q = 0]: Place, [vx = 0, vy = 0]: Place, vz: number, bend: number): [number, number] => {
  const free = [-GAMMA * vx, -GAMMA * vy, -G - GAMMA * vz] as const;
  const size = (bend - (p * free[0] + q * free[1] + free[2])) / (p * p + q * q + 1);
  return [free[0] + size * p, free[1] + size * q];
};

/** On a sphere of radius l = 0.8 below its centre, r.a = -v^2; on z = A r^2 / 2 with A = 1.5, a_z - A (x a_x + y a_y) = A v^2. */
const L = 0.8;
const sphere = ([x = 0, y = 0]: Place, v: Place): [number, number] => {
  const [p, q] = [x - X, y - Y];
  const z = -Math.sqrt(L * L - p * p - q * q);
  const along = p * (v[0] as number) + q * (v[1] as number);
  const vz = -along / z;
  return constrained([p / z, q / z], v, vz, -(Math.hypot(...v) ** 2 + vz ** 2) / z);
};
const A = 1.5;
const dish = ([x = 0, y = 0]: Place, v: Place): [number, number] => {
  const [p, q] = [x - X, y - Y];
  const along = p * (v[0] as number) + q * (v[1] as number);
  return constrained([-A * p, -A * q], v, A * along, A * Math.hypot(...v) ** 2);
};
const spring = ([x = 0, y = 0]: Place, [vx = 0, vy = 0]: Place): [number, number] => {
  const size = -12 - 20 * ((x - X) ** 2 + (y - Y) ** 2);
  return [size * (x - X) - GAMMA * vx, size * (y - Y) - GAMMA * vy];
};

/** Forms about a point and on surfaces, held against one another on 100 rows with noise of 0.5 %. */
function chosenFor(accelerate: SimulatedLaw["accelerate"]) {
  const law: SimulatedLaw = {
    kinds: ["length", "length"],
    together: true,
    accelerate,
    start: [X + 0.5, Y, 0, 0.9],
    duration: 6,
    rows: 100,
  };
  const record = smoothRecord([measured(law, 0.005, 3)], 2);
  const coordinates = { kinds: law.kinds, bodies: [0, 0] };
  const task: ChoiceTask = { record, coordinates, inputs: undefined, velocities: openVelocities(2) };
  const names = new Set(["central about a point", "on a sphere", "on a paraboloid"]);
  const form = bestForm(task, ["viscous"], [], names);
  if (form === undefined) throw new Error("no form");
  const plain = { form, friction: bestFriction(task, form, [], [["viscous"]]) };
  return { record, coordinates, ...(onSurface(task, plain, []) ?? plain) };
}

it.each([
  ["sphere", sphere, { l: L, "g/l": G / L }],
  ["paraboloid", dish, { a: A, "g a": G * A }],
] as const)(
  "a body on a %s, seen from above, has its constants within three deviations",
  async (profile, accelerate, expected) => {
    const { record, coordinates, form, friction } = chosenFor(accelerate);
    expect(form.form.name).toBe(`on a ${profile}`);
    const [best] = findFormulas(friction.fitted, record, coordinates).formulas;
    if (best === undefined) throw new Error("no formula");
    const { constants, javascript } = wordsOf(best.fitted, {
      names: { coordinates: ["x", "y"], time: "t", inputs: [] },
      units: { coordinates: ["m", "m"], time: "s", inputs: [] },
    });
    const all = { ...expected, "centre of x": X, "centre of y": Y, "gamma of x, y": GAMMA };
    expect(constants.map(({ name }) => name)).toEqual(Object.keys(all));
    for (const [k, truth] of Object.values(all).entries()) {
      const { value, deviation } = constants[k] as (typeof constants)[number];
      expect(Math.abs(value - truth)).toBeLessThan(3 * deviation);
      expect(deviation).toBeLessThan(0.01 * Math.max(1, Math.abs(truth)));
    }
    expect(constants[0]?.unit).toBe(profile === "sphere" ? "m" : "1/m");
    const printed = await printedAccelerations(javascript);
    const [q, v] = [
      [X + 0.3, Y - 0.2],
      [0.4, 0.7],
    ];
    const truth = accelerate(q as number[], v as number[]);
    printed(0, q as number[], v as number[]).forEach((a, i) => {
      expect(Math.abs(a - (truth[i] as number))).toBeLessThan(0.02);
    });
  },
);

it("a stiffening spring in the plane is no surface", () => {
  expect(chosenFor(spring).form.form.name).toBe("central about a point");
});
