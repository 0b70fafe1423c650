import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { withRecord } from "../../src/cli/record/source.js";
import { dop853 } from "../../src/mechanics/index.js";
import { type Motion, type ReadOptions, type Recording, readTable } from "../../src/records/index.js";
import { expectRefusal, readText } from "./harness.js";

// Simulated motions as programs export them, written after the programs' own documentation: 60 rows, 30 a second unless it is said. The
// pendulum begins at 0.7 rad, the spring is x = 0.12 cos(2.53 t), the ellipse x = 0.3 cos 3t, y = 0.2 sin 3t.

const folder = fileURLToPath(new URL("../fixtures/records/instruments/", import.meta.url));
const read = (name: string, options: ReadOptions = {}): Promise<Recording> =>
  withRecord(`${folder}${name}`, undefined, (table) => readTable(table, options));
const spread = (values: Float64Array, d: number) => {
  const own = values.filter((_, k) => k % d === 0);
  const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
  return Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length);
};
const sixty = (of: (t: number) => number) =>
  spread(
    Float64Array.from({ length: 60 }, (_, i) => of(i / 30)),
    1,
  );
const [SPRING, ELLIPSE] = [sixty((t) => 0.12 * Math.cos(2.53 * t)), sixty((t) => 0.3 * Math.cos(3 * t))];
const swing = dop853(
  ([q = 0, w = 0], out) => out.set([w, -16.35 * Math.sin(q)]),
  Float64Array.of(0.7, 0),
  Float64Array.from({ length: 60 }, (_, i) => i / 30),
  { tolerance: 1e-9 },
).states;
const PENDULUM = spread(swing, 2);

describe("exports of programs", () => {
  test.each([
    ["tracker-two-de.txt", "x Masse A, y Masse A, x Masse B, y Masse B", "positions", 1, ELLIPSE],
    ["tracker-vectors.txt", "x, y", "positions", 1, ELLIPSE],
    ["graphical-analysis-de.csv", "Winkel [rad]", "velocities", 1, PENDULUM],
    ["vernier-format-2.txt", "Position [m]", "velocities", 2, SPRING],
    ["capstone-two-runs.csv", "Position [m]", "velocities", 2, SPRING],
    ["capstone-dates.csv", "Angle [rad]", "velocities", 1, PENDULUM],
    ["phyphox-pendulum.zip", "Angle [rad]", "positions", 1, PENDULUM],
    ["horizons-api.json", "X [au], Y [au], Z [au]", "velocities", 1, undefined],
    ["serial-plotter.txt", "angle", "velocities", 1, PENDULUM],
    ["pandas-levels.csv", "theta", "velocities", 1, PENDULUM],
    ["optitrack.csv", "Position X [m], Position Y [m], Position Z [m]", "positions", 1, ELLIPSE],
    ["kinovea.csv", "Ball/0/X, Ball/0/Y", "positions", 1, 100 * ELLIPSE],
    ["opensim.sto", "theta [rad]", "velocities", 1, PENDULUM],
    ["opensim.mot", "hip_flexion_r [rad]", "positions", 1, PENDULUM],
    ["labview.lvm", "Angle [rad]", "velocities", 1, PENDULUM],
    ["labview-no-x.lvm", "Angle", "velocities", 1, PENDULUM],
    ["origin.dat", "Position [m]", "positions", 1, SPRING],
    ["motiongenesis.txt", "theta [rad]", "velocities", 1, PENDULUM],
    ["ros-odometry.csv", "field.pose.pose.position.x, field.pose.pose.position.y", "velocities", 1, ELLIPSE],
    ["ros-stamps.csv", "position.x, position.y", "velocities", 1, ELLIPSE],
    ["plotly.json", "x", "velocities", 1, SPRING],
    ["matter.json", "position.x, position.y", "velocities", 1, ELLIPSE],
    ["motion-capture.trc", "X1 [mm], Y1 [mm], Z1 [mm]", "positions", 1, 1000 * ELLIPSE],
    ["summary-below.csv", "x", "velocities", 1, SPRING],
  ] as const)("%s", async (name, coordinates, momenta, motions, size) => {
    const recording = await read(name);
    const written = recording.space.coordinates.map(({ position }) =>
      position.unit === "" ? position.name : `${position.name} [${position.unit}]`,
    );
    expect([written.join(", "), recording.momenta, recording.motions.length]).toEqual([coordinates, momenta, motions]);
    const { positions, times } = recording.motions[0] as Motion;
    expect(times).toHaveLength(60);
    if (size !== undefined) expect(spread(positions, recording.space.dimension) / size).toBeCloseTo(1, 1);
  });

  test.each([
    ["deeplabcut.csv", 30, "theta"],
    ["vicon.csv", 100, "X Sub:bob, Y Sub:bob, Z Sub:bob, X Sub:cart, Y Sub:cart, Z Sub:cart"],
  ] as const)("%s, in frames", async (name, rate, coordinates) => {
    const { space, motions } = await read(name, { rate });
    expect(space.coordinates.map(({ position }) => position.name).join(", ")).toBe(coordinates);
    const { times } = motions[0] as Motion;
    expect((times[59] as number) - (times[0] as number)).toBeCloseTo(59 / rate, 9);
  });

  test("times out of seconds and nanoseconds, to the nanosecond", async () => {
    const { motions } = await read("ros-stamps.csv");
    motions[0]?.times.forEach((t, i) => {
      expect(t).toBeCloseTo(i / 30, 8);
    });
  });

  test("a damaged time stamp is a missing time, and a motion of one row is no arm", async () => {
    const text = await readFile(`${folder}ros-stamps.csv`, "utf8");
    const { understood } = await readText(text.replace("1701000001,966666667", "1701000001,NaN"));
    expect(understood).toContain("1 row with a missing number left out");
    const rows = Array.from({ length: 60 }, (_, i) => `${i / 30},${Math.cos(i / 9)},${Math.sin(i / 9)}`);
    const { motions } = await readText(["t,x,y", ...rows, "-1e9,1,0"].join("\n"));
    expect(motions.map(({ times }) => times.length)).toEqual([60, 1]);
  });

  test("times that LabVIEW only counts, with decimal commas", async () => {
    const { motions, time } = await read("labview-no-x.lvm");
    expect(time.unit).toBe("s");
    expect(motions[0]?.times[59]).toBeCloseTo(59 * 0.033333, 9);
  });

  test("what is left out is said", async () => {
    expect((await read("summary-below.csv")).understood[0]).toMatch(/line 63 left out: "Mean,0.01,0.0"/);
    expect((await read("phyphox-pendulum.zip")).understood[0]).toMatch(/"Angle" of the zip.*left out: Raw data/);
    expect((await read("tracker-vectors.txt")).understood.at(-1)).toBe("not used: v, θ_v");
  });
});

