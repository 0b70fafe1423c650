import { describe, expect, test } from "vitest";
import type { ReadOptions, Recording } from "../../src/records/index.js";
import { expectRefusal, readText } from "./harness.js";

// Forms in which people put their records into repositories, with other names and numbers. The motion is x = 0.3 cos 2t, y = 0.2 sin 2t.

const N = 120;
const times = Array.from({ length: N }, (_, i) => i / 20);
const x = times.map((t) => 0.3 * Math.cos(2 * t));
const y = times.map((t) => 0.2 * Math.sin(2 * t));
const [vx, vy] = [times.map((t) => -0.6 * Math.sin(2 * t)), times.map((t) => 0.4 * Math.cos(2 * t))];
const still = times.map(() => 0.5);
const scaled = (values: readonly number[], factor: number) => values.map((value) => value * factor);
type Column = readonly (number | string)[];
const lines = (columns: readonly Column[], separator = ",") =>
  times.map((_, i) => columns.map((column) => column[i]).join(separator));
const table = (heading: string, columns: readonly Column[], separator = ",") =>
  [heading, ...lines(columns, separator)].join("\n");

const outline = ({ space, momenta, motions }: Recording) => [
  space.coordinates.map(({ position: { name, unit } }) => (unit === "" ? name : `${name} [${unit}]`)).join(", "),
  momenta,
  motions.length,
];
const understand = async (text: string, options?: ReadOptions) => outline(await readText(text, options));
/** Largest difference between the first motion's positions and those given. */
const offBy = ({ motions }: Recording, expected: readonly number[]) =>
  Math.max(...expected.map((value, i) => Math.abs(value - (motions[0]?.positions[i] as number))));

describe("names", () => {
  test.each([
    ["time,pos1,pos2,vel1,vel2,tau1,tau2", [times, x, y, vx, vy, still, y], "pos1, pos2", "velocities"],
    ["t,theta1,theta2,v_theta1,v_theta2", [times, x, y, vx, vy], "theta1, theta2", "velocities"],
    ["t,phi1,phi2,w_phi1,w_phi2", [times, x, y, vx, vy], "phi1, phi2", "velocities"],
    ["t,theta1,theta2,a_theta1,acc_theta2", [times, x, y, scaled(x, -4), scaled(y, -4)], "theta1, theta2", "positions"],
    ["stamp_s,tx,ty,tz,qx,qy,qz,qw", [times, x, y, scaled(x, 2), still, y, still, x], "tx, ty, tz", "positions"],
    ["time (ms),encoder (ticks),pwm", [scaled(times, 1000), scaled(x, 500), y], "encoder [ticks]", "positions"],
    ["time (s),wheel (deg),KE_wheel,input signal", [times, scaled(x, 9), y, vx], "wheel [rad]", "positions"],
  ] as const)("%s", async (heading, columns, coordinates, momenta) =>
    expect(await understand(table(heading, columns))).toEqual([coordinates, momenta, 1]),
  );

  test.each([
    ["moments about joints", table("time,hip_moment,knee_moment", [times, x, y])],
    ["a kinetic energy", table("Time(s),KE_arm", [times, x])],
    ["a correlation", table("Time shift (s),Autocorrelation", [times, x])],
  ])("%s is no coordinate", (_, text) => expectRefusal(readText(text), /no coordinates recognised/));

  test("what was filtered beside what was measured, with velocities each", async () => {
    const smooth = x.map((value, i) => value + 1e-3 * Math.sin(i));
    const text = table("time,pos_meas1,pos_filt1,vel_meas1,vel_filt1", [times, x, smooth, vx, vx]);
    const record = await readText(text);
    expect(outline(record)).toEqual(["pos_meas1", "velocities", 1]);
    expect(record.understood.join()).toContain("pos_filt1 is pos_meas1 once more");
  });
});

describe("partners", () => {
  test("where the record denies one of a family its velocity, all are taken as positions", async () => {
    const steps = vx.map((_, i) => Math.sin(i * i));
    const record = await readText(table("t,x,y,vx,vy", [times, x, y, steps, vy]));
    expect(outline(record)).toEqual(["x, y", "positions", 1]);
    expect(record.understood.join()).toContain("velocities are not used, since vx is not the rate of change of x");
  });

  test("a pair that stands still gives way to what moves", async () => {
    const zero = times.map(() => 0);
    const noise = vx.map((_, i) => Math.sin(i * i));
    const heading = "t,/rail/position,/rail/velocity,/arm/position,/arm/velocity";
    const record = await readText(table(heading, [times, still, zero, x, noise]));
    expect(outline(record)).toEqual(["/arm/position", "positions", 1]);
    expect(record.understood.join()).toContain("/rail/position does not move");
  });
});

