import { createHash } from "node:crypto";
import { access, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { beforeAll, describe, expect, test } from "vitest";
import type { Inspection } from "../../src/dataset/index.js";
import { expectMistake, run, runHere, temporaryFolder } from "./process.js";

const folder = temporaryFolder();
const example = fileURLToPath(new URL("../../docs/examples/quartic-well.ts", import.meta.url));
const generate = (out: string, ...args: string[]) => runHere("generate", ...args, "--out", folder.in(out));

beforeAll(async () => {
  await generate("data", "kepler", "pendulum", "--trajectories", "300");
});

async function inspect(...args: string[]): Promise<Inspection[]> {
  return JSON.parse((await runHere("inspect", ...args, "--json")).stdout) as Inspection[];
}

describe("inspect", () => {
  test("shows shapes, ranges and energies of every set in a folder", async () => {
    const [kepler, pendulum] = (await inspect(folder.in("data"))) as [Inspection, Inspection];
    expect(kepler.arrays.map(({ name, shape }) => [name, ...shape])).toEqual([
      ["t", 200],
      ...["q", "p", "dq_dt", "dp_dt"].map((name) => [name, 300, 200, 2]),
    ]);
    expect([kepler.time, pendulum.time]).toEqual([
      [0, 20],
      [0, 10],
    ]);
    // Amplitudes go up to 2.3.
    const [theta] = pendulum.ranges;
    expect(theta).toMatchObject({ name: "theta", unit: "rad" });
    expect(theta?.high).toBeGreaterThan(2.2);
    expect(theta?.high).toBeLessThan(2.3);
    expect(kepler.energyError).toBe(kepler.attributes.energy_error_max);
    expect(kepler.energyError).toBeLessThan(1e-9);
    expect([kepler.derivativeError, kepler.damaged]).toEqual([0, []]);
    const { stdout } = await runHere("inspect", folder.in("data", "pendulum.zarr"));
    expect(stdout).toMatch(/^ {2}theta +rad +-2\.\d+ +2\.\d+$/m);
    expect(stdout).toMatch(/every chunk is whole/);
  });

  test("writes Croissant metadata of every set: its variables, and files that are there with their digests", async () => {
    const { code, stdout, stderr } = await runHere("inspect", folder.in("data"), "--croissant");
    expect(code).toBe(0);
    expect(stderr).toContain("license, url, creator are yours to add");
    const metadata = JSON.parse(stdout) as {
      name: string;
      distribution: { "@type": string; "@id": string; contentUrl?: string; includes?: string; sha256?: string }[];
      variableMeasured: { name: string; unitText: string; minValue: number; maxValue: number }[];
    };
    expect(metadata).toMatchObject({
      "@type": "sc:Dataset",
      conformsTo: "http://mlcommons.org/croissant/1.0",
      name: "data",
    });
    for (const { contentUrl, includes, sha256 } of metadata.distribution) {
      if (contentUrl === undefined) await access(folder.in("data", (includes as string).replace("/**", "")));
      else
        expect(
          createHash("sha256")
            .update(await readFile(folder.in("data", contentUrl)))
            .digest("hex"),
        ).toBe(sha256);
    }
    const ids = metadata.distribution.map((one) => one["@id"]);
    expect(new Set(ids).size).toBe(ids.length);
    const sets = await inspect(folder.in("data"));
    expect(metadata.variableMeasured.map(({ name, unitText, minValue }) => [name, unitText, minValue])).toEqual(
      sets.flatMap(({ path, ranges }) =>
        ranges.map(({ name, unit, low }) => [`${path.split(/[\\/]/).at(-1)}: ${name}`, unit, low]),
      ),
    );
  });

  test("names every chunk that is changed, cut short or missing, and fails", async () => {
    await generate("bad", "kepler", "--trajectories", "600");
    const file = (...parts: string[]) => folder.in("bad", "kepler.zarr", ...parts);
    const bytes = await readFile(file("p", "c", "1", "0", "0"));
    bytes[4321] = (bytes[4321] as number) ^ 4;
    await writeFile(file("p", "c", "1", "0", "0"), bytes);
    await writeFile(file("q", "c", "2", "0", "0"), bytes.subarray(0, 100));
    await rm(file("dq_dt", "c", "0", "0", "0"));
    const { code, stdout, stderr } = await runHere("inspect", folder.in("bad"), "--json");
    expect(code).toBe(1);
    expect(stderr).toMatch(/\nmetahamilton: damaged: .*kepler\.zarr\n$/);
    expect((JSON.parse(stdout) as Inspection[])[0]?.damaged).toEqual([
      { file: "dq_dt/c/0/0/0", problem: "is missing" },
      { file: "p/c/1/0/0", problem: "is damaged: the checksum does not match" },
      { file: "q/c/2/0/0", problem: "is damaged: the checksum does not match" },
    ]);
  });

  test("finds constants that were changed afterwards", async () => {
    await generate("other", "pendulum", "--trajectories", "3");
    const path = folder.in("other", "pendulum.zarr", "zarr.json");
    const changed = (await readFile(path, "utf8")).replace(/"gravity": ?1/, '"gravity": 1.01');
    await writeFile(path, changed);
    expectMistake(
      await runHere("inspect", folder.in("other")),
      /damaged: its attributes are not those that it was written with/,
    );
    // Without a digest, as earlier versions wrote it, the derivatives tell.
    await writeFile(path, changed.replace(/"sha256": ?"[0-9a-f]{64}",?/, "").replace(/,(\s*\})/g, "$1"));
    const { code, stdout } = await runHere("inspect", folder.in("other"));
    expect(code).toBe(1);
    expect(stdout).toMatch(/DAMAGED: the derivatives are not those of pendulum with these constants/);
  });

  test("says what the noise hides and what varies", async () => {
    await generate(
      "noisy",
      "pendulum",
      "--trajectories",
      "5",
      "--noise",
      "0.01",
      "--irregular",
      "--set",
      "length=1..2",
    );
    const { stdout } = await runHere("inspect", folder.in("noisy"));
    expect(stdout).toMatch(/constants +mass 1, length 1\.\.2, gravity 1/);
    expect(stdout).toMatch(/times +0 to 10 s, irregular/);
    expect(stdout).toMatch(/energy error +hidden by the noise/);
    expect(stdout).toMatch(/constants +trajectory, constant +5 x 1/);
  });

  test("refuses what is missing, foreign or of an unknown system", async () => {
    expectMistake(await runHere("inspect", folder.in("none")), /none: there is no such folder/);
    await writeFile(folder.in("zarr.json"), '{"zarr_format": 3, "node_type": "group", "attributes": {}}');
    expectMistake(await runHere("inspect", folder.path), /a Zarr group, but not one of trajectories/);
    const path = folder.in("data", "kepler.zarr", "zarr.json");
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace(/"seed": ?0,/, ""));
    expectMistake(await runHere("inspect", folder.in("data", "kepler.zarr")), /attribute "seed" is missing/);
    await writeFile(path, text);
    await generate("own", example, "--trajectories", "2");
    // A process that has not made the set, and so has never seen the system.
    expectMistake(await run("inspect", folder.in("own")), /own.*: there is no system "quartic-well".*--system FILE/);
    expect((await runHere("inspect", folder.in("own"), "--system", example)).code).toBe(0);
  });
});

