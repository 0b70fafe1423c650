import { describe, expect, test } from "vitest";
import type { Recording } from "../../src/records/index.js";
import { expectRefusal, readText } from "./harness.js";

// Text as sensors, terminals, game engines, simulators and catalogues write it. The motion is x = 0.3 cos 2t.

const N = 120;
const times = Array.from({ length: N }, (_, i) => i / 20);
const x = times.map((t) => 0.3 * Math.cos(2 * t));
const v = times.map((t) => -0.6 * Math.sin(2 * t));
const degrees = 180 / Math.PI;
type Columns = readonly (readonly (number | string)[])[];
const lines = (columns: Columns, separator = ",") =>
  times.map((_, i) => columns.map((column) => column[i]).join(separator)).join("\n");
const scaled = (values: readonly number[], factor: number) => values.map((value) => value * factor);
const still = times.map(() => 0);

const outline = ({ space, velocities, time, momenta }: Recording) => [
  space.coordinates.map(({ position }) => `${position.name} [${position.unit}]`).join(", "),
  momenta === "velocities" ? velocities?.map(({ name }) => name).join(", ") : momenta,
  `${time.name} [${time.unit}]`,
];
/** Largest difference between the first motion's positions, and its times, and those given. */
const offBy = ({ motions }: Recording, expected: readonly number[], at = times) =>
  Math.max(
    ...expected.map((value, i) => Math.abs(value - (motions[0]?.positions[i] as number))),
    ...at.map((t, i) => Math.abs(t - (motions[0]?.times[i] as number))),
  );

describe("a quaternion", () => {
  const half = (share: number) => x.map((angle) => share * Math.cos(angle / 2));
  const across = (share: number) => x.map((angle) => share * Math.sin(angle / 2));
  test("that turns about one axis is the angle, from where it is one, in the time of a sensor", async () => {
    const ticks = scaled(times, 1e6).map(Math.round);
    const columns = [ticks, half(1), across(0.6), still, across(0.8)];
    const record = await readText(`timestamp,q[0],q[1],q[2],q[3]\n${lines(columns)}\n`);
    expect(outline(record)).toEqual(["angle [rad]", "positions", "timestamp [s]"]);
    expect(offBy(record, x)).toBeLessThan(1e-7);
  });
  test("of a sensor that is mounted askew, its real part last", async () => {
    // A product with the fixed quaternion (0.6, 0.8 i) from the left.
    const askew = [across(0.6), across(0.8), half(0.8), half(0.6)];
    const record = await readText(`t,rot_y,rot_z,rot_x,rot_w\n${lines([times, ...askew])}\n`);
    const [first] = record.motions;
    const mean = (first?.positions.reduce((sum, value) => sum + value, 0) ?? 0) / N;
    const own = x.reduce((sum, value) => sum + value, 0) / N;
    const sign = Math.sign(first?.positions[0] as number);
    const shifted = x.map((angle) => sign * (angle - own) + mean);
    expect(offBy(record, shifted)).toBeLessThan(1e-6);
  });
  test("that turns about several is none, though its numbers are counted", async () => {
    const other = times.map((t) => 0.4 * Math.sin(3.3 * t));
    const q0 = x.map((a, i) => Math.sqrt(1 - (0.3 * a) ** 2 - (0.4 * (other[i] as number)) ** 2));
    const text = `t,q0,q1,q2,q3\n${lines([times, q0, scaled(x, 0.3), scaled(other, 0.4), still])}\n`;
    await expectRefusal(readText(text), /about no single axis/);
  });
});

