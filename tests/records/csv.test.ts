import { describe, expect, test } from "vitest";
import { blobSource, bytesSource, readRecord } from "../../src/records/index.js";
import { expectRefusal, readText } from "./harness.js";

const rows = (...lines: string[]) => lines.join("\n");
const plain = rows("t,x,px", "0,1,0", "0.5,0.9,-0.4", "1,0.5,-0.8");

describe("what is understood", () => {
  test("a table with commas", async () => {
    const { motions, space, momenta, rows: count, time } = await readText(plain);
    expect(motions).toHaveLength(1);
    expect([...(motions[0]?.times ?? [])]).toEqual([0, 0.5, 1]);
    expect([...(motions[0]?.positions ?? [])]).toEqual([1, 0.9, 0.5]);
    expect([...(motions[0]?.momenta ?? [])]).toEqual([0, -0.4, -0.8]);
    expect([space.dimension, space.bodies, momenta, count, time.name]).toEqual([1, 1, "given", 3, "t"]);
  });

  test.each([
    ["semicolons and decimal commas", rows("t;x;px", "0;1,0;0", "0,5;0,9;-0,4", "1;,5;-8e-1")],
    ["tabs", plain.replaceAll(",", "\t")],
    ["bars", plain.replaceAll(",", " | ")],
    ["runs of blanks", plain.replaceAll(",", "   ")],
    ["a byte-order mark", `\ufeff${plain}`],
    ["line ends of Windows", plain.replaceAll("\n", "\r\n")],
    ["a line end after the last row, blank lines", `\n${plain.replaceAll("\n", "\n\n")}\n\n`],
    ["quotation marks", rows('"t","x","px"', '"0","1","0"', '0.5, "0.9" ,-0.4', "1,0.5,-0.8")],
    ["comments", `# measured by hand\n${plain}\n# end, "unbalanced`],
    ["a heading in a comment, as NumPy writes it", `# ${plain}`],
    [
      "line breaks within quotation marks",
      rows("t,x,px,note", '0,1,0,"a', 'b"', '0.5,0.9,-0.4,""', '1,0.5,-0.8,"x ""y"""'),
    ],
  ])("%s", async (_, text) => {
    const expected = await readText(plain);
    const { motions } = await readText(text);
    expect(motions).toEqual(expected.motions);
  });

  test("thousands of whole numbers beside decimals with the other sign", async () => {
    for (const text of [
      rows("Zeit (ms);x (cm)", "960;1,25", "980;0,5", "1.000;-0,5", "1.020;-1,25"),
      rows("time (ms);x (cm)", "960;1.25", "980;0.5", "1,000;-0.5", "1,020;-1.25"),
    ]) {
      const [motion] = (await readText(text)).motions;
      expect([...(motion?.times ?? [])].map((t) => Math.round(1000 * t))).toEqual([960, 980, 1000, 1020]);
      expect([...(motion?.positions ?? [])]).toEqual([1.25, 0.5, -0.5, -1.25]);
    }
    // Where the column has decimals throughout, its sign is no group's.
    await expectRefusal(readText(rows("t;x", "0.500;1,5", "1.000;1,2", "1.500;0,9")), /decimal|sign/);
  });

  test("UTF-16 with a byte-order mark", async () => {
    const utf16 = new Uint8Array(Uint16Array.from(`\ufeff${plain}`, (c) => c.charCodeAt(0)).buffer);
    const { motions } = await readRecord(bytesSource("a.csv", utf16));
    expect(motions).toEqual((await readText(plain)).motions);
  });

  test("units in brackets, parentheses and after a slash", async () => {
    const { space, time } = await readText(rows("t / ms;theta [rad];omega (rad/s)", "0;1;2", "1;2;3"));
    // Milliseconds become seconds.
    expect(time).toEqual({ name: "t", unit: "s" });
    expect(space.coordinates[0]?.position).toEqual({ name: "theta", unit: "rad" });
    // In the unit of the times.
    expect(space.coordinates[0]?.momentum).toEqual({ name: "p_theta", unit: "rad/s" });
  });

  test("derivatives beside coordinates and momenta, in any order", async () => {
    const { motions, momenta } = await readText(rows("dp/dt,p,dx/dt,x,t", "1,2,3,4,0", "5,6,7,8,1"));
    expect(momenta).toBe("given");
    const [{ positions, momenta: p, velocities, forces }] = motions as [(typeof motions)[number]];
    expect([positions, p, velocities, forces].map((values) => [...(values ?? [])])).toEqual([
      [4, 8],
      [2, 6],
      [3, 7],
      [1, 5],
    ]);
  });

  test("motions told apart by an id, rows interleaved", async () => {
    const { motions } = await readText(rows("run,t,q,p", "a,0,1,5", "b,0,2,6", "a,1,3,7", "b,0.5,4,8"));
    expect(motions.map(({ id }) => id)).toEqual(["a", "b"]);
    expect([...(motions[1]?.times ?? [])]).toEqual([0, 0.5]);
    expect([...(motions[1]?.positions ?? [])]).toEqual([2, 4]);
  });

  test("a file in pieces that cut rows anywhere", async () => {
    const lines = Array.from({ length: 200_000 }, (_, i) => `${i},${Math.sin(i)},"${i}"`);
    const {
      motions,
      rows: count,
      kept,
    } = await readRecord(blobSource("long.csv", new Blob([["t,x,px", ...lines].join("\n")])));
    expect(count).toBe(200_000);
    expect(kept).toBe(200_000);
    const { times, positions, momenta } = motions[0] as (typeof motions)[number];
    for (const i of [0, 1, 777, 123_456, 199_999])
      expect([times[i], positions[i], momenta?.[i]]).toEqual([i, Math.sin(i), i]);
  });

  test("an input, accelerations and velocities as they were measured", async () => {
    const text = rows("t [s],theta [rad],omega [rad/s],alpha [rad/s2],F [N]", "0,1,2,3,4", "1,5,6,7,8");
    const { motions, inputs, coordinateKinds } = await readText(text.replaceAll("alpha", "domega/dt"), {
      inputs: ["F"],
      masses: { value: 2, unit: "kg" },
    });
    expect([inputs, coordinateKinds]).toMatchObject([[{ name: "F", unit: "N" }], ["angle"]]);
    const { velocities, momenta, accelerations, forces, inputs: force } = motions[0] as (typeof motions)[number];
    expect([velocities, momenta, accelerations, forces, force].map((values) => [...(values ?? [])])).toEqual([
      [2, 6],
      [4, 12],
      [3, 7],
      [6, 14],
      [4, 8],
    ]);
  });

  test("rows with missing numbers are left out and counted", async () => {
    const text = rows("t,x,px", "0,1,0", "1,,2", "2,NaN,2", "3,4,inf", "4,5,6");
    const { motions, understood } = await readText(text);
    expect([...(motions[0]?.times ?? [])]).toEqual([0, 4]);
    expect(understood).toContain("3 rows with a missing number left out");
    await expectRefusal(readText(rows("t,x,px", "0,1,0", "1,a,2")), /line 3, column "x": "a" is not/);
  });
});

