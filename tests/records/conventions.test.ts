import { describe, expect, test } from "vitest";
import { bytesSource, type ReadOptions, type Recording, readRecord } from "../../src/records/index.js";
import { expectRefusal, readText } from "./harness.js";

// What programs and people of many countries call columns and units, and the text forms of some programs. The motion is x = 0.3 cos 2t.

const N = 120;
const times = Array.from({ length: N }, (_, i) => i / 20);
const x = times.map((t) => 0.3 * Math.cos(2 * t));
const v = times.map((t) => -0.6 * Math.sin(2 * t));
const scaled = (values: readonly number[], factor: number) => values.map((value) => value * factor);
const lines = (columns: readonly (readonly (number | string)[])[], separator = ",") =>
  times.map((_, i) => columns.map((column) => column[i]).join(separator)).join("\n");

/** Coordinates with their velocities, units and the time. */
const outline = ({ space, velocities, time, momenta }: Recording) => ({
  coordinates: space.coordinates.map(({ position }) => `${position.name} [${position.unit}]`).join(", "),
  velocities: momenta === "velocities" ? velocities?.map(({ name }) => name).join(", ") : momenta,
  time: `${time.name} [${time.unit}]`,
});
const understand = async (heading: string, columns: readonly (readonly (number | string)[])[], options?: ReadOptions) =>
  outline(await readText(`${heading}\n${lines(columns)}\n`, options));
/** Largest difference between the first motion's positions and those given. */
const offBy = ({ motions }: Recording, expected: readonly number[]) =>
  Math.max(...expected.map((value, i) => Math.abs(value - (motions[0]?.positions[i] as number))));

const degrees = 180 / Math.PI;

describe("headings and units by language", () => {
  test.each([
    ["Tempo (s),Ângulo (graus),Velocidade angular (graus/s)", "Ângulo", "Velocidade angular"],
    ["Tid (s),Vinkel (grader),Vinkelhastighet (grader/s)", "Vinkel", "Vinkelhastighet"],
    ["Zaman (s),Açı (derece),Açısal hız (derece/s)", "Açı", "Açısal hız"],
    ["Время (с),Угол (град),Угловая скорость (град/с)", "Угол", "Угловая скорость"],
    ["시간 (초),각도 (도),각속도 (도/초)", "각도", "각속도"],
    ["時間 (秒),角度 (度),角速度 (度/秒)", "角度", "角速度"],
    ["čas / s,úhel / °,úhlová rychlost / °/s", "úhel", "úhlová rychlost"],
  ])("%s", async (heading, name, rate) => {
    const record = await readText(`${heading}\n${lines([times, scaled(x, degrees), scaled(v, degrees)])}\n`);
    expect(outline(record)).toMatchObject({ coordinates: `${name} [rad]`, velocities: rate });
    expect(offBy(record, x)).toBeLessThan(1e-12);
  });

  // "時間[s],変位[mm],速度[mm/s]" in Shift JIS and "Время, с;Координата, см;Скорость, см/с" in Windows-1251.
  test.each([
    ["8e9e8ad45b735d2c95cf88ca5b6d6d5d2c91ac93785b6d6d2f735d", ",", "変位 [mm]", "Shift JIS"],
    [
      "c2f0e5ecff2c20f13bcaeeeef0e4e8ede0f2e02c20f1ec3bd1eaeef0eef1f2fc2c20f1ec2ff1",
      ";",
      "Координата [см]",
      "Windows-1251",
    ],
  ])("%s in the encoding of its region", async (hex, separator, coordinate, encoding) => {
    const body = new TextEncoder().encode(`\n${lines([times, scaled(x, 100), scaled(v, 100)], separator)}\n`);
    const record = await readRecord(bytesSource("region.csv", Uint8Array.from([...Buffer.from(hex, "hex"), ...body])));
    expect(outline(record).coordinates).toBe(coordinate);
    expect(record.momenta).toBe("velocities");
    expect(record.understood.join()).toContain(encoding);
  });
});

describe("units that stand in names", () => {
  test.each([
    ["time_s,theta_degrees,omega_radps", "theta [rad]", "omega"],
    ["t_ms,poti_grad,gyro_rad_s", "poti [rad]", "gyro"],
    ["t,heave_mm,heave_rate_mm_s", "heave [mm]", "heave_rate"],
    ["t,angle_encoder_deg,omega_gyro_dps", "angle_encoder [rad]", "omega_gyro"],
  ])("%s", async (heading, coordinate, rate) => {
    const degree = heading.includes("theta_degrees") || heading.includes("poti") || heading.includes("encoder");
    const [q, u] = [degree ? degrees : 1, heading.includes("dps") ? degrees : 1];
    const t = heading.startsWith("t_ms") ? scaled(times, 1000) : times;
    expect(await understand(heading, [t, scaled(x, q), scaled(v, u)])).toMatchObject({
      coordinates: coordinate,
      velocities: rate,
    });
  });

  test.each([
    ["sec_of_day", "s", 1],
    ["Seconds since start", "s", 1],
    ["ms_since_boot", "s", 1000],
    ["minutes_after_launch", "min", 1 / 60],
    ["days since epoch", "d", 1 / 86_400],
  ])("%s counts in the unit that is said first", async (heading, unit, factor) => {
    const { time, motions } = await readText(`${heading},x_mm\n${lines([scaled(times, factor), x])}\n`);
    expect(time.unit).toBe(unit);
    const [own] = motions;
    const step = (own?.times[1] as number) - (own?.times[0] as number);
    const seconds = step * { s: 1, min: 60, d: 86_400 }[unit as "s" | "min" | "d"];
    expect(seconds).toBeCloseTo((times[1] as number) - (times[0] as number), 6);
  });

  test("a gyroscope whose axes name degrees a second is integrated", async () => {
    const still = times.map((_, i) => 0.01 * Math.sin(i * i));
    const g = times.map(() => 1);
    expect(
      (await understand("timestamp_us,ax_g,gx_dps,gy_dps", [scaled(times, 1e6), g, still, scaled(v, degrees)]))
        .coordinates,
    ).toBe("angle [rad]");
  });
});

