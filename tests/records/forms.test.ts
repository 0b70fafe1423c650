import { describe, expect, test } from "vitest";
import type { Motion, ReadOptions, Recording } from "../../src/records/index.js";
import { expectRefusal, readText } from "./harness.js";

// Forms in which instruments and programs write a record, after their documentation, each compared number by number with the motion
// q = 0.5 cos 3t, 30 rows a second. Angles in degrees become radians.

const N = 90;
const times = Array.from({ length: N }, (_, i) => i / 30);
const q = times.map((t) => 0.5 * Math.cos(3 * t));
const v = times.map((t) => -1.5 * Math.sin(3 * t));
const scaled = (values: readonly number[], factor: number) => values.map((value) => value * factor);
const degrees = 180 / Math.PI;
const lines = (columns: readonly (readonly (number | string)[])[], separator: string, comma = false) =>
  times
    .map((_, i) =>
      columns
        .map((column) => {
          const cell = column[i] as number | string;
          const text = typeof cell === "number" ? cell.toFixed(9) : cell;
          return comma ? text.replace(".", ",") : text;
        })
        .join(separator),
    )
    .join("\n");
const count = times.map((_, i) => String(i + 1));

/** Holds a record against the motion; `unit`: that of the times. */
function expectMotion({ motions, space, momenta, time }: Recording, unit: string, velocities: boolean): void {
  const motion = motions[0] as Motion;
  const perUnit = unit === "min" ? 1 / 60 : 1;
  expect([space.dimension, time.unit, momenta]).toEqual([1, unit, velocities ? "velocities" : "positions"]);
  expect(motion.times).toHaveLength(N);
  for (const [i, t] of times.entries()) {
    expect(motion.times[i]).toBeCloseTo(t * perUnit, 5);
    expect(motion.positions[i]).toBeCloseTo(q[i] as number, 7);
    if (velocities) expect((motion.velocities?.[i] as number) * perUnit).toBeCloseTo(v[i] as number, 4);
  }
}

type Form = readonly [
  form: string,
  file: string,
  text: string,
  unit: string,
  velocities: boolean,
  options?: ReadOptions,
];

const texts: readonly Form[] = [
  [
    "Capstone in German: the run behind the unit",
    "capstone.csv",
    `Zeit (s) Durchgang 1;Winkel (°) Durchgang 1;Winkelgeschwindigkeit (rad/s) Durchgang 1\n${lines([times, scaled(q, degrees), v], ";", true)}`,
    "s",
    true,
  ],
  [
    "a unit within a name",
    "filtered.csv",
    `Time (s),Angle (deg) filtered\n${lines([times, scaled(q, degrees)], ",")}`,
    "s",
    false,
  ],
  [
    "R's print: names flush with numbers, rows counted without a name",
    "print.txt",
    `            time        theta        omega\n${lines([count, times, q, v], "  ")}`,
    "",
    true,
  ],
  [
    "a column headed #",
    "sheet.txt",
    `#\tRemark\tt [ms]\tphi [°]\n${lines([count, times.map((_, i) => (i === 3 ? "bump" : "")), scaled(times, 1000), scaled(q, degrees)], "\t")}`,
    "s",
    false,
  ],
  ["gnuplot: y over an x in equal steps", "curve.dat", `# x y\n${lines([times, q], " ")}`, "", false],
  [
    "Igor: a block a wave, times by SetScale",
    "waves.itx",
    `IGOR\nWAVES/D/N=(${N}) theta\nBEGIN\n${q.join("\n")}\nEND\nX SetScale/P x 0,${1 / 30},"s", theta; SetScale y 0,0,"rad", theta\nWAVES/D omega\nBEGIN\n${v.join("\n")}\nEND\nX SetScale/P x 0,${1 / 30},"s", omega; SetScale d 0,0,"rad/s", omega\n`,
    "s",
    true,
  ],
  [
    "ECSV in block style",
    "table.ecsv",
    `# %ECSV 1.0\n# ---\n# datatype:\n# - name: t\n#   unit: s\n#   datatype: float64\n# - {name: theta, datatype: float64, unit: deg}\n# schema: astropy-2.0\nt theta\n${lines([times, scaled(q, degrees)], " ")}`,
    "s",
    false,
  ],
  [
    "times in whole seconds, at a rate",
    "posix.csv",
    `when,x\n${lines([times.map((t) => `2026-03-04 10:15:0${Math.floor(t)}`), q], ",")}`,
    "s",
    false,
    { rate: 30 },
  ],
  [
    "JSON with units beside its rows",
    "samples.json",
    JSON.stringify({
      units: { t: "ms", theta: "deg", omega: "deg/s" },
      samples: times.map((t, i) => ({
        t: 1000 * t,
        theta: degrees * (q[i] as number),
        omega: degrees * (v[i] as number),
      })),
    }),
    "s",
    true,
  ],
  [
    "JSON with the unit of a quantity beside its numbers",
    "quantities.json",
    JSON.stringify({
      title: "swing",
      time: { values: times.map((t) => 1000 * t), unit: "ms" },
      theta: { values: scaled(q, degrees), unit: "deg", sensor: "encoder" },
      omega: { values: scaled(v, degrees), unit: "deg/s" },
    }),
    "s",
    true,
  ],
  [
    "rows of Vega, two objects deep",
    "vega.json",
    JSON.stringify({ data: { values: times.map((t, i) => ({ t, x: q[i], v: v[i] })) }, mark: "line" }),
    "",
    true,
  ],
  [
    "series of points",
    "chart.json",
    JSON.stringify({
      series: [
        { name: "x", data: times.map((t, i) => [t, q[i]]) },
        { name: "v", data: times.map((t, i) => ({ x: t, y: v[i] })) },
      ],
    }),
    "",
    true,
  ],
  [
    "a dictionary as Python prints it",
    "printed.txt",
    `{'t': array([${times}]), 'x': [${q.map((value) => `np.float64(${value})`)}], 'v': [${v}], 'ok': True, 'note': None}`,
    "",
    true,
  ],
  [
    "dictionaries as Python prints them",
    "printed-rows.txt",
    times.map((t, i) => `{'t': ${t}, 'x': ${q[i]}, 'v': ${v[i]}}`).join("\n"),
    "",
    true,
  ],
  ["a step beside the arrays", "step.json", JSON.stringify({ dt: 1 / 30, x: q, v }), "s", true],
];