describe("columns that are computed from others of a file with decimal commas", () => {
  const comma = (values: readonly number[]) => values.map((value) => String(value).replace(".", ","));

  test("an angle out of a gyroscope", async () => {
    const text = table("Zeit (s);Gyroskop x (rad/s);Gyroskop y (rad/s)", [times, vx, scaled(vy, 0.01)].map(comma), ";");
    expect(await understand(text)).toEqual(["angle [rad]", "velocities", 1]);
  });

  test("an angle out of its cosine and sine", async () => {
    const text = table("t;cos_phi;sin_phi", [times, x.map(Math.cos), x.map(Math.sin)].map(comma), ";");
    const record = await readText(text);
    expect(outline(record)).toEqual(["phi [rad]", "positions", 1]);
    expect(offBy(record, x)).toBeLessThan(1e-12);
  });
});

test("many columns of unknown kind are not paired by what fits in half a swing", () => {
  const smooth = Array.from({ length: 20 }, (_, k) => times.map((t) => Math.sin((0.2 + k / 40) * t + k)));
  const names = smooth.map((_, k) => `muscle${"abcdefghijklmnopqrst"[k]}`);
  return expectRefusal(readText(table(["time", ...names].join(","), [times, ...smooth])), /no coordinates recognised/);
});

describe("a clock that stands still", () => {
  const rows = lines([times, x]);
  const standing = (count: number) => ["t,x", ...rows, ...Array.from({ length: count }, (_, i) => `5.95,${i}`)];

  test("once in many rows is left out and said", async () => {
    const [first = "", ...others] = rows;
    const record = await readText(["t,x", first, `${times[0]},0.29`, ...others].join("\n"));
    expect(record.motions[0]?.times).toHaveLength(N);
    expect(offBy(record, x)).toBe(0);
    expect(record.understood.join()).toContain("1 row with the time of the one before left out");
  });

  test("often is refused where it begins", () =>
    expectRefusal(readText(standing(9).join("\n")), /line 122, column "t": time 5\.95 repeats that of line 121/));
});

describe("headings", () => {
  test.each([
    ["blanks between names over tabs, and a last tab in some rows", "t     y"],
    ["a tab behind the last name", "t\ty\t"],
    [
      "remarks between the names in a comment and the rows",
      "# t\ty\n# m = 2 kg, k = 3 N/m\n# x0 = 1 m, v0 = 5 m/s\n# A damped swing",
    ],
  ])("%s", async (_, heading) => {
    const rows = lines([times, y], "\t").map((row, i) => (i === 15 ? `${row}\t` : row));
    const record = await readText([heading, ...rows].join("\n"));
    expect([...outline(record), record.time.name]).toEqual(["y", "positions", 1, "t"]);
    expect(record.motions[0]?.times).toHaveLength(N);
    expect(offBy(record, y)).toBe(0);
  });

  test("a title of words is no heading", () =>
    expectRefusal(readText(["Free fall", ...lines([x, y], "\t")].join("\n")), /no column of times/));

  test("question marks that an encoding left of Greek letters are no names", async () => {
    const text = table("t\tx\ty\t?\tframe\t?", [times, x, y, y, times.map((_, i) => i), x], "\t");
    expect(await understand(text)).toEqual(["x, y", "positions", 1]);
  });

  test("a zero with a point beside decimal commas", async () => {
    const comma = (values: readonly number[]) => values.map((value) => value.toFixed(4).replace(".", ","));
    const [, ...t] = comma(times);
    const record = await readText(table("t;x", [["0.000", ...t], comma(x)], ";"));
    expect(record.understood.join()).toContain("decimal commas");
    expect(offBy(record, x)).toBeLessThan(1e-4);
  });

  test("a separator in place of every cell of a line is none", async () => {
    const names = "Coordinates,,\ninDegrees=yes,,\n,,\nendheader,,\ntime,lid_rotation,box_transX";
    const record = await readText([names, ...lines([times, scaled(x, 180 / Math.PI), y])].join("\n"), {}, "box.mot");
    expect(outline(record)[0]).toBe("lid_rotation [rad], box_transX [m]");
    expect(offBy(record, [x[0] as number, y[0] as number])).toBeLessThan(1e-12);
  });
});

