import { expect, it } from "vitest";
import { adaptRecord } from "../../src/records/index.js";
import { csv, read, simulated } from "./simulated-records.js";

it("a motion under a force that the file has, but that is not said to act, is not conservative, and the force is named", async () => {
  // A force of many frequencies, which no few harmonics are.
  const force = (t: number) => 6 * Math.sin(1.3 * t + Math.sin(0.37 * t * t)) + 4 * Math.sin(0.11 * t * t * t);
  const { times, columns } = simulated({
    rates: ([x = 0, v = 0], t) => [v, -15 * x - 0.3 * v + force(t)],
    start: [0.1, 0],
    points: 160,
    duration: 8,
    noise: 0.002,
  });
  const text = csv("t [s],x [m],v [m/s],Force [N]", times, ...columns, times.map(force));
  const without = adaptRecord(await read(text), { draws: 2, formula: false });
  expect(without.check.verdict).not.toMatch(/conservative|dissipative$/);
  expect(without.check.reasons).toContainEqual(
    "Force in the file may act from outside: if so, say option inputs Force",
  );
  const { check, forces } = adaptRecord(await read(text, { inputs: ["Force"] }), { draws: 2, formula: false });
  expect(check.reasons.join()).not.toContain("option inputs");
  expect(forces.map(({ kind }) => kind)).toEqual(["input", "viscous"]);
});
