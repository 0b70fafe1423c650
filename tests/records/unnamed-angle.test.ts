import { expect, it } from "vitest";
import { adaptRecord } from "../../src/records/index.js";
import { csv, read, simulated } from "./simulated-records.js";

/** The formula of a motion of a coordinate whose name and unit do not say whether it is an angle. */
async function formulaOf(force: (q: number) => number) {
  const { times, columns } = simulated({
    rates: ([q = 0, v = 0]) => [v, force(q) - 0.04 * v],
    start: [0.5, 0],
    points: 250,
    duration: 8,
    noise: 0.002,
  });
  const { law } = adaptRecord(await read(csv("t,q,v", times, ...columns)), { draws: 2 });
  return law?.formula ?? "";
}

it("a swing is a cosine though the coordinate is not said to be an angle", async () => {
  expect(await formulaOf((q) => -16.35 * Math.sin(q))).toMatch(/^E = q'\^2\/2 \+ 16\.\d+ \(1 - cos\(q\)\)$/);
});

it("a spring is none", async () => {
  expect(await formulaOf((q) => -16.35 * q)).toMatch(/^E = q'\^2\/2 \+ 8\.\d+ q\^2$/);
});
