import { expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { adaptRecord } from "../../src/records/index.js";
import { besideLaw } from "../../src/records/law/verdict/beside-law.js";
import { csv, read } from "./simulated-records.js";

it("an energy that neither explains a record nor predicts it is no sign of a conserved energy", async () => {
  // An oscillator that is shaken at random, as a ship by waves: 25 of its periods, of which an energy explains nothing.
  const [omega, gamma, step] = [0.6, 0.05, 0.5];
  const random = randomStream(3, "waves");
  let [x, v] = [0, 0];
  const rows = Array.from({ length: 500 }, () => {
    v += step * (-omega * omega * x - gamma * v) + Math.sqrt(step) * random.normal();
    x += step * v;
    return [x, v] as const;
  });
  const record = await read(
    csv(
      "t [s],Roll [m],Roll rate [m/s]",
      rows.map((_, i) => i * step),
      rows.map(([a]) => a),
      rows.map(([, b]) => b),
    ),
  );
  const { check, heldOut } = adaptRecord(record, { method: "process", draws: 0 });
  expect(heldOut.relative).toBeGreaterThan(0.5);
  expect(check.verdict).toBe("undetermined");
  expect(check.reasons.join()).toMatch(/does not explain the record/);
});

it("nor is a law that leaves all of white noise", async () => {
  const random = randomStream(4, "white");
  const column = () => Array.from({ length: 400 }, () => random.normal());
  const times = column().map((_, i) => 0.01 * i);
  const record = await read(csv("t [s],x [m],vx [m/s]", times, column(), column()));
  const { check, heldOut } = adaptRecord(record, { method: "law", draws: 0, formula: false });
  expect(heldOut.relative).toBeGreaterThan(0.5);
  expect(check.verdict).toBe("undetermined");
  expect(check.reasons.join()).toMatch(/does not explain the record/);
  expect(check.advice?.join()).toMatch(/more rows a second.*input \(option inputs\)/);
});

it("an energy alone says nothing of a drive where no law with one holds, and gives that law's reasons", () => {
  const check = (verdict: "conservative" | "driven" | "undetermined", ...reasons: string[]) => ({
    verdict,
    reasons,
    evidence: { friction: 0, drive: 40 },
    friction: { value: 0, deviation: 0 },
    returns: 1,
    share: { friction: 0, drive: 0.2 },
  });
  const lost = check("undetermined", "the law wanders");
  const told = besideLaw(check("driven"), lost, 0.01);
  expect(told.verdict).toBe("undetermined");
  expect(told.reasons.join("; ")).toMatch(
    /^a force that changes with time beside the energy .*; of the law with friction and drives: the law wanders$/,
  );
  expect(besideLaw(check("undetermined"), lost, 0.01).reasons).toEqual([
    "of the law with friction and drives: the law wanders",
  ]);
  for (const [own, law] of [
    [check("driven"), check("driven")],
    [check("conservative"), lost],
    [check("driven"), undefined],
  ] as const)
    expect(besideLaw(own, law, 0.01)).toBe(own);
  // What misses the end by more is no all-clear.
  expect(besideLaw(check("conservative"), lost, 0.095).verdict).toBe("undetermined");
});