describe("what is refused, with where it stands", () => {
  test.each([
    ["an empty file", "", /motion\.csv: the file is empty/],
    ["blank lines only", "\n \n", /motion\.csv: no rows/],
    ["a heading only", "t,x,px\n", /a heading but no rows/],
    ["no heading", "0,1,0\n1,2,3", /no column of times.*"column 1", "column 2", "column 3"/],
    ["an empty cell", rows("t,x,px", "0,1,0", "1,,2"), /line 3, column "x": empty, expected a number/],
    ["NaN", rows("t,x,px", "0,NaN,0"), /line 2, column "x": "NaN" is a missing value/],
    ["infinity", rows("t,x,px", "0,1,-Infinity"), /line 2, column "px": "-Infinity" is not finite/],
    ["beyond doubles", rows("t,x,px", "0,1e999,0"), /line 2, column "x": infinite, or beyond/],
    ["beyond computing", rows("t,x,px", "0,1e200,0"), /line 2, column "x": 1e\+200 is too large/],
    ["text", rows("t,x,px", "0,1,0", "1,abc,2"), /line 3, column "x": "abc" is not a number/],
    ["hexadecimal", rows("t,x,px", "0x10,1,0"), /line 2, column "t": "0x10" is not a number/],
    ["a short row", rows("t,x,px", "0,1,0", "1,2"), /line 3: 2 cells, the heading has 3/],
    [
      "decimal commas among commas",
      rows("t,x,px", "0,0,1,0,0,5"),
      /line 2: 6 cells, the heading has 3.*decimal commas/,
    ],
    [
      "two decimal signs",
      rows("t;x;px", "0;1,5;0", "1;1.5;0"),
      /line 2, column "x": "1,5" has a decimal comma, other numbers have the other sign/,
    ],
    [
      "two delimiters",
      rows("t;x;px", "0;1;0", "1,2,3"),
      /line 3: 1 cells, the heading has 3; are some rows separated by commas/,
    ],
    ["equal times", rows("t,x,px", "0,1,0", "0,1,1"), /line 3, column "t": time 0 repeats that of line 2/],
    [
      "times that go back",
      rows("t,x,px", "1,1,0", "0,1,0"),
      /line 3, column "t": time 0 is before that of line 2 \(1\)/,
    ],
    [
      "a quotation mark that is not closed",
      rows("t,x,px", '0,"1,0', "1,2,3"),
      /line 2: a quotation mark is never closed/,
    ],
    ["text after a quotation mark", rows("t,x,px", '0,"1"2,0'), /line 2, column 2: text follows a closing/],
    ["a quotation mark within a cell", rows("t,x,px", '0,1"2",0'), /line 2, column 2: a quotation mark inside/],
    ["two columns of one name", rows("t,x,x", "0,1,0"), /line 1: columns 2 and 3 are both called "x"/],
    ["no times", rows("s,x,px", "0,1,0"), /no column of times.*"s", "x", "px"; name it with option time/],
    ["no coordinates", rows("t,foo,bar", "0,1,0"), /no coordinates recognised among "t", "foo", "bar"/],
    [
      "a coordinate without its momentum",
      rows("t,x,y,px", "0,1,0,1"),
      /"y" without momentum or velocity.*option coordinates x/,
    ],
    ["binary data", "t,x,px\n0,1\0,0", /line 2: holds binary data/],
    ["a missing id", rows("id,t,x,px", ",0,1,0"), /line 2, column "id": empty/],
  ])("%s", (_, text, message) => expectRefusal(readText(text, { skipMissing: false }), message));

  test("bytes that are no text", () =>
    expectRefusal(
      readRecord(bytesSource("a.csv", Uint8Array.of(0x74, 0x2c, 0x81, 0x00))),
      /a\.csv, line 1: holds binary data/,
    ));

  test("a line without end", () =>
    expectRefusal(readText(`t,x,px\n${"1".repeat(3 << 20)}`), /line 2: a row of more than/));

  test("text under the name of another format", () =>
    expectRefusal(readText(plain, {}, "motion.xlsx"), /the content is not that of a XLSX file/));
});
