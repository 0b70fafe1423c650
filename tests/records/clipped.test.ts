import { expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { readText } from "./harness.js";

/** A record of one column at 50 rows a second, with its number of rows that were kept. */
async function kept(values: readonly number[], unit = "deg") {
  const rows = values.map((value, i) => `${i / 50},${value}`);
  const { motions, understood } = await readText([`t (s),tilt (${unit})`, ...rows].join("\n"));
  return { rows: motions[0]?.times.length, positions: motions[0]?.positions, said: understood.join("\n") };
}

const random = randomStream(3, "clipped");
const noise = Array.from({ length: 300 }, () => 0.15 * random.normal());
/** Swings of 40 degrees that die out. */
const swings = noise.map((own, i) => 40 * Math.exp(-i / 400) * Math.cos(i / 11) + own);

it("rows of a sensor at its limit are left out, and said in the file's unit", async () => {
  const { rows, positions, said } = await kept(swings.map((own) => Math.max(-30, Math.min(30, own))));
  const within = swings.filter((own) => Math.abs(own) < 30);
  expect(rows).toBe(within.length);
  expect(Array.from(positions ?? [], (own) => (own * 180) / Math.PI)).toEqual(
    within.map((own) => expect.closeTo(own, 9)),
  );
  expect(said).toMatch(/\d+ rows stay at an end of the range .*tilt at 30 deg, tilt at -30 deg.*left out/);
});

it("one long stay is enough, at one end alone", async () => {
  const once = swings.slice(0, 75).map((own) => Math.max(-30, own));
  const { rows, said } = await kept(once);
  expect(rows).toBe(once.filter((own) => own > -30).length);
  expect(said).toMatch(/\(tilt at -30 deg\)/);
});

it.each([
  ["a turning point that is written with few digits", swings.map((own) => Math.round(own / 5) * 5)],
  ["an encoder's", Array.from({ length: 300 }, (_, i) => Math.round(6 * Math.cos(i / 30)))],
  [
    "a body that dry friction holds at every turn",
    // Moves for 40 rows by half a cosine, rests for 10, and back.
    Array.from({ length: 300 }, (_, i) => {
      const [way, at] = [Math.floor(i / 50) % 2, Math.min(40, i % 50)];
      return (way === 0 ? 1 : -1) * 20 * Math.cos((Math.PI * at) / 40);
    }),
  ],
  ["swings within the range", swings],
])("%s is none", async (_, values) => {
  expect((await kept(values)).said).not.toMatch(/end of the range/);
});
