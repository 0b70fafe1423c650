import { expect, test } from "vitest";
import { bytesSource, readRecord } from "../../src/records/index.js";
import { adviceFor } from "../../src/records/law/verdict/advice.js";

/** A swing of 2 s, so many rows a second for so long. */
async function swing(rate: number, seconds: number, { runs = 1, pushed = false } = {}) {
  const rows = Array.from({ length: runs * rate * seconds }, (_, i) => {
    const t = (i % (rate * seconds)) / rate;
    return [1 + Math.floor(i / (rate * seconds)), t, Math.cos(Math.PI * t), Math.sin(t)].join();
  });
  const content = new TextEncoder().encode(["run,t,x,force", ...rows].join("\n"));
  return readRecord(bytesSource("swing.csv", content), {
    coordinates: ["x"],
    ...(pushed ? { inputs: ["force"] } : {}),
  });
}

test("what a record lacks is what is advised, and nothing that it has", async () => {
  expect(adviceFor(await swing(20, 20)).join("; ")).toMatch(
    /^what acts from outside as an input .*; the coordinate .*; a part/,
  );
  expect(adviceFor(await swing(4, 20))[0]).toBe("more rows a second, since there are 8 a swing");
  expect(adviceFor(await swing(50, 4))[0]).toMatch(/^a longer record, since this one swings [12](\.5)? times$/);
  const rich = adviceFor(await swing(20, 20, { runs: 2, pushed: true })).join("; ");
  expect(rich).toMatch(/one motion alone/);
  expect(rich).not.toMatch(/as an input|more rows|longer/);
});