describe("a gyroscope alone", () => {
  test("its main axis is integrated to an angle", async () => {
    const { space, motions, understood } = await read("phyphox-gyroscope.csv");
    expect(space.coordinates[0]?.position).toEqual({ name: "angle", unit: "rad" });
    // Too few swings to tell their middle: from the first row on.
    (motions[0] as Motion).positions.forEach((q, i) => {
      expect(Math.abs(q - ((swing[2 * i] as number) - 0.7))).toBeLessThan(0.02);
    });
    expect(understood[0]).toMatch(/Gyroscope x integrated over time to an angle, from 0 on/);
  });

  test("a constant offset of the sensor is found and taken off, damping is none", async () => {
    const rows = Array.from({ length: 2000 }, (_, i) => {
      const t = i / 100;
      // The rate of 0.5 exp(-t/20) cos 4t, and an offset of 0.02 rad/s.
      const rate = 0.5 * Math.exp(-t / 20) * (-4 * Math.sin(4 * t) - Math.cos(4 * t) / 20);
      return `${t},${rate + 0.02}`;
    });
    const { motions, understood } = await readText(["t [s],gyro [rad/s]", ...rows].join("\n"));
    const { times, positions } = motions[0] as Motion;
    times.forEach((t, i) => {
      expect(Math.abs((positions[i] as number) - 0.5 * Math.exp(-t / 20) * Math.cos(4 * t))).toBeLessThan(1e-3);
    });
    expect(understood[0]).toMatch(/its offset, 0\.02 rad\/s, is taken off/);
  });

  test("what goes round and round is integrated as it is, in degrees a second too", async () => {
    const rows = Array.from({ length: 200 }, (_, i) => `${i / 10},${90 + 10 * Math.sin(i / 10)}`);
    const { motions, understood } = await readText(["time_s,gyro_z [deg/s]", ...rows].join("\n"));
    expect(motions[0]?.positions[199]).toBeCloseTo(((90 * 19.9 + 10 * (1 - Math.cos(19.9))) * Math.PI) / 180, 2);
    expect(understood[0]).toMatch(/integrated over time to an angle, from 0 on/);
  });

  test("accelerations alone, and axes that turn alike, are refused with what to do", async () => {
    await expectRefusal(read("phyphox-acceleration.csv"), /gravity and turning mix into them: record the gyroscope/);
    const spring = Array.from({ length: 90 }, (_, i) => `${i / 30},${0.01 * Math.sin(i * i)},${Math.cos(i / 3)}`);
    await expectRefusal(
      readText(["Time (s),Linear Acceleration x (m/s^2),Linear Acceleration z (m/s^2)", ...spring].join("\n")),
      /along one line .* option coordinates "Linear Acceleration z"$/,
    );
    const rows = Array.from({ length: 90 }, (_, i) => `${i / 30},${Math.cos(i / 9)},${Math.sin(i / 7)}`);
    await expectRefusal(
      readText(["t,gyro x [rad/s],gyro y [rad/s]", ...rows].join("\n")),
      /gyro x and gyro y turn alike/,
    );
  });

  test.each([5, 15, 40])("a gyroscope that lies askew by %i degrees turns about its own axis", async (degrees) => {
    const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    const rate = (t: number) => -2 * Math.sin(4 * t);
    const rows = Array.from({ length: 1000 }, (_, i) => i / 50).map(
      (t) => `${t},${c * rate(t)},${0.003 * Math.cos(31 * t) - s * rate(t)},${0.002 * Math.sin(17 * t)}`,
    );
    const { motions, understood } = await readText(
      ["t (s),Gyroscope x (rad/s),Gyroscope y (rad/s),Gyroscope z (rad/s)", ...rows].join("\n"),
    );
    const { times, positions } = motions[0] as Motion;
    times.forEach((t, i) => {
      expect(Math.abs((positions[i] as number) - 0.5 * Math.cos(4 * t))).toBeLessThan(2e-3);
    });
    expect(understood.join()).toContain(`about one axis, ${degrees}° from Gyroscope`);
  });
});

