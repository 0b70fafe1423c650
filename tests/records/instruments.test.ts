import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { withRecord } from "../../src/cli/record/source.js";
import { type Motion, type ReadOptions, type Recording, readTable } from "../../src/records/index.js";
import { readText } from "./harness.js";

// Simulated motions in the forms in which instruments and their programs export them.

const read = (name: string, options: ReadOptions = {}): Promise<Recording> =>
  withRecord(fileURLToPath(new URL(`../fixtures/records/instruments/${name}`, import.meta.url)), undefined, (table) =>
    readTable(table, options),
  );
/** Names and units of coordinates, of the time, and where momenta come from. */
const outline = ({ space, time, momenta, motions }: Recording) => [
  space.coordinates
    .map(({ position }) => (position.unit === "" ? position.name : `${position.name} [${position.unit}]`))
    .join(", "),
  `${time.name} [${time.unit}]`,
  momenta,
  motions.length,
];

test.each([
  ["mass_A.txt", ["theta [rad]", "t []", "positions", 1]],
  // Two pendulums side by side.
  ["multi.txt", ["theta1 [rad], theta2 [rad]", "t []", "positions", 1]],
  ["capstone-comma.csv", ["Angle [rad]", "Time [s]", "positions", 1]],
  ["capstone-run1.csv", ["Angle [rad]", "Time [s]", "velocities", 1]],
  ["vernier-format-3.txt", ["Position [m]", "Time [s]", "velocities", 1]],
  ["pendulum-de.csv", ["Winkel [rad]", "Zeit [s]", "velocities", 1]],
  ["iso.csv", ["x", "time [s]", "velocities", 1]],
  ["unit-row.csv", ["x [m]", "t [s]", "velocities", 1]],
  ["pm-pi.csv", ["theta [rad]", "t [s]", "velocities", 1]],
  ["theta-omega-v.csv", ["theta [rad]", "t [s]", "velocities", 1]],
  ["horizons.txt", ["X [au], Y [au], Z [au]", "JDTDB [d]", "velocities", 1]],
] as const)("%s", async (name, expected) => expect(outline(await read(name))).toEqual(expected));

test("the points of two tracks, left as they are", async () => {
  expect(outline(await read("multi.txt", { cartesian: true }))[0]).toBe("x mass A, y mass A, x mass B, y mass B");
});

/** Largest difference between measured velocities and central differences of positions, relative to the velocities' size. */
function mismatch({ motions, space }: Recording): number {
  const { times, positions, velocities } = motions[0] as Motion;
  const d = space.dimension;
  let [worst, size] = [0, 0];
  for (let i = d; i < positions.length - d; i++) {
    const n = Math.floor(i / d);
    const slope =
      ((positions[i + d] as number) - (positions[i - d] as number)) /
      ((times[n + 1] as number) - (times[n - 1] as number));
    worst += (slope - (velocities?.[i] as number)) ** 2;
    size += (velocities?.[i] as number) ** 2;
  }
  return Math.sqrt(worst / size);
}

test.each([
  "deg-and-rad-per-s.csv",
  "cm-and-m-per-s.csv",
  "pendulum-de.csv",
  "pm-pi.csv",
  "theta-omega-v.csv",
  "horizons.txt",
])("%s: velocities are the rate of change of positions after conversion", async (name) =>
  expect(mismatch(await read(name))).toBeLessThan(0.1),
);

const N = 90;
const times = Array.from({ length: N }, (_, i) => i / 30);
const theta = times.map((t) => 0.8 * Math.cos(3 * t));
const omega = times.map((t) => -2.4 * Math.sin(3 * t));
/** A table of columns of numbers under given headings. */
const table = (headings: readonly string[], columns: readonly (readonly (number | string)[])[], separator = ",") =>
  [
    headings.map((text) => (text.includes(separator) ? `"${text}"` : text)).join(separator),
    ...times.map((_, i) => columns.map((column) => column[i]).join(separator)),
  ].join("\n");