for (const [form, file, text, unit, velocities, options] of texts)
  test(form, async () => expectMotion(await readText(text, options, file), unit, velocities));

test("objects that hold lists are motions", async () => {
  const text = JSON.stringify({
    runs: [
      { name: "first", t: times, x: q, v },
      { name: "second", t: times.slice(0, 40), x: q.slice(0, 40), v: v.slice(0, 40) },
    ],
  });
  const record = await readText(text, {}, "runs.json");
  expectMotion(record, "", true);
  expect(record.motions.map(({ id, times: own }) => [id, own.length])).toEqual([
    ["first", N],
    ["second", 40],
  ]);
});

describe("what only looks so", () => {
  test("an x that does not go up in equal steps is no time", () =>
    expectRefusal(
      readText(`x,y\n${lines([times.map((t) => t + 0.02 * Math.sin(7 * t)), q], ",")}`),
      /no column of times/,
    ));
  test("two columns in quadrature a thousand to one are no velocity where rows are dense", async () => {
    // A vibration of 1000 rad/s, sampled every 0.2 ms in seconds.
    const dense = times.map((_, i) => i / 5000);
    const text = lines([dense, dense.map((t) => Math.cos(1000 * t)), dense.map((t) => -Math.sin(1000 * t))], ",");
    await expectRefusal(readText(text.replace(/^/, "time,left,right\n")), /no coordinates recognised/);
  });
  test("JSON that would take ten times its size of memory is refused by its size", () =>
    expectRefusal(
      readText(`{"setup":{"note":"${"x".repeat(25 << 20)}"},"t":[0,1],"x":[0,1]}`, {}, "nested.json"),
      /JSON files of at most 25165824 are read/,
    ));
  test("a clock coarser than the rows is refused with what to do", () =>
    expectRefusal(
      readText(`when,x\n${lines([times.map((t) => `2026-03-04 10:15:0${Math.floor(t)}`), q], ",")}`),
      /coarser than the rows: give the rows a second with option rate/,
    ));
});

describe("units that names say", () => {
  test("Julian dates and years", async () => {
    for (const [name, from, unit] of [
      ["MJD", 61_041, "d"],
      ["year", 1990, "yr"],
    ] as const) {
      const record = await readText(`${name},x (au)\n${lines([times.map((t) => from + 10 * t), q], ",")}`);
      expect(record.time.unit).toBe(unit);
      expect(record.understood.join()).toContain(`time: ${unit === "d" ? "days" : "years"}, as its name says`);
    }
  });
  test("offsets in the sky are lengths, in their own unit", async () => {
    const record = await readText(
      `year,dRA (mas),dDec (mas)\n${lines([scaled(times, 1), scaled(q, 300), scaled(v, 100)], ",")}`,
    );
    expect(record.space.coordinates.map(({ position }) => `${position.name} [${position.unit}]`)).toEqual([
      "dRA [mas]",
      "dDec [mas]",
    ]);
    expect(record.coordinateKinds).toEqual(["length", "length"]);
  });
  test("a serial monitor without names: milliseconds beside a rate a second", async () => {
    const text = times
      .map((t, i) => `10:15:${(20 + t).toFixed(3)} -> ${Math.round(1000 * t)},${q[i]},${v[i]}`)
      .join("\n");
    const { momenta, motions, time } = await readText(text, {}, "monitor.txt");
    expect([momenta, time.unit]).toEqual(["velocities", "s"]);
    for (const [i, rate] of v.entries()) expect(motions[0]?.velocities?.[i]).toBeCloseTo(rate, 12);
  });
  test("a velocity a second beside minutes, in so many words", async () => {
    const record = await readText(`time_min,x,v\n${lines([scaled(times, 1 / 60), q, v], ",")}`);
    expectMotion(record, "min", true);
    expect(record.understood).toContain(
      "v is per second, as the record shows, and is divided by 0.01667: times, and so the law, are in min",
    );
  });
});