describe("clocks and sensors", () => {
  test.each([
    ["tenths of milliseconds", 1e4],
    ["microseconds", 1e6],
  ])("SampleTimeFine in %s", async (words, perSecond) => {
    const ticks = scaled(times, perSecond).map(Math.round);
    const record = await readText(`SampleTimeFine\tRoll\n${lines([ticks, scaled(x, 100)], "\t")}\n`);
    expect(outline(record)[2]).toBe("SampleTimeFine [s]");
    expect(record.motions[0]?.times.at(-1)).toBeCloseTo(5.95, 9);
    expect(record.understood.join()).toContain(words);
  });
  test("the box about what is followed in a film is neither a gyroscope nor a place", async () => {
    const box = times.map((_, i) => 24 + (i % 3));
    const record = await readText(
      `t,cx,cy,w,h\n${lines([times, scaled(x, 100), scaled(v, 10).map((y, i) => y + (x[i] as number) * 7), box, box])}\n`,
    );
    expect(outline(record)[0]).toBe("cx [], cy []");
  });
  test("the speed of a shaft is integrated to its angle", async () => {
    const rpm = times.map((t) => 900 * Math.exp(-0.2 * t));
    const record = await readText(`t (s),speed (rpm)\n${lines([times, rpm])}\n`);
    expect(outline(record)).toEqual(["angle [rad]", "speed", "t [s]"]);
  });
  test("milliseconds behind a colon", async () => {
    const stamps = times.map((t) => {
      const thousandths = String(Math.round(1000 * (t % 1))).padStart(3, "0");
      return `2026-3-4 10:15:${Math.floor(t)}:${thousandths}`;
    });
    expect(offBy(await readText(`time\tAngleX(rad)\n${lines([stamps, x], "\t")}\n`), x)).toBeLessThan(1e-9);
  });
  test("a counter or an error beside the one quantity is no second one", async () => {
    const sweeps = times.map((_, i) => i + 1);
    const volts = await readText(`Sweep #,Time,Chan 101 (VDC)\n${lines([sweeps, times, x])}\n`);
    expect(outline(volts)[0]).toBe("Chan 101 [VDC]");
    const star = await readText(`BJD\tRV (km/s)\te_RV (km/s)\n${lines([times, v, times.map(() => 0.02)], "\t")}\n`);
    expect(outline(star).slice(0, 2)).toEqual(["position [km]", "RV"]);
  });
  test("accelerations in g alone are refused with what to do", async () =>
    expectRefusal(readText(`time,gFx,gFy,gFz\n${lines([times, x, v, still])}\n`), /record the gyroscope/));
});