describe("which columns move", () => {
  const other = times.map((t) => 0.5 * Math.cos(3 * t));
  const slope = times.map((t) => -1.5 * Math.sin(3 * t));
  test("what a joint should do is no coordinate", async () => {
    expect(await understand("t,q_ref,q_meas,dq_ref,dq_meas,tau", [times, other, x, slope, v, other])).toMatchObject({
      coordinates: "q_meas []",
      velocities: "dq_meas",
    });
  });
  test("components of a state, of which one is the other's rate of change", async () => {
    expect(await understand("t,x1,x2", [times, x, v])).toMatchObject({ coordinates: "x1 []", velocities: "x2" });
    // Two coordinates that are not.
    expect((await understand("t,x1,x2", [times, x, other])).coordinates).toBe("x1 [], x2 []");
  });
  test("derivatives of Modelica, and the same velocity twice", async () => {
    const a = scaled(x, -4);
    expect(
      await understand('"time","body.phi","der(body.phi)","body.w","der(body.w)"', [times, x, v, v, a]),
    ).toMatchObject({ coordinates: "body.phi []", velocities: "der(body.phi)" });
  });
  test("charge and current", async () => {
    expect(await understand("t (ms),Q (µC),I (mA)", [times, x, v])).toMatchObject({
      coordinates: "Q [µC]",
      velocities: "I",
    });
  });
  test("R's and MATLAB's numbered columns", async () => {
    expect((await understand("Var1,Var2,Var3", [times, x, v])).coordinates).toBe("Var2 []");
    const rows = lines([times.map((_, i) => `"${i + 1}"`), times, x, v], " ");
    const record = await readText(`"V1" "V2" "V3"\n${rows}\n`);
    expect(outline(record)).toEqual({ coordinates: "V2 []", velocities: "V3", time: "V1 []" });
  });
  test("the track's number and the way from row to row are no coordinates", async () => {
    const step = x.map((value, i) =>
      i === 0 ? -1 : Math.hypot(value - (x[i - 1] as number), (other[i] as number) - (other[i - 1] as number)),
    );
    const counts = times.map((_, i) => i + 1);
    const columns = [times.map(() => 1), counts, x, other, step];
    expect((await understand("Track n°,Slice n°,X,Y,Distance", columns, { rate: 30 })).coordinates).toBe("X [], Y []");
  });
  test("the states of a light gate are no motion", async () => {
    await expectRefusal(
      readText(`Time (s),Gate State\n${lines([times, times.map((_, i) => i % 2)])}\n`),
      /no coordinates/,
    );
  });
  test("counts of an encoder begin anew after 4096", async () => {
    const counts = x.map((value) => (Math.round((value * 4096) / (2 * Math.PI)) + 4096) % 4096);
    const record = await readText(`t,raw\n${lines([times, counts])}\n`);
    expect(record.understood.join()).toContain("raw begins anew after a whole turn");
    expect([record.coordinateKinds, record.fileUnits?.[0]?.unit]).toEqual([["angle"], "counts"]);
    const angle = Array.from(record.motions[0]?.positions ?? []);
    expect(Math.max(...angle.map((value, i) => Math.abs(value - (x[i] as number))))).toBeLessThan(1e-3);
  });
  test("an angle in counts of an encoder is brought to radians, beside velocities in any unit", async () => {
    // Over the top, with some 0.4 rad a row at most.
    const turning = times.map((t) => 9 * Math.sin(0.7 * t));
    const rates = times.map((t) => 6.3 * Math.cos(0.7 * t));
    const turn = 4096 / (2 * Math.PI);
    const counts = turning.map((value) => ((Math.round(value * turn) % 4096) + 4096) % 4096);
    for (const [heading, factor] of [
      ["angle", 1],
      ["angle [counts],omega [rad/s]", 1],
      ["angle,omega [rpm]", 30 / Math.PI],
      ["angle,omega", 1],
    ] as const) {
      const columns = heading.includes("omega") ? [times, counts, scaled(rates, factor)] : [times, counts];
      const { motions, understood } = await readText(`t [s],${heading}\n${lines(columns)}\n`);
      expect(understood).toContain("angle counts 4096 steps a turn and is brought to radians");
      const off = (found: Float64Array | undefined, by: readonly number[]) =>
        Math.max(...Array.from(found ?? [], (value, i) => Math.abs(value - (by[i] as number))));
      expect(off(motions[0]?.positions, turning)).toBeLessThan(1e-3);
      if (heading.includes("omega")) expect(off(motions[0]?.velocities, rates)).toBeLessThan(1e-2);
    }
  });
  test("rows that are not in the order of time", async () => {
    const order = times.map((_, i) => (i * 47) % N);
    const mixed = (values: readonly number[]) => order.map((i) => values[i] as number);
    await expectRefusal(readText(`t,x,v\n${lines([mixed(times), mixed(x), mixed(v)])}\n`), /go up and down.*sort/);
  });
});

describe("arms", () => {
  const arm = [scaled(times, 1), x.map((a) => 2 * Math.sin(a * 3)), x.map((a) => -2 * Math.cos(a * 3))] as const;
  test.each([
    ["Time,Trajectory 1/X (px),Trajectory 1/Y (px)", [arm[0], arm[1], arm[2]]],
    ["t,bob.x,bob.y,bob.z", [arm[0], arm[1], arm[2], times.map(() => 0)]],
    ["t,bob.x,bob.y,bob.z", [arm[0], arm[1], times.map(() => 1.5), arm[2]]],
  ] as const)("%s", async (heading, columns) => {
    const record = await readText(`${heading}\n${lines(columns)}\n`);
    expect(record.space.coordinates.map(({ position }) => position.name)).toEqual(["theta"]);
    // Pixels count downwards.
    const turned = heading.includes("px") ? Math.PI : 0;
    const angles = Array.from(record.motions[0]?.positions ?? []);
    const off = angles.map((angle, i) => {
      const expected = turned === 0 ? 3 * (x[i] as number) : Math.PI - 3 * (x[i] as number);
      return Math.abs(Math.sin((angle - expected) / 2));
    });
    expect(Math.max(...off)).toBeLessThan(1e-9);
  });
});