describe("programs", () => {
  test("CASSY Lab: a word, a symbol and a unit each, and an angle out of the distance", async () => {
    const comma = (values: readonly number[]) => values.map((value) => String(value).replace(".", ","));
    const above = ["\ufeffMIN=0\t-1\t-5\t0", "MAX=10\t1\t5\t5", "SCALE=10\t0,5\t5\t5", "DEC=2\t3\t4\t2"];
    const heading = 'DEF="Zeit" t / s\t"Weg" s_A1 / m\t"Winkel" phi / rad\t"Spannung" U_B1 / V';
    const text = [...above, heading, ...lines([times, scaled(x, 0.25), x, still].map(comma), "\t")].join("\r\r\n");
    const record = await readText(text, {}, "swing.txt");
    expect([...outline(record), record.time.unit]).toEqual(["Winkel [rad]", "positions", 1, "s"]);
    expect(record.understood.join()).toContain("Weg is a multiple of Winkel");
    expect(offBy(record, x)).toBe(0);
  });

  test.each([
    ["commas", ",", (a: number, b: number) => `"(${a}, ${b})"`],
    ["semicolons", ";", (a: number, b: number) => `[${a} ${b}]`],
  ])("points as Python prints them in a cell, between %s", async (_, separator, point) => {
    const record = await readText(
      table(
        ["centre", "time", "area"].join(separator),
        [x.map((a, i) => point(a, y[i] as number)), times, still],
        separator,
      ),
    );
    expect(outline(record)).toEqual(["centre_x, centre_y", "positions", 1]);
    expect(
      offBy(
        record,
        x.flatMap((a, i) => [a, y[i] as number]),
      ),
    ).toBe(0);
  });

  test("Vicon: the rate alone below a title, a line of bodies, names and units", async () => {
    const frames = times.map((_, i) => i + 1);
    const above = ["Trajectories,,,,", "50,,,,", ",,ann:bob,,", "Frame,Sub Frame,X,Y,Z", ",,mm,mm,mm"];
    const record = await readText([...above, ...lines([frames, times.map(() => 0), x, y, still])].join("\n"));
    expect([outline(record)[0], record.time.unit]).toEqual(["X [mm], Y [mm], Z [mm]", "s"]);
    expect(record.motions[0]?.times[10]).toBeCloseTo((record.motions[0]?.times[0] ?? 0) + 0.2, 12);
  });

  test("TRC with commas, filled up by a spreadsheet", async () => {
    const above = [
      "PathFileType,4,(X/Y/Z),bob.trc,",
      "DataRate,CameraRate,NumFrames,NumMarkers,Units",
      "20,20,120,1,mm",
      "Frame#,Time,BOB,,",
      ",,X1,Y1,Z1",
      ",,,,",
    ];
    const record = await readText([...above, ...lines([times.map((_, i) => i + 1), times, x, y, still])].join("\n"));
    expect([outline(record)[0], record.time.name]).toEqual(["X1 [mm], Y1 [mm], Z1 [mm]", "Time"]);
    // By the marker's name, which stands above its axes.
    const text = [...above, ...lines([times.map((_, i) => i + 1), times, x, y, still])].join("\n");
    expect(outline(await readText(text, { coordinates: ["BOB_Y"] }))[0]).toBe("Y1 [mm]");
  });

  test("arrays whose columns are numbered, by the array's name", async () => {
    const heading = "t,q_1,q_2,qd_1,qd_2,tau_1,tau_2";
    const text = [heading, ...lines([times, x, y, still, still, y, x])].join("\n");
    const record = await readText(text, { coordinates: ["q"], velocities: ["qd"], inputs: ["tau"], held: ["tau"] });
    expect(record.space.coordinates.map(({ position }) => position.name)).toEqual(["q_1", "q_2"]);
    expect(record.inputs.map(({ name }) => name)).toEqual(["tau_1", "tau_2"]);
  });

  test("orbital elements of Horizons are refused", () => {
    const rows = ["2459000.5, A.D. 2020-May-31, 0.07, 2.5, 10.5,", "2459010.5, A.D. 2020-Jun-10, 0.07, 2.5, 10.5,"];
    const text = ["JDTDB, Calendar Date (TDB), EC, QR, PR,", "****", "$$SOE", ...rows, "$$EOE"].join("\n");
    return expectRefusal(readText(text, {}, "ceres.txt"), /without X, Y and Z; ask for its vector table/);
  });

  test("complex numbers are refused where the first stands", () =>
    expectRefusal(readText(table("time,pos", [times, x.map((value) => `(${value}+0j)`)])), /line 2.*is complex/));
});