describe("headings", () => {
  test("of an Arduino's analog input is no acceleration, unless its unit says so", async () => {
    const counts = x.map((value) => Math.round(512 + 600 * value));
    const record = await readText(`ms,A0\n${lines([scaled(times, 1000), counts])}\n`);
    expect(outline(record)[0]).toBe("A0 []");
    await expectRefusal(readText(`t,A0 (m/s^2)\n${lines([times, counts])}\n`), /accelerations alone/);
  });
  test("of points by letters are no momenta and accelerations", async () => {
    const points = "px,py,ax,ay,bx,by";
    const turned = [1, 2, 3, 4, 5, 6].map((k) => times.map((t) => k + Math.sin(t + k)));
    const record = await readText(`t,${points}\n${lines([times, ...turned])}\n`, { cartesian: true });
    expect(outline(record).slice(0, 2)).toEqual(["px [], py [], ax [], ay [], bx [], by []", "positions"]);
    const plain = await readText(`t,x,y,px,py\n${lines([times, x, v, v, x])}\n`);
    expect(outline(plain).slice(0, 2)).toEqual(["x [], y []", "given"]);
    const chip = await readText(`t,x,ax,ay,bx,by\n${lines([times, x, ...turned.slice(2)])}\n`);
    expect(outline(chip)[0]).toBe("x []");
  });
  test("of turns a time are those of a shaft, whatever its unit leaves out", async () => {
    for (const [heading, unit] of [
      ["Drehzahl [1/min]", 60],
      ["Drehfrequenz (Hz)", 1],
      ["vitesse de rotation (tr/min)", 60],
    ] as const) {
      const turns = v.map((value) => (5 + value) * (unit / (2 * Math.PI)));
      const record = await readText(`t [s];${heading}\n${lines([times, turns], ";")}\n`);
      expect(outline(record)[0]).toBe("angle [rad]");
      const end = (record.motions[0]?.positions.at(-1) as number) - (record.motions[0]?.positions[0] as number);
      expect(end).toBeCloseTo(5 * (times.at(-1) as number) + (x.at(-1) as number) - 0.3, 3);
    }
  });
  test("of periods are no times: tables of lengths and periods are no motions", async () => {
    const lengths = times.map((_, i) => 0.2 + 0.01 * i);
    const periods = lengths.map((length) => 2 * Math.PI * Math.sqrt(length / 9.81));
    for (const heading of ["length [m],period [s]", "Länge [m],Schwingungsdauer [s]", "L (m),Oscillation period (s)"])
      await expectRefusal(readText(`${heading}\n${lines([lengths, periods])}\n`), /is how long something takes/);
  });
  test.each([
    ["time,Pendulum-Pitch,deg,Pendulum-Gyroscope-y,deg/s", "quoted"],
    ["TimeMs,AngleDeg,AngularVelocityDegPerSec", "Angle"],
  ])("%s", async (heading, kind) => {
    const [t, ...others] = heading.split(/,(?=[PTA])/);
    const [unit, name] = kind === "quoted" ? [1, "Pendulum-Pitch"] : [1000, "Angle"];
    const columns = [scaled(times, unit), scaled(x, degrees), scaled(v, degrees)];
    const record = await readText(`${t},${others.map((own) => `"${own}"`).join(",")}\n${lines(columns)}\n`);
    expect(outline(record)[0]).toBe(`${name} [rad]`);
    expect(record.momenta).toBe("velocities");
    expect(offBy(record, x)).toBeLessThan(1e-9);
  });
  test("a component in brackets is no unit, a node of a circuit neither", async () => {
    const circle = [
      times.map((t) => 0.3 * Math.sin(Math.cos(2 * t))),
      times.map((t) => -0.3 * Math.cos(Math.cos(2 * t))),
    ];
    const arm = await readText(`Time,Position (x),Position (y)\n${lines([times, ...circle])}\n`);
    expect(outline(arm)[0]).toBe("theta [rad]");
    const circuit = await readText(`time\tV(out)\tI(L1)\n${lines([times, x, scaled(v, 1e-3)], "\t")}\n`);
    expect(outline(circuit).slice(0, 2)).toEqual(["V(out) [V]", "positions"]);
    expect(outline(await readText(`t,v(m/s),x(m)\n${lines([times, v, x])}\n`)).slice(0, 2)).toEqual(["x [m]", "v"]);
  });
  test("x and y as the state of an oscillator, but not on a circle, nor of a throw", async () => {
    // The mean height in metres is the horizontal speed in metres a second.
    const flight = Array.from({ length: 26 }, (_, i) => i / 30);
    const throwing = [flight.map((t) => 0.2 + 4.1 * t), flight.map((t) => 2.05 + 7.2 * t - 4.9 * t * t)];
    expect(outline(await readText(`t,x,y\n${lines([flight, ...throwing])}\n`))[0]).toBe("x [], y []");
    // x'' = -x - x^3 by steps that are exact to the record's digits.
    const states: [number, number][] = [[1, 0]];
    for (let i = 1; i < N; i++) {
      let [q, p] = states[i - 1] as [number, number];
      for (let k = 0; k < 200; k++) {
        p -= (q + q ** 3) * 1.25e-4;
        q += p * 2.5e-4;
        p -= (q + q ** 3) * 1.25e-4;
      }
      states.push([q, p]);
    }
    const [q, p] = [states.map(([own]) => own), states.map(([, own]) => own)];
    expect(outline(await readText(`t,x,y\n${lines([times, q, p])}\n`)).slice(0, 2)).toEqual(["x []", "y"]);
    const round = [times.map((t) => Math.cos(-t)), times.map((t) => -Math.sin(t))];
    expect(outline(await readText(`t,x,y\n${lines([times, ...round])}\n`, { cartesian: true }))[0]).toBe("x [], y []");
  });
  test.each([
    ["=~=~=~=~=~= PuTTY log 2026.03.04 10:15:00 =~=~=~=~=~=", "column 2"],
    ["Model,MSO54\nRecord Length,120\nZero Index,0\nVertical Units,V\n,\nTIME,CH1", "CH1"],
    ['Part_2_MEA,ANGLE\n"Time","Deflection"', "Deflection"],
  ])("not out of what stands above: %s", async (above, name) => {
    const record = await readText(`${above}\n${lines([times, x])}\n`);
    expect(outline(record)[0]).toBe(`${name} []`);
  });
});