describe("columns by what they are", () => {
  const noise = times.map((_, i) => ((i * 7919) % 101) / 100);
  test.each([
    [
      "a pressure is no momentum",
      ["t", "x", "p", "v"],
      [times, theta, noise.map((n) => 101 + n), omega],
      "velocities",
      "p",
    ],
    ["a pressure by its unit", ["t [s]", "x [m]", "p [kPa]"], [times, theta, noise], "positions", "p [kPa]"],
    [
      "a speed is no velocity of an angle",
      ["t", "theta", "speed"],
      [times, theta, omega.map((w) => Math.abs(0.6 * w))],
      "positions",
      "speed",
    ],
    [
      "a frame counter is no coordinate",
      ["frame", "t", "x", "v"],
      [times.map((_, i) => i), times, theta, omega],
      "velocities",
      "frame",
    ],
    [
      "a voltage",
      ["Time (s)", "Voltage (V)", "Position (m)", "Velocity (m/s)"],
      [times, noise, theta, omega],
      "velocities",
      "Voltage [V]",
    ],
    [
      "names that say nothing, by the record alone",
      ["t", "foo", "bar"],
      [times, theta, omega],
      "velocities",
      undefined,
    ],
    ["the velocity first", ["omega", "theta", "t"], [omega, theta, times], "velocities", undefined],
    [
      "Spanish",
      ["Tiempo (s)", "Ángulo (rad)", "Velocidad angular (rad/s)"],
      [times, theta, omega],
      "velocities",
      undefined,
    ],
    [
      "French",
      ["Temps (s)", "Élongation (m)", "Vitesse (m/s)", "Température (°C)"],
      [times, theta, omega, noise],
      "velocities",
      "Température [°C]",
    ],
    [
      "units in names",
      ["time_s", "theta_deg", "omega_rad_s"],
      [times, theta.map((q) => (q * 180) / Math.PI), omega],
      "velocities",
      undefined,
    ],
  ] as const)("%s", async (_, headings, columns, momenta, unused) => {
    const recording = await readText(table(headings, columns));
    const { positions } = recording.motions[0] as Motion;
    expect(recording.momenta).toBe(momenta);
    expect(recording.space.dimension).toBe(1);
    positions.forEach((q, i) => {
      expect(q).toBeCloseTo(theta[i] as number, 12);
    });
    if (unused !== undefined) expect(recording.understood.at(-1)).toBe(`not used: ${unused}`);
  });

  test("of x, y, the radius and the angle of a rod, the angle", async () => {
    const recording = await readText(
      table(
        ["t", "x", "y", "v_{x}", "v_{y}", "r", "θ_{r}", "ω"],
        [
          times,
          theta.map((q) => 0.6 * Math.sin(q)),
          theta.map((q) => -0.6 * Math.cos(q)),
          theta.map((q, i) => 0.6 * Math.cos(q) * (omega[i] as number)),
          theta.map((q, i) => 0.6 * Math.sin(q) * (omega[i] as number)),
          times.map(() => 0.6),
          theta,
          omega,
        ],
        "\t",
      ),
      {},
      "mass.txt",
    );
    expect(recording.space.coordinates.map(({ position }) => position.name)).toEqual(["θ_r"]);
    expect(recording.understood).toContain("x, y follow from θ_r and are not used");
  });

  test("a column is named by its whole heading, in other capitals or by number", async () => {
    const text = table(["Time, Ch 1+2, Run #1 ( s )", "Angle, Ch 1+2, Run #1 ( rad )", "Rate"], [times, theta, omega]);
    for (const name of ["Angle, Ch 1+2, Run #1 ( rad )", "angle", "2", "#2"]) {
      const { space } = await readText(text, { coordinates: [name] });
      expect(space.coordinates[0]?.position.name).toBe("Angle");
    }
  });
});

describe("units held against the record", () => {
  test.each([
    ["degrees without a heading", 1, Math.PI / 180, /omega is 0\.01745 times .* as of degrees beside radians/],
    ["the opposite sign", 1, -1, /omega is -1 times .* the opposite direction/],
    ["a hundredfold", 1, 100, /omega is 100 times/],
    ["the speed of the bob", 1, 0.6, /omega is 0\.(599|6)\d* times .* which no heading explains/],
  ] as const)("%s", async (_, scale, factor, note) => {
    const recording = await readText(
      table(["t", "theta", "omega"], [times, theta.map((q) => scale * q), omega.map((w) => factor * w)]),
    );
    expect(recording.understood.join("\n")).toMatch(note);
    expect(mismatch(recording)).toBeLessThan(0.02);
  });

  test.each([
    ["ms with m/s", ["t [ms]", "x [m]", "v [m/s]"], 1000, 1, 1],
    ["min with deg/s", ["t [min]", "theta [deg]", "omega [deg/s]"], 1 / 60, 180 / Math.PI, 180 / Math.PI],
    ["rpm", ["t [s]", "theta [rad]", "omega [rpm]"], 1, 1, 60 / (2 * Math.PI)],
    ["km/h", ["t [s]", "x [cm]", "v [km/h]"], 1, 100, 3.6],
    ["powers and blanks", ["t (s)", "x (m)", "v (m s⁻¹)"], 1, 1, 1],
  ] as const)("%s", async (_, headings, t, q, v) => {
    const recording = await readText(
      table(headings, [
        times.map((value) => t * value),
        theta.map((value) => q * value),
        omega.map((value) => v * value),
      ]),
    );
    expect(recording.momenta).toBe("velocities");
    expect(recording.understood.join("\n")).not.toMatch(/in the record/);
    expect(mismatch(recording)).toBeLessThan(0.02);
  });
});