describe("forms of programs", () => {
  test("waves of Igor", async () => {
    const rows = lines([times, x, v], "\t");
    const text = `IGOR\nWAVES/D\ttime_s, pos_m, 'vel_mps'\nBEGIN\n${rows}\nEND\nX SetScale/P x 0,1,"", time_s\n`;
    expect(outline(await readText(text, {}, "waves.itx"))).toMatchObject({ coordinates: "pos [m]", velocities: "vel" });
  });
  test("numbers of Mathematica", async () => {
    const mantissa = (value: number) =>
      value
        .toExponential(10)
        .replace(/e([+-]\d+)$/, "*^$1")
        .replace("*^+0", "");
    const record = await readText(`t\tx\tv\n${lines([times, x.map(mantissa), v.map(mantissa)], "\t")}\n`);
    expect(offBy(record, x)).toBeLessThan(1e-9);
  });
  test("oscilloscopes: settings beside the trace, rows counted", async () => {
    const settings = [
      "Record Length,1.2e2",
      "Sample Interval,0.05",
      "Trigger Point,0",
      "Source,CH2",
      "Vertical Units,V",
    ];
    const tek = times.map((t, i) => `${settings[i] ?? ","},,${t},${x[i]},`).join("\n");
    expect(outline(await readText(tek))).toMatchObject({ coordinates: "CH2 [V]", time: "Time [s]" });
    const rigol = `X,CH1,Start,Increment,\nSequence,Volt,-2,0.05\n${times.map((_, i) => `${i},${x[i]},`).join("\n")}\n`;
    const record = await readText(rigol);
    expect(outline(record)).toMatchObject({ coordinates: "CH1 [Volt]", time: "Time [s]" });
    expect(record.motions[0]?.times.slice(0, 3).map((t) => Number(t.toFixed(12)))).toEqual(
      Float64Array.from([-2, -1.95, -1.9]),
    );
  });
  test("oscilloscopes: settings with colons, settings above the names, times out of the settings", async () => {
    const rows = lines([times, x]);
    const infiniium = await readText(`Revision: 2.0\nXInc: 5E-02\nXUnits: second\nYUnits: Volt\nData:\n${rows}\n`);
    expect(outline(infiniium)).toMatchObject({ coordinates: "Y [Volt]", time: "X [s]" });
    const settings =
      "Record Length,Analog:120\nVertical Units,V\nHorizontal Units,s\nModel Number,SDS1104X-E\nSource,CH1";
    const siglent = await readText(`${settings}\nSecond,Value\n${rows}\n`);
    expect(outline(siglent)).toMatchObject({ coordinates: "Value []", time: "Second [s]" });
    expect(outline(await readText(`${settings}\nSecond,Volt\n${rows}\n`))).toMatchObject({ coordinates: "CH1 [Volt]" });
    const above = ['"Model","DL850E"', '"TraceName","Angle","Speed"', '"VUnit","deg","deg/s"'];
    const times2 = ['"HResolution","5.0E-02","5.0E-02"', '"HOffset","-1","-1"', '"HUnit","s","s"'];
    const body = lines([times.map(() => ""), scaled(x, degrees), scaled(v, degrees)]);
    const yokogawa = await readText(`${[...above, ...times2].join("\n")}\n${body}\n`);
    expect(outline(yokogawa)).toEqual({ coordinates: "Angle [rad]", velocities: "Speed", time: "Time [s]" });
    expect(yokogawa.motions[0]?.times[100]).toBeCloseTo(4, 12);
    expect(offBy(yokogawa, x)).toBeLessThan(1e-12);
    const two = `x-axis,1,2\nsecond,Volt,Volt\n${lines([times, x, v])}\n`;
    await expectRefusal(readText(two), /which of the voltages stands for a position/);
    expect(outline(await readText(two, { coordinates: ["2"] }))).toMatchObject({ coordinates: "2 [Volt]" });
  });
  test("markers of Qualisys without times, and what ROOT prints", async () => {
    const above =
      "NO_OF_FRAMES\t120\nFREQUENCY\t20\nTIME_STAMP\t2024-05-13, 14:22:01.341\t81234.55\nMARKER_NAMES\tbob\tcart";
    const columns = [x, v, times, v, x, times].map((values) => scaled(values, 1000));
    const qualisys = await readText(`${above}\n${lines(columns, "\t")}\n`, { cartesian: true }, "walk.tsv");
    expect(outline(qualisys)).toMatchObject({ time: "time [s]" });
    expect(qualisys.columns.map(({ name, unit }) => `${name} [${unit}]`)).toEqual(
      ["bob", "cart"].flatMap((marker) => ["X", "Y", "Z"].map((axis) => `${marker} ${axis} [mm]`)),
    );
    expect(qualisys.motions[0]?.times[100]).toBe(5);
    const rule = "*".repeat(40);
    const rows = times.map((t, i) => `* ${i} * ${t} * ${x[i]} * ${v[i]} *`).join("\n");
    const root = await readText(
      `${rule}\n*    Row   *  t *  x *  v *\n${rule}\n${rows}\n${rule}\n==> 120 selected entries\n`,
    );
    expect(outline(root)).toEqual({ coordinates: "x []", velocities: "v", time: "t []" });
    expect(offBy(root, x)).toBe(0);
  });
  test("lists beside the names of what they hold, as ROS has joint states", async () => {
    const rows = times.map((t, i) =>
      JSON.stringify({
        time: t,
        name: ["hip", "knee"],
        position: [x[i], 0.1 * t],
        velocity: [v[i], 0.1],
        effort: [0, 0],
      }),
    );
    const record = await readText(rows.join("\n"), {}, "joints.jsonl");
    expect(record.space.coordinates.map(({ position }) => position.name)).toEqual(["hip", "knee"]);
    expect(record.velocities?.map(({ name }) => name)).toEqual(["hip_velocity", "knee_velocity"]);
    expect([...(record.motions[0]?.positions ?? [])].filter((_, i) => i % 2 === 0)).toEqual([...x]);
  });

  test("vectors in the cells of JSON", async () => {
    const rows = times.map((t, i) => JSON.stringify({ time: t, position: [x[i], 0.1 * t, 0], q: [1, 2] })).join("\n");
    const record = await readText(rows, { cartesian: true }, "engine.jsonl");
    expect(record.columns.map(({ name }) => name)).toEqual([
      "time",
      "position.x",
      "position.y",
      "position.z",
      "q_1",
      "q_2",
    ]);
  });
});

