import { expect, it } from "vitest";
import { tryDrive } from "../../src/identification/choice/drives/drive-choice.js";
import { prepareCandidate } from "../../src/identification/choice/fitting/candidate.js";
import type { FittedCandidate } from "../../src/identification/choice/fitting/fitted-candidate.js";
import { warmStart } from "../../src/identification/choice/fitting/warm-start.js";
import { bestForm } from "../../src/identification/choice/form-choice.js";
import { bestFriction } from "../../src/identification/choice/friction-choice.js";
import { openVelocities } from "../../src/identification/choice/judge-velocities.js";
import { smoothRecord } from "../../src/identification/prepare/smoothed.js";
import { measured } from "./simulated.js";

it("two drives are found of which neither explains the motion without the other", () => {
  const motion = measured(
    {
      kinds: ["length"],
      accelerate: ([x = 0], [v = 0], t) => [
        -16.35 * Math.sin(x) - 0.1 * v + 0.4 * Math.cos(1.7 * t) + 0.3 * Math.cos(3.4 * t + 0.5),
      ],
      start: [0.5, 0],
      duration: 14,
      rows: 72,
    },
    0.004,
  );
  const record = smoothRecord([motion], 1);
  const coordinates = { kinds: ["length"], bodies: [0] } as const;
  const task = { record, coordinates, inputs: undefined, velocities: openVelocities(1) };
  const form = bestForm(task, ["viscous"], [], new Set(["polynomial 4"]));
  if (form === undefined) throw new Error("no form");
  const found = tryDrive(task, form, bestFriction(task, form, [], [["viscous"]]), []);
  expect(found?.pays).toBe(true);
  const frequencies = found?.drives.map(({ means }) => means?.[2] ?? 0).sort() ?? [];
  expect(frequencies).toHaveLength(2);
  expect(frequencies[0]).toBeCloseTo(1.7, 1);
  expect(frequencies[1]).toBeCloseTo(3.4, 1);
});

it("a fit begins each of two drives where another ended with that one", () => {
  const drive = (frequency: number) => ({
    spec: { kind: "harmonic", direction: [1], origin: 0 } as const,
    means: [0, 0, frequency],
    deviation: 1,
  });
  const prepared = prepareCandidate({ name: "", terms: [drive(1), drive(2)] }, 1);
  const theta = Float64Array.from([0.1, 0.2, 1.1, 0.3, 0.4, 2.2]);
  const fit = { looseness: 0, theta, hyper: new Float64Array(0), problem: { velocities: { count: 0 } } };
  const near = { ...prepared, fit, seen: {} } as unknown as FittedCandidate;
  expect([...(warmStart(prepared, near)?.theta ?? [])]).toEqual([...theta]);
});