describe("times in any form", () => {
  const clock = (seconds: number) => `10:15:${(20 + seconds).toFixed(6).padStart(9, "0")}`;
  test.each([
    ["epoch in milliseconds", "timestamp", times.map((t) => Math.round(1_772_619_300_000 + 1000 * t)), 1e-3],
    ["epoch in seconds", "time", times.map((t) => (1_772_619_300 + t).toFixed(6)), 1e-6],
    [
      "epoch in nanoseconds",
      "timestamp",
      times.map((t) => `${1_772_619_300_000_000_000n + BigInt(Math.round(1e9 * t))}`),
      1e-8,
    ],
    ["a time of day", "Time", times.map(clock), 1e-6],
    ["German dates", "Zeit", times.map((t) => `04.03.2026 ${clock(t)}`), 1e-6],
    ["American dates", "Date", times.map((t) => `3/4/2026 ${clock(t)} AM`), 1e-6],
    ["with a zone", "time", times.map((t) => `2026-03-04T${clock(t)}+01:00`), 1e-6],
    ["elapsed", "Elapsed time (s)", times, 1e-12],
  ] as const)("%s", async (_, name, column, tolerance) => {
    const recording = await readText(table([name, "x", "v"], [column, theta, omega]));
    expect(recording.time.unit).toBe("s");
    (recording.motions[0] as Motion).times.forEach((t, i) => {
      expect(Math.abs(t - (times[i] as number))).toBeLessThan(tolerance);
    });
  });

  test.each([
    ["day first, by steps that are otherwise of months", (day: number) => `0${day}/03/2026`, 86_400],
    ["month first, by steps that are otherwise of months", (day: number) => `3/${day}/2026`, 86_400],
    ["day first, by a thirteenth", (day: number) => `${9 + day}/03/26`, 86_400],
  ])("dates with slashes: %s", async (_, date, step) => {
    const rows = [2, 3, 4, 5].flatMap((day) => ["06:00", "18:00"].map((time) => [date(day), time] as const));
    const texts = [
      `Timestamp,x\n${rows.map(([day, time], i) => `${day} ${time},${i % 3}`).join("\n")}`,
      `Date,Time,x\n${rows.map(([day, time], i) => `${day},${time},${i % 3}`).join("\n")}`,
    ];
    for (const text of texts) {
      const { motions } = await readText(text);
      expect([...(motions[0]?.times ?? [])]).toEqual(rows.map((_, i) => (i * step) / 2));
    }
  });

  test("across midnight", async () => {
    const { motions } = await readText("time,x\n23:59:59.0,1\n23:59:59.5,2\n00:00:00.0,3\n00:00:00.5,4");
    expect([...(motions[0]?.times ?? [])]).toEqual([0, 0.5, 1, 1.5]);
  });

  test("frames at a rate, and rows at a rate", async () => {
    for (const text of [
      table(["frame", "x", "v"], [times.map((_, i) => i), theta, omega]),
      table(["x", "v"], [theta, omega]),
    ]) {
      const { motions, time } = await readText(text, { rate: 30 });
      expect(time.unit).toBe("s");
      expect(motions[0]?.times[30]).toBeCloseTo(1, 12);
    }
  });

  test("backwards", async () => {
    const recording = await readText(
      table(["t", "x", "v"], [times.toReversed(), theta.toReversed(), omega.toReversed()]),
    );
    expect(recording.understood).toContain("times run backwards in the file; the rows are taken in the opposite order");
    expect([...(recording.motions[0] as Motion).positions]).toEqual(theta);
  });
});