describe("plot", () => {
  test("draws the trajectories asked for as SVG and PNG", async () => {
    const out = folder.in("figures");
    const { code, stdout } = await runHere("plot", folder.in("data"), "--trajectories", "4", "299", "--out", out);
    expect(code).toBe(0);
    const names = ["kepler-train.svg", "kepler-train.png", "pendulum-train.svg", "pendulum-train.png"];
    expect(stdout).toBe(names.map((name) => `${folder.in("figures", name)}\n`).join(""));
    const svg = await readFile(folder.in("figures", "kepler-train.svg"), "utf8");
    expect(XMLValidator.validate(svg)).toBe(true);
    const { svg: drawn } = new XMLParser({ ignoreAttributes: false }).parse(svg) as {
      svg: { g: { "@_class": string }[] };
    };
    // Two degrees of freedom with three panels each, the energy and the path.
    expect(drawn.g.filter((group) => group["@_class"] === "panel")).toHaveLength(8);
    expect(svg).toContain("Trajectory 299");
    const png = await readFile(folder.in("figures", "kepler-train.png"));
    expect([...png.subarray(1, 4)].map((byte) => String.fromCharCode(byte)).join("")).toBe("PNG");
  });

  test("is dark if asked to, and writes over nothing", async () => {
    const args = ["plot", folder.in("data", "pendulum.zarr"), "--theme", "dark", "--out", folder.in("dark")];
    await runHere(...args);
    expect(await readFile(folder.in("dark", "pendulum-train.svg"), "utf8")).toContain("#14181d");
    expectMistake(await runHere(...args), /pendulum-train\.svg exists already/);
  });

  test("refuses trajectories that are not there, and more than can be told apart", async () => {
    const plot = (...numbers: string[]) =>
      runHere("plot", folder.in("data", "pendulum.zarr"), "--trajectories", ...numbers, "--out", folder.in("none"));
    expectMistake(await plot("300"), /pendulum\.zarr has the trajectories 0 to 299, not 300/);
    expectMistake(await plot("0", "1", "2", "3", "4", "5"), /at most 5/);
  });
});