describe("rows", () => {
  test("one that lost its beginning when the terminal began to listen is left out", async () => {
    const record = await readText(`.31,-0.2\n${lines([times.map((t) => 5000 + 1000 * t), x])}\n`);
    expect(record.motions[0]?.times).toHaveLength(N);
    expect(record.understood.join()).toContain("stands alone before a gap");
  });
  test.each([
    ["[120 rows x 2 columns]"],
    ["Loop time of 0.012 on 1 procs for 120 steps with 2 atoms\nPerformance: 1 tau/day"],
  ])("what stands below them is left out: %s", async (below) => {
    const record = await readText(`t x\n${lines([times, x], " ")}\n\n${below}\n`);
    expect(offBy(record, x)).toBe(0);
    expect(record.motions[0]?.times).toHaveLength(N);
  });
  test("what a sketch prints with units, at the times of the monitor", async () => {
    const sent = times.map((t, i) => `10:15:0${t.toFixed(3)} -> Distance: ${(100 * (x[i] as number)).toFixed(9)} cm`);
    const record = await readText(`${sent.join("\n")}\n`);
    expect(outline(record)).toEqual(["Distance [cm]", "positions", "time [s]"]);
    expect(offBy(record, scaled(x, 100))).toBeLessThan(1e-8);
    const robot = await readText(`${times.map((t, i) => `[arm] t=${t} pos=${x[i]} vel=${v[i]}`).join("\n")}\n`);
    expect(outline(robot)).toEqual(["pos []", "vel", "t []"]);
  });
  test("many pairs that do not end as such are looked at once", async () => {
    const odd = Array.from({ length: 40 }, () => `${"a:1 b c:1 d ".repeat(40)}!`).join("\n");
    await expectRefusal(readText(odd), /./);
  });
  test.each([
    ["Vec2d", (a: number, b: number) => `"Vec2d(${a}, ${b})"`, "pos_x [], pos_y []"],
    ["Unreal", (a: number, b: number) => `"X=${a} Y=0.000 Z=${b}"`, "pos_x [], pos_y [], pos_z []"],
  ])("points as %s prints them", async (_, point, names) => {
    const rows = times.map(
      (t, i) => `${t},${point(Number((x[i] as number).toFixed(6)), Number((0.2 * (v[i] as number) ** 2).toFixed(6)))}`,
    );
    expect(outline(await readText(`t,pos\n${rows.join("\n")}\n`, { cartesian: true }))[0]).toBe(names);
  });
  test("in braces, many to a line", async () => {
    const rows = times.map((t, i) => `{${t}, ${(x[i] as number).toFixed(9)}}`);
    for (const separator of [", ", ",\n "])
      expect(offBy(await readText(`{${rows.join(separator)}}\n`), x)).toBeLessThan(1e-8);
  });
  test.each([-1, 0])(
    "%d in all columns, of a point that was lost for some rows on end, is left out",
    async (nothing) => {
      const lost = new Set([30, 31, 32, 70]);
      const point = times.map((t, i) =>
        lost.has(i)
          ? `${t},${nothing},${nothing}`
          : `${t},${640 + 100 * (x[i] as number)},${400 + 50 * (v[i] as number)}`,
      );
      const record = await readText(`t,x,y\n${point.join("\n")}\n`);
      expect(record.motions[0]?.times).toHaveLength(N - lost.size);
      expect(Math.min(...(record.motions[0]?.positions ?? []))).toBeGreaterThan(300);
      // Where others are near, it is a place.
      const near = times.map((t, i) => (lost.has(i) ? `${t},0,0` : `${t},${x[i]},${v[i]}`));
      const kept = await readText(`t,x,y\n${near.join("\n")}\n`, { cartesian: true });
      expect(kept.understood.join()).not.toContain("far from all others");
    },
  );
  test.each([
    [
      (t: number, q: number, u: number) => `2026-03-04 10:15:0${t.toFixed(3)} INFO arm: theta=${q} omega=${u}`,
      "time [s]",
    ],
    [(t: number, q: number, u: number) => `sim_time: ${t} | theta: ${q} | omega: ${u}`, "sim_time []"],
  ])("of a program's log", async (line, time) => {
    const record = await readText(times.map((t, i) => line(t, x[i] as number, v[i] as number)).join("\n"));
    expect(outline(record)).toEqual(["theta []", "omega", time]);
    expect(offBy(record, x)).toBeLessThan(1e-9);
  });
  test.each([
    ["data = [\n", " ", ";\n", "\n];\n", "column 2 []"],
    ["\\addplot coordinates {\n(", ",", ")\n(", ")\n};\n", "column 2 []"],
    [
      "shape: (120, 2)\n┌──┬──┐\n│ t ┆ x │\n│ --- ┆ --- │\n│ f64 ┆ f64 │\n╞══╪══╡\n│ ",
      " ┆ ",
      " │\n│ ",
      " │\n└──┴──┘\n",
      "x []",
    ],
  ])("of a matrix in a program or a frame: %j", async (before, between, next, after, name) => {
    const rows = times.map((t, i) => `${t}${between}${(x[i] as number).toFixed(9)}`);
    const record = await readText(before + rows.join(next) + after);
    expect(outline(record)[0]).toBe(name);
    expect(offBy(record, x)).toBeLessThan(1e-8);
  });
  test("frames at the rate that their heading tells, and a pose's place beside its quaternion", async () => {
    const frames = await readText(`frame (60 fps),x (px)\n${lines([times.map((_, i) => i), x])}\n`);
    expect(frames.motions[0]?.times.at(-1)).toBeCloseTo(119 / 60, 9);
    const one = times.map(() => 1);
    const pose = await readText(
      `t,px,py,pz,qx,qy,qz,qw\n${lines([times, x, still, still, still, still, still, one])}\n`,
    );
    expect(outline(pose)[0]).toBe("px [], py [], pz []");
  });
  test("with the times again before every quantity", async () => {
    const record = await readText(`${lines([times, x, times, v], "  ")}\n`);
    expect(outline(record)).toEqual(["column 2 []", "column 4", "column 1 []"]);
  });
  test("YAML is refused with what to do instead", async () => {
    const echo = times
      .map((t) => `header:\n  stamp:\n    sec: 1\n    nanosec: ${t}\nposition:\n- ${t}\n---`)
      .join("\n");
    await expectRefusal(readText(echo, {}, "joint.yaml"), /ros2 topic echo --csv/);
    await expectRefusal(readText(times.map((t) => `- t: ${t}\n  x: 1`).join("\n"), {}, "m.yaml"), /a list in YAML/);
  });
  test("with the same unit in every cell of a column", async () => {
    const rows = times.map((t, i) => `${t} s;${(degrees * (x[i] as number)).toFixed(9)}°`);
    const record = await readText(`t;θ\n${rows.join("\n")}\n`);
    expect(outline(record)).toEqual(["θ [rad]", "positions", "t [s]"]);
    expect(offBy(record, x)).toBeLessThan(1e-9);
    rows[60] = `${times[60]} s;0.1 rad`;
    await expectRefusal(readText(`t;θ\n${rows.join("\n")}\n`), /line 62/);
  });
});