describe("tables in long form", () => {
  const y = times.map((t) => 0.2 * Math.cos(3 * t));
  const rows = (line: (t: number, i: number) => readonly string[]) => times.flatMap((t, i) => line(t, i)).join("\n");
  test("a row for every body at each time, time by time or body by body", async () => {
    const byTime = rows((t, i) => [`${t},A,${x[i]}`, `${t},B,${y[i]}`]);
    const byBody = [...times.map((t, i) => `${t},A,${x[i]}`), ...times.map((t, i) => `${t},B,${y[i]}`)].join("\n");
    for (const text of [byTime, byBody]) {
      const record = await readText(`time,body,x\n${text}\n`);
      expect(record.space.coordinates.map(({ position }) => position.name)).toEqual(["x A", "x B"]);
      expect(Array.from(record.motions[0]?.positions ?? [])).toEqual(x.flatMap((value, i) => [value, y[i]]));
    }
  });
  test("a row for every quantity at each time", async () => {
    const text = rows((t, i) => [`${t},"theta [deg]",${(x[i] as number) * degrees}`, `${t},omega [rad/s],${v[i]}`]);
    const record = await readText(`time,variable,value\n${text}\n`);
    expect(outline(record)).toMatchObject({ coordinates: "theta [rad]", velocities: "omega" });
    expect(offBy(record, x)).toBeLessThan(1e-12);
  });
  test("annotated tables of InfluxDB", async () => {
    const at = (t: number) => `2024-05-13T14:22:${(t + 1).toFixed(3).padStart(6, "0")}Z`;
    const part = (name: string, table: number, values: readonly number[]) =>
      times.map((t, i) => `,,${table},2024-05-13T14:00:00Z,${at(t)},${values[i]},${name},pend`).join("\n");
    const above =
      "#group,false,false,true,false,false,true,true\n#default,_result,,,,,,\n,result,table,_start,_time,_value,_field,_measurement";
    const record = await readText(`${above}\n${part("omega", 0, v)}\n${part("theta", 1, x)}\n`);
    expect(outline(record)).toEqual({ coordinates: "theta []", velocities: "omega", time: "_time [s]" });
    expect(offBy(record, x)).toBe(0);
  });
  test("runs of one quantity that share their times beside each other", async () => {
    const record = await readText(`time (s),trial 1,trial 2\n${lines([times, x, y])}\n`);
    expect(record.motions.map(({ id }) => id)).toEqual(["trial 1", "trial 2"]);
    expect(record.motions[1]?.positions[7]).toBe(y[7]);
  });
  test("coordinates are named as they are called", async () => {
    const text = rows((t, i) => [`${t},A,${x[i]}`, `${t},B,${y[i]}`]);
    const record = await readText(`time,body,x\n${text}\n`, { coordinates: ["x B"] });
    expect(record.motions[0]?.positions[7]).toBe(y[7]);
  });
  test("runs that share their times stay motions", async () => {
    const text = rows((t, i) => [`1,${t},${x[i]}`, `2,${t},${y[i]}`]);
    expect((await readText(`run,t,x\n${text}\n`)).motions.map(({ id }) => id)).toEqual(["1", "2"]);
  });
});