describe("locale and dirt", () => {
  test.each([
    ["sep=;", `sep=;\n${table(["t", "x", "v"], [times, theta, omega], ";")}`],
    [
      "thousands separators",
      table(["t", "x", "v"], [times, theta, omega], ";")
        .replaceAll(".", ",")
        .replace(/\n0,1;/, "\n0,1;"),
    ],
    ["carriage returns alone", table(["t", "x", "v"], [times, theta, omega]).replaceAll("\n", "\r")],
    ["a trailing separator", table(["t", "x", "v"], [times, theta, omega]).replaceAll("\n", ",\n")],
    ["lines above", `Experiment: spring\nDate: 2026-03-04\n\n${table(["t", "x", "v"], [times, theta, omega])}`],
    [
      "a comment of MATLAB",
      `% t x v\n${table(["", "", ""], [times, theta, omega], " ").split("\n").slice(1).join("\n")}`,
    ],
    [
      "numbers of Fortran",
      table(["t", "x", "v"], [times.map((t) => t.toExponential(15).replace("e", "D")), theta, omega]),
    ],
    ["true minus signs", table(["t", "x", "v"], [times, theta, omega]).replaceAll("-", "\u2212")],
  ])("%s", async (_, text) => {
    const { positions, velocities } = (await readText(text)).motions[0] as Motion;
    positions.forEach((q, i) => {
      expect(q).toBeCloseTo(theta[i] as number, 12);
    });
    expect(velocities?.[1]).toBeCloseTo(omega[1] as number, 12);
  });

  test("thousands with decimal commas", async () => {
    const { motions } = await readText("t;x;v\n0;1.234,5;0\n1;1.234.567,25;1");
    expect([...(motions[0]?.positions ?? [])]).toEqual([1234.5, 1234567.25]);
  });

  test("Windows-1252", async () => {
    const text = `t;Winkel [°]\n${times.map((t, i) => `${t};${(theta[i] as number) * 57.29577951308232}`).join("\n")}`;
    const { readRecord, bytesSource } = await import("../../src/records/index.js");
    const recording = await readRecord(
      bytesSource(
        "a.csv",
        Uint8Array.from(text, (c) => c.charCodeAt(0)),
      ),
    );
    expect(recording.understood[0]).toMatch(/Windows-1252/);
    expect(recording.motions[0]?.positions[0]).toBeCloseTo(0.8, 9);
  });

  test("-999 for a missing number, the first and last velocity blank, a row twice", async () => {
    const v = omega.map((w, i) => (i === 0 || i === N - 1 ? "" : i === 20 ? -999 : w));
    const lines = table(["t", "x", "v"], [times, theta, v]).split("\n");
    lines.splice(41, 0, lines[40] as string);
    const recording = await readText(lines.join("\n"));
    expect((recording.motions[0] as Motion).times).toHaveLength(N - 3);
    expect(recording.understood).toContain("3 rows with a missing number left out");
    expect(recording.understood).toContain("1 row left out that repeats the one before");
  });

  test("a ramp that passes 999 misses nothing", async () => {
    const { kept } = await readText(`t,x\n${Array.from({ length: 2000 }, (_, i) => `${i},${i}`).join("\n")}`);
    expect(kept).toBe(2000);
  });
});

