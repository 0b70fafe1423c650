import { expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { bytesSource, readRecord } from "../../src/records/index.js";
import { csv, read } from "./simulated-records.js";

const random = randomStream(5, "two ends");
const times = Float64Array.from({ length: 80 }, (_, i) => i * 0.05);
const along = (of: (t: number) => number, noise: number) => times.map((t) => of(t) + noise * random.normal());
const names = ({ space }: Awaited<ReturnType<typeof read>>) => space.coordinates.map(({ position }) => position.name);

it("the other end of a string, or of a column of water, is no coordinate of its own", async () => {
  const fall = (t: number) => 15 * t * t;
  const string = await read(
    csv(
      "t [s],left [cm],right [cm]",
      times,
      along((t) => 20 + fall(t), 0.1),
      along((t) => 180 - fall(t), 0.1),
    ),
  );
  expect(names(string)).toEqual(["left"]);
  expect(string.understood).toContainEqual("right goes as left does, or against it, and is not used");
  const swing = (t: number) => 45 * Math.exp(-0.9 * t) * Math.cos(3.7 * t);
  const water = await read(
    csv(
      "t [s],one [mm],other [mm]",
      times,
      along((t) => 150 + swing(t), 1),
      along((t) => 150 - swing(t), 1),
    ),
  );
  expect(names(water)).toEqual(["one"]);
});

it("two oscillators that go against one another only for a while are two, and so are x and y of a line", async () => {
  const beats = (sign: number) => (t: number) => Math.cos(3 * t) + sign * Math.cos(3.3 * t);
  expect(names(await read(csv("t,a [m],b [m]", times, along(beats(1), 0.01), along(beats(-1), 0.01))))).toEqual([
    "a",
    "b",
  ]);
  const line = (t: number) => Math.cos(2 * t);
  expect(
    names(
      await read(
        csv(
          "t,x [m],y [m]",
          times,
          along(line, 0.01),
          along((t) => 1 - line(t), 0.01),
        ),
      ),
    ),
  ).toEqual(["x", "y"]);
});

it("axes with velocities beside them are places, in a file that is named after a gyroscope too", async () => {
  const place = (phase: number) => (t: number) => Math.cos(2 * t + phase);
  const rate = (phase: number) => (t: number) => -2 * Math.sin(2 * t + phase);
  const columns = [place(0), place(1), rate(0), rate(1)].map((of) => along(of, 0.001));
  const text = csv("t,x,y,vx,vy", times, ...columns);
  const record = await readRecord(bytesSource("gyro-pendulum.csv", new TextEncoder().encode(text)), {});
  expect(names(record)).toEqual(["x", "y"]);
});