describe("what follows from the columns", () => {
  test("an angle out of its cosine and sine", async () => {
    const record = await readText(
      `t,cos_theta,sin_theta,theta_dot\n${lines([times, x.map((a) => Math.cos(9 * a)), x.map((a) => Math.sin(9 * a)), scaled(v, 9)])}\n`,
    );
    expect(outline(record)).toMatchObject({ coordinates: "theta [rad]", velocities: "theta_dot" });
    // It begins beyond a quarter turn.
    expect(offBy(record, scaled(x, 9))).toBeLessThan(1e-9);
  });
  test("a velocity alone is integrated to a position", async () => {
    const dense = Array.from({ length: 2000 }, (_, i) => i / 100);
    const text = dense.map((t) => `${t},${-600 * Math.sin(2 * t) + 0.5}`).join("\n");
    const record = await readText(`Time [s],Velocity [mm/s]\n${text}\n`);
    expect(outline(record)).toMatchObject({ coordinates: "position [mm]", velocities: "Velocity" });
    const positions = record.motions[0]?.positions ?? new Float64Array();
    // Trapezoidal rule: (omega h)² / 12 of the amplitude; the middle of the swings is found to about as much.
    const off = dense.map((t, i) => Math.abs(300 * Math.cos(2 * t) - (positions[i] as number)));
    expect(Math.max(...off)).toBeLessThan(0.5);
  });
  test("beside positions that are missing a velocity is not", async () => {
    const text = times.map((t, i) => `${t},,${v[i]}`).join("\n");
    await expect(readText(`t,x,v\n${text}\n`)).rejects.toThrow(/no coordinates recognised among "t", "x", "v"/);
  });
  test("minutes and seconds in columns of their own", async () => {
    const t = scaled(times, 30);
    const text = t.map((s, i) => `${Math.floor(s / 60)},${(s % 60).toFixed(1)},${x[i]}`).join("\n");
    const record = await readText(`Min,Sec,x (cm)\n${text}\n`);
    expect(record.motions.length).toBe(1);
    expect(record.motions[0]?.times.at(-1)).toBeCloseTo(t.at(-1) as number, 9);
  });
  test("hours, minutes, seconds and milliseconds in columns of their own", async () => {
    const text = times.map((t, i) => `14;59;${58 + Math.floor(t)};${Math.round(1000 * (t % 1))};${x[i]}`);
    const rows = text.map((row) => row.replace(/14;59;6(\d)/, "15;0;$1")).join("\n");
    const record = await readText(`Hour;Minute;Second;Millisecond;x\n${rows}\n`);
    expect(record.motions[0]?.times[100]).toBeCloseTo(53_998 + 5, 9);
    await expectRefusal(readText(`Min,Sec,ms,x\n1,2,500,0\n1,3,1500,1\n`), /line 3, column "ms": 1500 milliseconds/);
  });
  test("dates without times of day count days", async () => {
    const dates = times.map((_, i) => new Date(Date.UTC(2026, 0, 1 + 2 * i)).toISOString().slice(0, 10));
    const record = await readText(`date,x_au,vx_au_d\n${lines([dates, x, scaled(v, 1 / 40)])}\n`);
    expect(outline(record)).toMatchObject({ coordinates: "x [au]", velocities: "vx", time: "date [d]" });
    expect(record.velocities).toEqual([{ name: "vx", unit: "au/d" }]);
    expect(record.motions[0]?.times[1]).toBe(2);
  });
  test("a distance in the sky is no angle", async () => {
    const angle = times.map((t) => 100 * t);
    const record = await readText(
      `epoch (yr),theta (deg),rho (arcsec)\n${lines([times, angle, x.map((r) => r + 1)])}\n`,
    );
    expect(outline(record).coordinates).toBe("theta [rad], rho [arcsec]");
    expect(record.coordinateKinds).toEqual(["angle", "length"]);
  });
  test("a force that is not used may act from outside", async () => {
    const { understood } = await readText(`t,x,v,Force (N)\n${lines([times, x, v, v.map((a) => a * a)])}\n`);
    expect(understood.join("\n")).toMatch(/Force \[N\] acts from outside, say so: option inputs Force/);
  });
  test("a rest after a sudden end is left out, the end of a slow decay is not", async () => {
    const noise = (i: number) => 0.001 * Math.sin(i * i * 1.7);
    const stopped = Array.from({ length: 300 }, (_, i) => (i < 200 ? 0.3 * Math.cos(0.2 * i) : 0.1) + noise(i));
    const decay = Array.from({ length: 300 }, (_, i) => 0.3 * Math.exp(-i / 60) * Math.cos(0.2 * i) + noise(i));
    const read = (values: readonly number[]) =>
      readText(`t,x\n${values.map((value, i) => `${i / 20},${value}`).join("\n")}\n`);
    const record = await read(stopped);
    expect(record.understood.join("\n")).toMatch(/nothing moves any more/);
    expect(Math.abs(record.kept - 200)).toBeLessThan(3);
    expect((await read(decay)).kept).toBe(300);
  });
});

describe("refused by name", () => {
  test.each([
    ["2\nstep 0\nH 0.0 0.0 0.1\nH 0.0 0.0 -0.1\n", /XYZ file/],
    ["ITEM: TIMESTEP\n0\nITEM: NUMBER OF ATOMS\n2\n", /LAMMPS/],
  ])("%j", async (text, message) => expectRefusal(readText(text), message));
});

