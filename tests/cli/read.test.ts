import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { expectMistake, main, runHere, start, temporaryFolder } from "./process.js";

const folder = temporaryFolder();
const times = Array.from({ length: 120 }, (_, i) => i / 30);
const swing = (angle = 1) =>
  [
    "Time (s),Angle (°),Angular velocity (rad/s),Temperature (°C)",
    ...times.map((t) => `${t},${angle * 30 * Math.cos(3 * t)},${(-angle * Math.PI * Math.sin(3 * t)) / 2},21`),
  ].join("\n");

describe("read", () => {
  test("says what is understood and shows a plot", async () => {
    await writeFile(folder.in("swing.csv"), swing());
    const { code, stdout } = await runHere("read", folder.in("swing.csv"));
    expect(code).toBe(0);
    for (const line of [
      /^120 rows separated by commas$/m,
      /^1 coordinate: Angle \[°\] with velocity Angular velocity \[rad\/s\]$/m,
      /^Angle converted from ° to rad$/m,
      /^not used: Temperature \[°C\]$/m,
      /^- +120 +3\.967 +0\.03333 +0 +2 /m,
      /^Angle \[rad\] against Time \[s\]$/m,
      /•/,
    ])
      expect(stdout).toMatch(line);
  });

  test("loads what reads, not what learns", async () => {
    await writeFile(folder.in("loaded.csv"), swing());
    const env = { ...process.env, NODE_V8_COVERAGE: folder.in("loaded") };
    const { code } = await start(process.execPath, [main, "read", folder.in("loaded.csv")], { env }).finished;
    expect(code).toBe(0);
    const [report = ""] = await readdir(folder.in("loaded"));
    const { result } = JSON.parse(await readFile(folder.in("loaded", report), "utf8")) as { result: { url: string }[] };
    const bundles = result.flatMap(({ url }) => (url.includes("/dist/node/") ? [readFile(new URL(url), "utf8")] : []));
    // The bundle says before each module where it is from.
    const modules = (await Promise.all(bundles)).flatMap((text) => [...text.matchAll(/^\/\/ dist\/(\w+\/\w+)\//gm)]);
    const parts = new Set(modules.map(([, part]) => part));
    expect(parts).toContain("records/columns");
    for (const part of parts)
      expect(part).not.toMatch(/^(learning|runtime|graph|identification\/(choice|formula|law))/);
  });

  test("speaks of flags where the library names its options", async () => {
    await writeFile(folder.in("swing.csv"), swing());
    const { stderr } = await runHere("read", folder.in("swing.csv"), "--coordinates", "3", "--velocities", "2,3");
    expect(stderr).toContain("--velocities names 2 columns for 1 coordinates");
    await writeFile(
      folder.in("pushed.csv"),
      ["t,x,v,Force (N)", ...times.map((t) => `${t},${Math.cos(t)},${-Math.sin(t)},${t}`)].join("\n"),
    );
    const { stdout } = await runHere("read", folder.in("pushed.csv"));
    expect(stdout).toMatch(/Force \[N\] acts from outside, say so: --input Force$/m);
  });

  test.each(["csv", "tsv", "parquet", "json"])("writes the record as %s, which it reads again", async (ending) => {
    await writeFile(folder.in("swing.csv"), swing());
    const out = folder.in(`clean.${ending}`);
    await runHere("read", folder.in("swing.csv"), "--out", out);
    // What the file holds comes after the rows, as a part of its own.
    if (ending === "parquet") expect((await runHere("read", out)).stdout).toMatch(/^120 rows, 1 row group$/m);
    const { stdout } = await runHere("read", out, "--json");
    const { coordinates, time, momenta, motions } = JSON.parse(stdout);
    expect([coordinates[0].position, time, momenta, motions[0].samples]).toEqual([
      { name: "Angle", unit: "rad" },
      { name: "Time", unit: "s" },
      "velocities",
      120,
    ]);
  });

  test("motions of a generated data set by range", async () => {
    await runHere("generate", "pendulum", "--trajectories", "12", "--points", "20", "--out", folder.in("data"));
    for (const [wanted, expected] of [
      ["0..2,10", ["0", "1", "2", "10"]],
      ["9..", ["9", "10", "11"]],
      ["0-1", ["0", "1"]],
    ] as const) {
      const { stdout } = await runHere("read", folder.in("data/pendulum.zarr"), "--motions", wanted, "--json");
      expect(JSON.parse(stdout).motions.map(({ id }: { id: string }) => id)).toEqual(expected);
    }
    expectMistake(
      await runHere("read", folder.in("data/pendulum.zarr"), "--motions", "20..30"),
      /none of its motions is asked for; it has 0, 1, 2, 3, 4, \.\.\./,
    );
  });

  test("the files of a folder as a motion each, but not the folder of a run", async () => {
    await mkdir(folder.in("runs"));
    for (const [name, angle] of [
      ["run_10.csv", 0.5],
      ["run_2.csv", 1],
    ] as const)
      await writeFile(folder.in(`runs/${name}`), swing(angle));
    await writeFile(folder.in("runs/other.csv"), "a,b\n1,2\n3,4\n");
    const { stdout } = await runHere("read", folder.in("runs"), "--json");
    const { motions, understood } = JSON.parse(stdout);
    expect(motions.map(({ id }: { id: string }) => id)).toEqual(["run_2", "run_10"]);
    expect(understood.join("\n")).toMatch(/2 files with the same columns, left out: other/);
    await writeFile(folder.in("runs/model.safetensors"), "");
    expectMistake(await runHere("read", folder.in("runs")), /the folder of a run/);
    await mkdir(folder.in("empty"));
    expectMistake(await runHere("read", folder.in("empty")), /neither records .* nor a Zarr group/);
  });

  test("what simulate prints", async () => {
    const table = await runHere("simulate", "pendulum", "--state", "1,0", "--points", "30");
    await writeFile(folder.in("printed.txt"), table.stdout);
    const json = await runHere("simulate", "pendulum", "--state", "1,0", "--points", "30", "--json");
    await writeFile(folder.in("printed.json"), json.stdout);
    for (const name of ["printed.txt", "printed.json"]) {
      const { stdout } = await runHere("read", folder.in(name), "--json");
      const { momenta, motions, coordinates } = JSON.parse(stdout);
      expect([momenta, motions[0].samples, coordinates.length]).toEqual(["given", 30, 1]);
    }
  });

  test("a name with commas in quotation marks", async () => {
    await writeFile(folder.in("ranger.csv"), swing().replace("Angle (°)", '"Angle, Ch 1+2, Run #1 ( ° )"'));
    for (const name of ['"Angle, Ch 1+2, Run #1 ( ° )"', "2", "angle"]) {
      const { stdout } = await runHere("read", folder.in("ranger.csv"), "--coordinates", name, "--json");
      expect(JSON.parse(stdout).coordinates[0].position.name).toBe("Angle");
    }
  });

  test("mistakes in one line", async () => {
    await writeFile(folder.in("swing.csv"), swing());
    expectMistake(await runHere("read", folder.in("swing.csv"), "--out", folder.in("a.xlsx")), /\.parquet or \.json/);
    expectMistake(await runHere("read", folder.in("swing.csv"), "--coordinates", "phi"), /--coordinates names "phi"/);
    expectMistake(await runHere("read", folder.in("swing.csv"), "--motions", "7"), /none of its motions is asked for/);
    await writeFile(folder.in("old.xls"), Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1));
    expectMistake(await runHere("read", folder.in("old.xls")), /not a workbook of Excel before 2007 that can be read/);
  });
});
