import { expect, it } from "vitest";
import type { Coordinates } from "../../src/identification/choice/form-builder.js";
import { bestForm } from "../../src/identification/choice/form-choice.js";
import { openVelocities } from "../../src/identification/choice/judge-velocities.js";
import { readingOf } from "../../src/identification/choice/kinds/readings.js";
import { smoothRecord } from "../../src/identification/prepare/smoothed.js";
import { measured, type SimulatedLaw } from "./simulated.js";

// Columns without names, [q1, q2, v1, v2], as what the equations that made them say.

/** What two coordinates of which nothing is known are, by the form of separate lengths that is given to begin with. */
function readingFor(
  law: Omit<SimulatedLaw, "kinds">,
  name: string,
  conservative = true,
  told: Pick<Coordinates, "kinds" | "ungrouped"> = { kinds: ["unknown", "unknown"] },
) {
  const record = smoothRecord([measured({ ...law, kinds: told.kinds }, 0.003, 3)], 2);
  const coordinates = { ...told, bodies: [0, 1] };
  const task = { record, coordinates, inputs: undefined, velocities: openVelocities(2) };
  const form = bestForm(task, [], [], new Set([name]));
  const { coordinates: found, form: best } = readingOf(record, coordinates, { conservative }, form);
  return { ...found, form: best?.form.name };
}

it("an orbit is that of one body in the plane", () => {
  const accelerate = ([x = 0, y = 0]: readonly number[]) => [x, y].map((own) => -own / Math.hypot(x, y) ** 3);
  const found = readingFor({ accelerate, start: [1, 0, 0, 1.15], duration: 9, rows: 45 }, "separate 2");
  expect(found).toEqual({ kinds: ["length", "length"], bodies: [0, 0], form: "central" });
  // Two columns of one array of positions in metres may be its axes; two bodies that are told apart may not.
  const orbit = { accelerate, start: [1, 0, 0, 1.15], duration: 9, rows: 45 };
  const lengths = { kinds: ["length", "length"] } as const;
  const [array, two] = [true, false].map((ungrouped) =>
    readingFor(orbit, "separate 2", true, { ...lengths, ungrouped }),
  );
  expect([array?.bodies, array?.form, two?.bodies]).toEqual([[0, 0], "central", [0, 1]]);
});

it("a double pendulum's are two angles", () => {
  /** Equal arms of 1 m and masses. */
  const accelerate = ([a = 0, b = 0]: readonly number[], [u = 0, w = 0]: readonly number[]) => {
    const [g, s, c] = [9.81, Math.sin(a - b), Math.cos(a - b)];
    const common = 3 - Math.cos(2 * (a - b));
    return [
      (-3 * g * Math.sin(a) - g * Math.sin(a - 2 * b) - 2 * s * (w * w + u * u * c)) / common,
      (2 * s * (2 * u * u + 2 * g * Math.cos(a) + w * w * c)) / common,
    ];
  };
  const found = readingFor({ accelerate, start: [1.1, 0.7, 0, 0], duration: 2, rows: 30 }, "separate 2");
  expect(found).toEqual({ kinds: ["angle", "angle"], bodies: [0, 1], form: "chain 1" });
});

it("two carts stay lengths of two bodies", () => {
  const accelerate = ([x = 0, y = 0]: readonly number[]) => [-3 * x - 2 * (x - y), -2 * (y - x) - y];
  const found = readingFor({ accelerate, start: [0.5, -0.2, 0, 0], duration: 7, rows: 40 }, "separate 2");
  expect(found).toEqual({ kinds: ["unknown", "unknown"], bodies: [0, 1], form: "separate 2" });
});

it("a throw that the air brakes is that of one body, though no form explains it beside friction in proportion", () => {
  const accelerate = (_: readonly number[], [u = 0, w = 0]: readonly number[]) => [
    -0.15 * Math.hypot(u, w) * u,
    -9.81 - 0.15 * Math.hypot(u, w) * w,
  ];
  const found = readingFor({ accelerate, start: [0, 0, 9, 10], duration: 1.5, rows: 40 }, "plane 3", false);
  expect(found).toEqual({ kinds: ["length", "length"], bodies: [0, 0], form: undefined });
});