describe("columns that were sampled at times of their own", () => {
  const late = times.map((t) => t + 0.021);
  const at = (t: readonly number[]) => t.map((value) => 0.2 * Math.sin(2 * value));

  test.each([
    ["two tracks", "Time A (s)\tPos A\tTime B (s)\tPos B", "Pos A, Pos B"],
    ["a velocity", "Time (s)\tHeight (m)\tTime (velocity) (s)\tVelocity (m/s)", "Height [m]"],
  ])("%s are brought to the record's times", async (_, heading, coordinates) => {
    const second = coordinates.includes(",") ? at(late) : late.map((t) => -0.6 * Math.sin(2 * t));
    const record = await readText(table(heading, [times, x, late, second], "\t"));
    expect(outline(record)[0]).toBe(coordinates);
    // The first row is before the first of the other times.
    const motion = record.motions[0];
    expect(motion?.times).toHaveLength(N - 1);
    const [expected, found] = coordinates.includes(",")
      ? [at(times), motion?.positions.filter((__, i) => i % 2 === 1)]
      : [vx, motion?.velocities];
    for (const [i, value] of (found ?? []).entries())
      expect(Math.abs(value - (expected[i + 1] as number))).toBeLessThan(2e-5);
  });

  test("a force of another rate, and fewer rows, is brought to the record's times", async () => {
    const slow = times.map((_, i) => -0.05 + 2.5 * i * ((times[1] as number) - (times[0] as number)));
    const last = times.at(-1) as number;
    const rows = times.map((t, i) => `${t},${x[i]},${(slow[i] as number) < last ? `${slow[i]},${at(slow)[i]}` : ","}`);
    const record = await readText(["t_x (s),x (m),t_F (s),F (N)", ...rows].join("\n"), { inputs: ["F"] });
    const [motion] = record.motions;
    expect(motion?.inputs).toHaveLength(motion?.times.length ?? 0);
    expect(motion?.times.length).toBeGreaterThan(0.9 * N);
    for (const [i, t] of (motion?.times ?? []).entries())
      expect(Math.abs((motion?.inputs?.[i] ?? Number.NaN) - 0.2 * Math.sin(2 * t))).toBeLessThan(5e-4);
  });

  test("a stamp beside the times of the same samples is none", async () => {
    const record = await readText(table("time (s),stamp time (s),x", [times, late, x]));
    expect(offBy(record, x)).toBe(0);
  });
});

describe("the steps of an encoder tell degrees from radians", () => {
  const steps = (turn: number, count: number, reach: number) =>
    times.map((t) => Number(((Math.round(reach * Math.cos(2 * t)) * turn) / count).toFixed(4)));

  test.each([
    ["4096 a turn of 360", steps(360, 4096, 60), Math.PI / 180],
    ["2400 a turn of 2 pi, over the top", steps(2 * Math.PI, 2400, 3100), 1],
    ["2400 a turn of 2 pi", steps(2 * Math.PI, 2400, 190), 1],
  ])("%s", async (_, angles, factor) => {
    const record = await readText(table("time,angle", [times, angles]));
    expect(offBy(record, scaled(angles, factor))).toBeLessThan(1e-12);
  });

  test("steps of rounding say nothing", async () => {
    const rounded = times.map((t) => Number(Math.cos(2 * t).toFixed(2)));
    const record = await readText(table("time,angle", [times, rounded]));
    expect(offBy(record, rounded)).toBe(0);
    expect(record.understood.join()).not.toContain("parts of a turn");
  });
});

test.each([["Speeds"], ["Accelerations"]])("%s of OpenSim alone are no coordinates", (title) => {
  const text = [
    title,
    "version=1",
    "inDegrees=yes",
    "endheader",
    "time\tknee_angle\thip_flexion",
    ...lines([times, x, y], "\t"),
  ];
  return expectRefusal(readText(text.join("\n"), {}, "walk.sto"), /no coordinates recognised|turn alike/);
});

describe("times", () => {
  test("dates and times of day in columns of their own, days apart", async () => {
    const day = times.map((_, i) => (i < 60 ? "2031-05-03" : "2031-05-06"));
    const clock = times.map((_, i) => `10:${String(i % 60).padStart(2, "0")}:00`);
    const record = await readText(table("date,time,x", [day, clock, x]));
    expect(outline(record)).toEqual(["x", "positions", 1]);
    const read = record.motions[0]?.times ?? [];
    expect([read[0], read[59], read[60]]).toEqual([0, 59 * 60, 3 * 86_400]);
  });

  test("runs that are numbered and share the times of the first", async () => {
    const record = await readText(table("1 Time,1 Position,2 Position,3: Position", [times, x, y, vx]));
    expect(outline(record)).toEqual(["Position", "positions", 3]);
    expect([...(record.motions[1]?.positions ?? [])]).toEqual(y);
  });

  test("bodies that are numbered beside a time without a number move together", async () =>
    expect(await understand(table("Time,1 Position,2 Position", [times, x, y]))).toEqual([
      "1 Position, 2 Position",
      "positions",
      1,
    ]));
});