describe("refusals that say what to do", () => {
  const angles = Array.from({ length: 60 }, (_, i) => 0.7 * Math.cos(i / 8));
  const table = (heading: string, row: (q: number, t: number) => readonly number[]) =>
    [heading, ...angles.map((q, i) => [i / 30, ...row(q, i / 30)].join(","))].join("\n");
  test.each([
    [
      "a quaternion about no one axis",
      table("t,qw,qx,qy,qz", (q, t) => {
        const [a, b] = [q / 2, Math.sin(5 * t) / 3];
        return [
          Math.cos(a) * Math.cos(b),
          Math.sin(a) * Math.cos(b),
          Math.cos(a) * Math.sin(b),
          Math.sin(a) * Math.sin(b),
        ];
      }),
      /compute that about the axis/,
    ],
    ["a place on Earth", table("t,lat,lon", (q) => [48 + q, 11]), /convert them to metres/],
    ["cosine and sine", table("t,obs_1,obs_2", (q) => [Math.cos(q), Math.sin(q)]), /store the angle itself/],
    [
      "a timecode",
      "T,X\n0:00:00:00,1\n0:00:00:04,2\n0:00:00:08,3",
      /counts frames or hundredths; export times in seconds/,
    ],
    ["R's dump", 'structure(list(t = c(0, 1)), class = "data.frame")', /R's dump of a data frame/],
    ["a web page", "<!DOCTYPE html><table></table>", /XML or HTML/],
  ] as const)("%s", (_, text, message) => expectRefusal(readText(text, {}, "record.txt"), message));
});

test("an angle without a unit that goes beyond a turn", async () => {
  const rows = Array.from({ length: 60 }, (_, i) => `${i / 30},${40 * Math.cos(i / 8)}`);
  const { understood } = await readText(["t,theta", ...rows].join("\n"));
  expect(understood.join("\n")).toMatch(/theta reaches 40 without a unit and is taken as radians/);
});

test("a rate beside times that are no frames is not used", async () => {
  const rows = Array.from({ length: 60 }, (_, i) => `${i / 25},${Math.cos(i / 8)}`);
  const { motions, understood } = await readText(["t,x", ...rows].join("\n"), { rate: 30 });
  expect(motions[0]?.times[25]).toBe(1);
  expect(understood).toContain("the rate is not used, since t has the times");
});

test("one stray quotation mark among many rows names its row", () => {
  const rows = Array.from({ length: 40_000 }, (_, i) => `${i},${i === 1000 ? '"' : ""}${i}`);
  return expectRefusal(readText(["t,x", ...rows].join("\n")), /line 1002: a quotation mark is never closed/);
});
