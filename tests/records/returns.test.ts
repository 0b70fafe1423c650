import { expect, test } from "vitest";
import { adaptRecord } from "../../src/records/index.js";
import { readText } from "./harness.js";

const record = (count: number, step: number, row: (t: number) => readonly number[], heading: string) =>
  readText([heading, ...Array.from({ length: count }, (_, i) => [i * step, ...row(i * step)].join())].join("\n"));

test("an oscillation comes back to all of its places, a fall to none", async () => {
  const swing = await record(80, 0.2, (t) => [Math.cos(t), -Math.sin(t)], "t,x,v");
  expect(adaptRecord(swing, { draws: 0, formula: false }).check.returns).toBe(1);
  const throwUp = await record(60, 0.05, (t) => [2 * t, 8 * t - 4.9 * t * t, 2, 8 - 9.8 * t], "t,x,y,vx,vy");
  expect(adaptRecord(throwUp, { draws: 0, formula: false }).check.returns).toBe(0);
});