describe("several motions", () => {
  const half = N / 2;
  test("side by side, of different lengths", async () => {
    const heading = "Run 1: Time (s),Run 1: Position (m),Run 2: Time (s),Run 2: Position (m)";
    const lines = times.map((t, i) => `${t},${theta[i]},${i < half ? `${t},${omega[i]}` : ","}`);
    const { motions } = await readText([heading, ...lines].join("\n"));
    expect(motions.map(({ id, times }) => [id, times.length])).toEqual([
      ["Run 1", N],
      ["Run 2", half],
    ]);
    expect(motions[1]?.positions[3]).toBe(omega[3]);
  });

  test("side by side with one time", async () => {
    const heading = "Time (s),Angle (rad) Run #1,Angle (rad) Run #2";
    const lines = times.map((t, i) => `${t},${theta[i]},${i < half ? omega[i] : ""}`);
    const { motions, space } = await readText([heading, ...lines].join("\n"));
    expect(space.dimension).toBe(1);
    expect(motions.map(({ id, times }) => [id, times.length])).toEqual([
      ["Run #1", N],
      ["Run #2", half],
    ]);
  });

  test("one after the other, with their headings again", async () => {
    const block = (run: number) =>
      `Run ${run}\nTime\tPosition\tVelocity\nT\tX\tV\ns\tm\tm/s\n\n${times.map((t, i) => `${t}\t${(theta[i] as number) * run}\t${(omega[i] as number) * run}`).join("\n")}\n`;
    const { motions, time } = await readText(`Vernier Format 2\nspring.cmbl\n${block(1)}\n${block(2)}`, {}, "runs.txt");
    expect(motions.map(({ times }) => times.length)).toEqual([N, N]);
    expect([motions[1]?.positions[0], time.unit]).toEqual([1.6, "s"]);
  });

  test("each below a comment of its own, the last the longest", async () => {
    const rows = (n: number) => times.slice(0, n).map((t, i) => `${t},${theta[i]},${omega[i]}`);
    const text = [8, 20, N].flatMap((n, run) => [`# run ${run}`, "t,theta,omega", ...rows(n)]).join("\n");
    const { motions } = await readText(text, {}, "runs.csv");
    expect(motions.map(({ times }) => times.length)).toEqual([8, 20, N]);
    // Below one heading, parted by what a spreadsheet, pandas or a person leaves between.
    for (const between of [",,", "NaN,NaN,NaN", "----", ""]) {
      const runs = [8, 20, N].flatMap((n) => [...rows(n), between]);
      const read = await readText(["t,theta,omega", ...runs].join("\n"), {}, "runs.csv");
      expect(read.motions.map(({ times }) => times.length)).toEqual([8, 20, N]);
    }
  });
});

test("vectors of Horizons without commas", async () => {
  const day = (n: number) =>
    `${2461041.5 + n}.000000000 = A.D. 2026-Jan-0${1 + n} 00:00:00.0000 TDB \n X = ${n}.5E+00 Y =-1.0E+00 Z = 0.0E+00\n VX= 1.0E+00 VY= 2.0E-03 VZ= 0.0E+00\n LT= 1.0E-02 RG= 1.5E+00 RR= 1.0E-03`.replace(
      ".5.000000000",
      ".500000000",
    );
  const text = `Output units    : KM-S\n*****\nJDTDB\n   X     Y     Z\n*****\n$$SOE\n${[0, 1, 2, 3].map(day).join("\n")}\n$$EOE\n*****\nCoordinate system`;
  const { space, motions, time } = await readText(text, {}, "horizons_results.txt");
  expect(space.coordinates.map(({ position }) => `${position.name} ${position.unit}`)).toEqual([
    "X km",
    "Y km",
    "Z km",
  ]);
  expect([time.unit, [...(motions[0]?.times ?? [])], motions[0]?.positions[3]]).toEqual(["d", [0, 1, 2, 3], 1.5]);
  // A kilometre a second is 86,400 a day.
  expect(motions[0]?.velocities?.[0]).toBeCloseTo(86_400, 6);
});

test("vectors of Horizons without labels, and positions alone", async () => {
  const day = (n: number, ...lines: string[]) => [
    `${2461041.5 + n} = A.D. 2026-Jan-0${1 + n} 00:00:00.0000 TDB `,
    ...lines,
  ];
  const read = async (titles: readonly string[], rows: readonly string[]) => {
    const text = [
      "Output units    : AU-D",
      "*****",
      "   JDTDB",
      ...titles,
      "*****",
      "$$SOE",
      ...rows,
      "$$EOE",
      "*****",
    ];
    const { space, motions } = await readText(text.join("\n"), {}, "horizons_results.txt");
    expect(space.coordinates.map(({ position }) => position.name)).toEqual(["X", "Y", "Z"]);
    expect(motions[0]?.positions).toEqual(Float64Array.from([0, 1, 2, 3].flatMap((n) => [n + 0.5, -1, n * n])));
    return [...(motions[0]?.velocities?.subarray(0, 3) ?? [])];
  };
  const titles = ["   X     Y     Z", "   VX    VY    VZ", "   LT    RG    RR"];
  const bare = [0, 1, 2, 3].flatMap((n) =>
    day(n, `  ${n}.5E+00 -1.0E+00  ${n * n}`, ` 1.0E+00  0.0E-03  ${2 * n}`, "  1.0E-02  1.5E+00 -1.0E-03"),
  );
  expect(await read(titles, bare)).toEqual([1, 0, 0]);
  const alone = [0, 1, 2, 3].flatMap((n) => day(n, ` X = ${n}.5E+00 Y =-1.0E+00 Z = ${n * n}`));
  expect(await read(titles.slice(0, 1), alone)).toEqual([]);
});