describe("times and numbers as programs write them", () => {
  test.each([
    ["durations of MATLAB", times.map((t) => `${t} sec`)],
    ["dates of MATLAB", times.map((t) => `12-Nov-2026 23:59:${(57 + t).toFixed(3).padStart(6, "0")}`)],
    ["zones by name", times.map((t) => `2026-11-12 10:15:0${t.toFixed(3)} CET`)],
  ])("%s", async (_, stamps) => {
    const rows = 60;
    const text = stamps.slice(0, rows).map((stamp, i) => `${stamp},${x[i]},${v[i]}`);
    const record = await readText(`Time,x,v\n${text.join("\n")}\n`);
    expect(record.time.unit).toBe("s");
    expect(record.motions[0]?.times.at(-1)).toBeCloseTo(times[rows - 1] as number, 6);
  });
  test("clocks that are put back by an hour", async () => {
    const text = times
      .slice(0, 40)
      .map(
        (t, i) =>
          `2026-10-25 0${i < 20 ? "2:59" : "2:00"}:${(i < 20 ? 58 + t : t - 1).toFixed(2).padStart(5, "0")} ${i < 20 ? "CEST" : "CET"},${x[i]}`,
      );
    const record = await readText(`time,x\n${text.join("\n")}\n`);
    expect(record.motions.length).toBe(1);
    // From 02:59:58 of summer on to 02:00:00.95 of winter.
    expect(record.motions[0]?.times.at(-1)).toBeCloseTo(2.95, 6);
  });
  test("values with errors, rows in brackets", async () => {
    const record = await readText(`t (s),x (cm)\n${times.map((t, i) => `${t},${x[i]} ± 0.06`).join("\n")}\n`);
    expect(offBy(record, x)).toBe(0);
    expect(record.understood.join()).toContain("without the errors behind ±");
    for (const rows of [
      times.map((t, i) => `(${t}, ${x[i]}, ${v[i]}),`),
      times.map((t, i) => `${i === 0 ? "[[" : " ["}${t} ${x[i]} ${v[i]}]${i === N - 1 ? "]" : ""}`),
    ])
      expect(outline(await readText(rows.join("\n")))).toMatchObject({ coordinates: "column 2 []" });
  });
  test.each([
    ["angle", ",", (d: number, m: number) => `${d}°${m.toFixed(3).padStart(6, "0")}'`],
    ["angle (° ' \u2033)", "\t", (d: number, m: number) => `${d}° ${Math.floor(m)}' ${((m % 1) * 60).toFixed(2)}"`],
    ["angle", ";", (d: number, m: number) => `${d}°${m.toFixed(3).replace(".", ",")}\u2032`],
  ])("degrees, minutes and seconds, %s with %j", async (heading, separator, written) => {
    const cells = scaled(x, degrees).map((value) => {
      const d = Math.floor(Math.abs(value));
      return `${value < 0 ? "-" : ""}${written(d, 60 * (Math.abs(value) - d))}`;
    });
    const rows = times.map((t, i) => `${separator === ";" ? String(t).replace(".", ",") : t}${separator}${cells[i]}`);
    const record = await readText(`t (s)${separator}${heading}\n${rows.join("\n")}\n`);
    expect(outline(record)).toMatchObject({ coordinates: "angle [rad]", time: "t [s]" });
    // A thousandth of a minute of arc is 3e-7.
    expect(offBy(record, x)).toBeLessThan(2e-7);
  });
  test.each(["t (s),x (m),a (m/s^2)", "t (s),x (m),a1 (m/s²)", "t s,x m,a m/s^2"])(
    "%s has an acceleration, no velocity in years",
    async (heading) => {
      const acceleration = scaled(x, -4);
      const record = await readText(`${heading}\n${lines([times, x, acceleration])}\n`);
      expect(record.momenta).toBe("positions");
      expect(record.understood.join()).toMatch(/: a1? \[m\/s/);
      await expectRefusal(
        readText(`${heading.replace(/,x[^,]*/, "")}\n${lines([times, acceleration])}\n`),
        /accelerations alone/,
      );
    },
  );
  test("accelerations of several floors are offered as coordinates, axes of one sensor are not", async () => {
    const own = lines([times, scaled(x, -4), scaled(v, -4)]);
    await expectRefusal(readText(`t (s),a1 (m/s^2),a2 (m/s^2)\n${own}\n`), /option coordinates a1,a2$/);
    await expectRefusal(readText(`t (s),ax (m/s^2),ay (m/s^2)\n${own}\n`), /follow the body in a video$/);
  });
  test.each(["u (Nm)", "M_Nm", "F_N", "u_V", "tau", "i (A)"])("%s may act from outside", async (heading) => {
    // Of many frequencies: no oscillation of its own.
    const push = times.map((t) => Math.sin(1.3 * t + Math.sin(0.37 * t * t)));
    const record = await readText(`t (s),theta (rad),${heading}\n${lines([times, x, push])}\n`);
    expect(record.space.coordinates.map(({ position }) => position.name)).toEqual(["theta"]);
    expect(record.understood.join("; ")).toMatch(/acts from outside, say so: option inputs/);
  });
  test("units in cells are refused where they are not the same throughout", async () => {
    await expectRefusal(
      readText(`t,x\n${times.map((t, i) => `${t} s,${x[i]} ${i % 2 === 0 ? "cm" : "mm"}`).join("\n")}\n`),
      /line 2: "0 s" is more/,
    );
  });
  test("curves of xmgrace and tables of databases", async () => {
    const xvg = `# by gmx\n@    title "d"\n@    xaxis  label "Time (ps)"\n@    yaxis  label "Distance (nm)"\n@TYPE xy\n${lines([times, x], " ")}\n&\n`;
    expect(outline(await readText(xvg, {}, "d.xvg"))).toMatchObject({ coordinates: "Distance [nm]", time: "Time [s]" });
    const psql = `  t  |  x  |  v\n-----+-----+-----\n${lines([times, x, v], " | ")}\n(120 rows)\n`;
    expect(outline(await readText(psql))).toEqual({ coordinates: "x []", velocities: "v", time: "t []" });
  });
  test("a table that lies on its side", async () => {
    const text = [
      ["t (s)", ...times],
      ["x (m)", ...x],
      ["v (m/s)", ...v],
    ]
      .map((row) => row.join(","))
      .join("\n");
    const record = await readText(text);
    expect(outline(record)).toEqual({ coordinates: "x [m]", velocities: "v", time: "t [s]" });
    expect(record.understood.join()).toContain("rows and columns exchanged");
  });
  test("constants above the heading are no titles of its columns", async () => {
    const text = `Experiment;Pendel 3\nm [kg];0,215\ng [m/s^2];9,81\n\nt [s];phi [rad];phi_punkt [rad/s]\n${lines([times, x, v], ";").replaceAll(".", ",")}\n`;
    expect(outline(await readText(text))).toMatchObject({ coordinates: "phi [rad]", velocities: "phi_punkt" });
  });
});

describe("names as mathematics writes them", () => {
  const y = times.map((t) => 0.2 * Math.cos(3 * t));
  const w = times.map((t) => -0.6 * Math.sin(3 * t));
  test.each([
    ["t,q[0],q[1],qdot[0],qdot[1]", "q[0], q[1]", "qdot[0], qdot[1]"],
    ["t,theta_1,theta_2,theta_dot_1,theta_dot_2", "theta_1, theta_2", "theta_dot_1, theta_dot_2"],
    ["t,θ₁,θ₂,ω₁,ω₂", "θ₁, θ₂", "ω₁, ω₂"],
  ])("%s", async (heading, coordinates, velocities) => {
    const record = await readText(`${heading}\n${lines([times, x, y, v, w])}\n`);
    expect(record.space.coordinates.map(({ position }) => position.name).join(", ")).toBe(coordinates);
    expect(record.velocities?.map(({ name }) => name).join(", ")).toBe(velocities);
  });
  test.each(['t,theta(t),"Derivative(theta(t), t)"', 't,x(t),"diff(x(t), t)"'])("%s", async (heading) => {
    const record = await readText(`${heading}\n${lines([times, x, v])}\n`);
    expect(record.space.coordinates.length).toBe(1);
    expect(record.momenta).toBe("velocities");
  });
});

describe("sensors", () => {
  const still = times.map((_, i) => 0.01 * Math.sin(1000 * i * i));
  test("angles without a unit that swing over more than a turn are degrees, and axes that rest are left out", async () => {
    const columns = [scaled(times, 1e6), scaled(x, 200), still, scaled(v, 200), still];
    // 2 swings of the coordinate are 4 turning points.
    const record = await readText(`SampleTimeFine,Euler_X,Euler_Y,Gyr_X,Gyr_Y\n${lines(columns)}\n`);
    expect(outline(record)).toEqual({
      coordinates: "Euler_X []",
      velocities: "Gyr_X",
      time: "SampleTimeFine [s]",
    });
    const long = Array.from({ length: 300 }, (_, i) => `${i / 20},${60 * Math.cos(i / 10)},${-120 * Math.sin(i / 10)}`);
    const swinging = await readText(`t,angle,omega\n${long.join("\n")}\n`);
    expect(outline(swinging).coordinates).toBe("angle [rad]");
    expect(swinging.motions[0]?.positions[0]).toBeCloseTo(Math.PI / 3, 12);
    expect(swinging.motions[0]?.velocities?.[10]).toBeCloseTo((-2 * Math.PI * Math.sin(1)) / 3, 12);
  });
  test("the axes in a file that is named after a sensor", async () => {
    const text = `seconds_elapsed,z,y,x\n${lines([times, still, still, v])}\n`;
    expect(outline(await readText(text, {}, "run/Gyroscope.csv")).coordinates).toBe("angle []");
    await expectRefusal(readText(text, {}, "Accelerometer.csv"), /accelerations alone/);
    // Two axes are a place, whatever else the file's name says.
    const plane = `t,x,y\n${lines([times, x, v])}\n`;
    expect(outline(await readText(plane, {}, "magnet-and-gravity.csv")).coordinates).toBe("x [], y []");
  });
  test("a chip's gyroscope beside its accelerometer, and turns a minute", async () => {
    const still = times.map((_, i) => 0.01 * Math.sin(1000 * i * i));
    const chip = await readText(`t,ax,ay,az,gx,gy,gz\n${lines([times, x, still, still, still, still, v])}\n`);
    expect(outline(chip)).toMatchObject({ coordinates: "angle []", velocities: "gz" });
    expect(chip.understood.join("\n")).toContain("gz has no unit and is taken as rad/s");
    const rotor = await readText(`time_s,rpm\n${lines([times, times.map((t) => 30 - t)])}\n`);
    expect(outline(rotor)).toMatchObject({ coordinates: "angle [rad]", velocities: "rpm" });
    const last = times.at(-1) as number;
    expect(rotor.motions[0]?.positions.at(-1)).toBeCloseTo((Math.PI / 30) * (30 * last - last ** 2 / 2), 9);
  });
  test("a list of motions, each an object of arrays", async () => {
    const runs = [1, 2].map((size) => ({ mass_kg: 0.25, t: times, x: scaled(x, size), v: scaled(v, size) }));
    const record = await readText(JSON.stringify({ experiment: "hard spring", runs }), {}, "runs.json");
    expect(record.motions.map(({ id }) => id)).toEqual(["1", "2"]);
    expect(outline(record)).toMatchObject({ coordinates: "x []", velocities: "v" });
    expect(record.motions[1]?.positions[0]).toBe(0.6);
  });
  test("milliseconds become seconds; whole numbers without a unit are doubted", async () => {
    const ms = times.map((t) => Math.round(1000 * t));
    const known = await readText(`millis,x,v\n${lines([ms, x, v])}\n`);
    expect(outline(known).time).toBe("millis [s]");
    expect(known.motions[0]?.times[100]).toBeCloseTo(5, 12);
    const doubted = await readText(`time,x\n${lines([ms, x])}\n`);
    expect(doubted.understood.join("\n")).toContain("time has no unit, and its steps of 50 may be milliseconds");
    expect((await readText(`time,x\n${lines([times, x])}\n`)).understood.join()).not.toContain("milliseconds");
  });
  test.each([
    ["# Sampling rate: 20 Hz\nx [mm]", undefined],
    ["Sample interval: 50 ms\nframe,x [mm]", undefined],
    ["# Fs = 20 Hz\nx [mm]", undefined],
    ["fps = 40\nx [mm],note", 20],
  ])("the rate that stands above a table: %j", async (heading, rate) => {
    const frames = times.map((_, i) => i);
    const columns = heading.includes("frame,") ? [frames, x] : heading.includes("note") ? [x, frames] : [x];
    const record = await readText(`${heading}\n${lines(columns)}\n`, rate === undefined ? {} : { rate });
    expect(record.time.unit).toBe("s");
    expect(record.motions[0]?.times.at(-1)).toBeCloseTo(times.at(-1) as number, 9);
  });
  test("a filtered column is the measured one once more", async () => {
    const record = await readText(
      `t,angle_raw,angle_filt\n${lines([times, x.map((a, i) => a + (still[i] as number)), x])}\n`,
    );
    expect(outline(record).coordinates).toBe("angle_raw []");
  });
});

describe("units and roles that the record decides", () => {
  const degreesOf = (values: readonly number[]) => scaled(values, degrees);
  const stepped = (size: number, first = 0) => times.map((t) => first + Math.round(size * t));

  test("an encoder in degrees, one quantity in two units, and columns under paths of a model", async () => {
    const encoder = await readText(`t,encoder_deg,P2_deg\n${lines([times, degreesOf(x), times.map(Math.sin)])}\n`);
    expect(outline(encoder).coordinates).toBe("encoder [rad], P2 [rad]");
    const both = `Time (s),Time (ms),theta (rad),theta (deg)\n${lines([times, scaled(times, 1000), x, degreesOf(x)])}\n`;
    expect(outline(await readText(both, { coordinates: ["theta (deg)"] }))).toMatchObject({
      coordinates: "theta (deg) [rad]",
      time: "Time [s]",
    });
    const units = await readText(`s,rad,rad/s\n${lines([times, x, v])}\n`, {
      time: "1",
      coordinates: ["2"],
      velocities: ["3"],
    });
    expect(units.velocities).toEqual([{ name: "rad/s", unit: "rad/s" }]);
    const paths = `,Model/theta,Model/omega\nTime [s],theta [rad],omega [rad/s]\n${lines([times, x, v])}\n`;
    expect(outline(await readText(paths))).toMatchObject({ coordinates: "theta [rad]", velocities: "omega" });
  });

  test("a rate that is named after a velocity does not hide what that is the rate of", async () => {
    const a = times.map((t) => -1.2 * Math.cos(2 * t));
    const record = await readText(`time,r1.phi,r1.w,der(r1.w)\n${lines([times, x, v, a])}\n`);
    expect(outline(record)).toMatchObject({ coordinates: "r1.phi []", velocities: "r1.w" });
    expect(record.motions[0]?.accelerations?.[0]).toBe(-1.2);
  });

  test("letters of other quantities with the unit of an angle or a length are coordinates", async () => {
    const record = await readText(`t,A_deg,p_mm\n${lines([times, degreesOf(x), times.map(Math.sin)])}\n`);
    expect(outline(record).coordinates).toBe("A [rad], p [mm]");
    expect((await understand("t,x,a", [times, x, scaled(x, -4)])).coordinates).toBe("x []");
  });

  test.each([
    ["timestamp", 1e6, 81_234_500_000, "microseconds"],
    ["clock", 1e9, 3_000_000_000_123, "nanoseconds"],
    ["time", 1e3, 7, "milliseconds"],
  ])("%s counts what makes a rate of change of the velocity", async (name, size, first, word) => {
    const record = await readText(`${name},roll,rollspeed\n${lines([stepped(size, first), x, v])}\n`);
    expect(outline(record)).toEqual({ coordinates: "roll []", velocities: "rollspeed", time: `${name} [s]` });
    expect(record.motions[0]?.velocities?.[30]).toBeCloseTo(v[30] as number, 12);
    expect(record.understood.join("\n")).toContain(`counts ${word}, since only then rollspeed is the rate`);
  });

  test("whole seconds stay seconds where the velocity says so", async () => {
    const slow = times.map((_, i) => 2 * i);
    const [q, u] = [slow.map((t) => Math.cos(t / 20)), slow.map((t) => -Math.sin(t / 20) / 20)];
    expect((await readText(`time,x,v\n${lines([slow, q, u])}\n`)).motions[0]?.times[1]).toBe(2);
  });

  test("a chip that turns in degrees a second, by a clock in milliseconds", async () => {
    const long = Array.from({ length: 300 }, (_, i) => `${7 + 20 * i},0,0,1,0,0,${-240 * Math.sin(i / 10)}`);
    const record = await readText(`timestamp,ax,ay,az,gx,gy,gz\n${long.join("\n")}\n`);
    expect(outline(record)).toEqual({ coordinates: "angle [rad]", velocities: "gz", time: "timestamp [s]" });
    // The integral of 240 sin(5 t) degrees a second swings over 48 degrees.
    expect(record.motions[0]?.positions[0]).toBeCloseTo((48 * Math.PI) / 180, 2);
    expect(record.motions[0]?.velocities?.[5]).toBeCloseTo((-240 * Math.sin(0.5) * Math.PI) / 180, 1);
    expect(record.understood.join("\n")).toContain("gz has no unit and is taken as deg/s");
  });

  test.each([
    ["ts", 1e3, 1_715_603_521_341],
    ["at", 1e6, 1_715_603_521_341_000],
    ["ts", 1, 1_715_603_521],
  ])("%s since 1970, %s a second", async (name, size, first) => {
    const at = times.map((t) => (size === 1 ? first + t : first + Math.round(size * t)));
    const record = await readText(`${name},x,v\n${lines([at, x, v])}\n`);
    expect(outline(record)).toEqual({ coordinates: "x []", velocities: "v", time: `${name} [s]` });
    expect(record.motions[0]?.times[100]).toBeCloseTo(5, 5);
  });
});

describe("what stands at the ends of lines and of the file", () => {
  const plain = lines([times, x, v]);

  test.each([
    ["t,x,v", plain.replaceAll("\n", ",\n")],
    ["# t x v", plain.replaceAll("\n", ",\n")],
    ["t;x;v", plain.replaceAll(",", ";").replaceAll("\n", ";\n")],
  ])("a separator behind every row but not behind %s", async (heading, body) => {
    const record = await readText(`${heading}\n${body}${heading.includes(";") ? ";" : ","}\n`);
    expect(outline(record)).toMatchObject({ coordinates: "x []", velocities: "v", time: "t []" });
    expect(offBy(record, x)).toBe(0);
  });

  test("of two columns, and with a name for what is always empty", async () => {
    const two = `${lines([times, x]).replaceAll("\n", ",\n")},\n`;
    expect(offBy(await readText(`t,x\n${two}`), x)).toBe(0);
    expect(offBy(await readText(`t,x,note\n${two}`), x)).toBe(0);
  });

  test("row names of R, whose heading lacks their own, stand as they did", async () => {
    const rows = times.map((t, i) => `"${i + 1}",${t},${x[i]},${i % 3 === 0 ? "" : v[i]}`).join("\n");
    const record = await readText(`"t","x","v"\n${rows}\n`);
    expect(outline(record)).toMatchObject({ coordinates: "x []", time: "t []" });
  });

  test("a last line that broke off while it was written is left out, a short one elsewhere refused", async () => {
    const record = await readText(`t,x,v\n${plain}\n6,0.2`);
    expect(record.rows).toBe(N);
    expect(record.understood.join()).toContain("line 122, the last, breaks off after 2 of 3 cells and is left out");
    await expectRefusal(readText(`t,x,v\n${plain}\n6,0.2\n`), /line 122: 2 cells, the heading has 3/);
  });
});

test.each([
  ["13 May 2024 12:00:", ""],
  ["13-MAY-2024 12:00:", ""],
  ["May 13, 2024 12:00:", ""],
  ["Monday, 13 May 2024 12:00:", " GMT"],
  ["Mon May 13 12:00:", " 2024"],
  ["Sept. 13, 2024, 12:00:", " PM"],
])("dates such as %s", async (before, behind) => {
  const stamps = times.map((t) => `"${before}${t.toFixed(2).padStart(5, "0")}${behind}"`);
  const record = await readText(`date,x\n${lines([stamps, x])}\n`);
  expect(record.time.unit).toBe("s");
  expect([...(record.motions[0]?.times ?? [])]).toEqual(times);
});
