import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { generateTrajectories, loadTrajectories, saveTrajectories } from "../../src/dataset/index.js";
import { crc32c } from "../../src/dataset/store/crc32c.js";
import { massSpring, systemNamed, systems } from "../../src/mechanics/index.js";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trajectories-"));
});
afterAll(() => rm(folder, { recursive: true }));

const options = { count: 3, seed: 4, split: "validation" } as const;
let serial = 0;
/** A freshly saved set of trajectories of `name`. */
async function saved(name = "magnetic-mirror"): Promise<string> {
  const path = join(folder, `${name}-${serial++}`);
  await saveTrajectories(generateTrajectories(systemNamed(name), options), path);
  return path;
}
/** Loads and returns the message of the UserError that it must raise. */
async function refusal(path: string): Promise<string> {
  const error: unknown = await loadTrajectories(path).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UserError);
  expect((error as Error).message).toContain(path);
  return (error as Error).message;
}
async function editJson(path: string, change: (json: Record<string, object>) => void): Promise<void> {
  const json = JSON.parse(await readFile(path, "utf8"));
  change(json);
  await writeFile(path, JSON.stringify(json));
}

describe("saving and loading", () => {
  it.each(systems)("keeps everything of a set of $name", async (system) => {
    const set = generateTrajectories(system, options);
    const path = join(folder, "made", "on", "the", "way", system.name);
    await saveTrajectories(set, path);
    expect(await loadTrajectories(path)).toEqual(set);
    expect(await readdir(join(path, ".."))).not.toContainEqual(expect.stringContaining("partial"));
  });

  it("keeps sets of several chunks", async () => {
    const set = generateTrajectories(massSpring, { ...options, count: 600 });
    const path = join(folder, "chunks");
    await saveTrajectories(set, path);
    expect((await readdir(join(path, "q", "c"))).sort()).toEqual(["0", "1", "2"]);
    expect((await loadTrajectories(path)).states).toEqual(set.states);
  });

  it("keeps constants that are not the default ones", async () => {
    const stiff = massSpring.withConstants({ stiffness: 1.01 });
    const path = join(folder, "stiff");
    await saveTrajectories(generateTrajectories(stiff, options), path);
    expect((await loadTrajectories(path)).system.constants).toEqual({ mass: 1, stiffness: 1.01 });
  });

  it("writes named axes, units and the numbers where the Zarr format says", async () => {
    const path = await saved();
    const array = JSON.parse(await readFile(join(path, "dp_dt", "zarr.json"), "utf8"));
    expect(array).toMatchObject({
      zarr_format: 3,
      data_type: "float64",
      shape: [3, 200, 2],
      dimension_names: ["trajectory", "time", "coordinate"],
      fill_value: "NaN",
      attributes: { units: "kg m/s s^-1", coordinate_names: ["p_rho", "p_z"] },
    });
    const group = JSON.parse(await readFile(join(path, "zarr.json"), "utf8"));
    expect(group.attributes).toMatchObject({
      system: "magnetic-mirror",
      seed: 4,
      split: "validation",
      tolerance: 1e-12,
    });
    // Without zarrita: the chunk is little-endian numbers and their checksum.
    const chunk = await readFile(join(path, "p", "c", "0", "0", "0"));
    expect(chunk.length).toBe(3 * 200 * 2 * 8 + 4);
    const set = generateTrajectories(systemNamed("magnetic-mirror"), options);
    expect(chunk.readDoubleLE((1 * 200 * 2 + 7 * 2 + 1) * 8)).toBe(set.states[(1 * 200 + 7) * 4 + 3]);
    expect(chunk.readUInt32LE(chunk.length - 4)).toBe(crc32c(chunk.subarray(0, -4)));
  });

  it("refuses to save over anything and leaves it as it was", async () => {
    const path = await saved();
    const before = await readFile(join(path, "zarr.json"), "utf8");
    const other = generateTrajectories(massSpring, options);
    await expect(saveTrajectories(other, path)).rejects.toThrow(UserError);
    expect(await readFile(join(path, "zarr.json"), "utf8")).toBe(before);
    const file = join(folder, "a-file");
    await writeFile(file, "mine");
    await expect(saveTrajectories(other, file)).rejects.toThrow(/exists already/);
    expect(await readFile(file, "utf8")).toBe("mine");
  });
});

describe("loading refuses", () => {
  it("folders that are missing or hold something else", async () => {
    expect(await refusal(join(folder, "nowhere"))).toContain("there is no such folder");
    await mkdir(join(folder, "empty"));
    expect(await refusal(join(folder, "empty"))).toContain("not a Zarr v3 group");
    await mkdir(join(folder, "broken"));
    await writeFile(join(folder, "broken", "zarr.json"), "{");
    expect(await refusal(join(folder, "broken"))).toContain("not a Zarr v3 group");
    await mkdir(join(folder, "foreign"));
    await writeFile(join(folder, "foreign", "zarr.json"), '{"zarr_format": 3, "node_type": "group", "attributes": {}}');
    expect(await refusal(join(folder, "foreign"))).toContain("not one of trajectories");
    expect(await refusal(join(await saved(), "q"))).toContain("not a Zarr v3 group");
  });

  it("a chunk that was cut short, changed or lost", async () => {
    const cut = await saved();
    await truncate(join(cut, "p", "c", "0", "0", "0"), 1000);
    expect(await refusal(cut)).toMatch(/array "p" cannot be read: .*checksum/);

    const flipped = await saved();
    const chunk = join(flipped, "q", "c", "0", "0", "0");
    const bytes = await readFile(chunk);
    bytes[1234] = (bytes[1234] as number) ^ 1;
    await writeFile(chunk, bytes);
    expect(await refusal(flipped)).toMatch(/array "q" cannot be read: .*checksum does not match/);

    const lost = await saved();
    await rm(join(lost, "dq_dt", "c", "0", "0", "0"));
    expect(await refusal(lost)).toMatch(/array "dq_dt" has a missing or non-finite number/);

    const emptied = await saved();
    await truncate(join(emptied, "t", "c", "0"), 0);
    expect(await refusal(emptied)).toMatch(/array "t" cannot be read: .*too few/);
  });

  it("arrays that are missing or of another shape, type or meaning", async () => {
    const missing = await saved();
    await rm(join(missing, "dp_dt"), { recursive: true });
    expect(await refusal(missing)).toContain('array "dp_dt" is missing');

    const shape = await saved();
    await editJson(join(shape, "q", "zarr.json"), (json) => Object.assign(json, { shape: [3, 100, 2] }));
    expect(await refusal(shape)).toContain('array "q" has shape [3,100,2], expected [3,200,2]');

    const type = await saved();
    await editJson(join(type, "q", "zarr.json"), (json) => Object.assign(json, { data_type: "float32" }));
    expect(await refusal(type)).toContain('array "q" must be float64, found float32');

    const axes = await saved();
    await editJson(join(axes, "q", "zarr.json"), (json) =>
      Object.assign(json, { dimension_names: ["time", "trajectory", "coordinate"] }),
    );
    expect(await refusal(axes)).toContain('array "q" must have the dimensions trajectory, time, coordinate');
  });

  it("attributes that are wrong", async () => {
    const path = await saved();
    const group = join(path, "zarr.json");
    // Without the digest, as an earlier version would have written them.
    const attributes = (changes: object) =>
      editJson(group, (json) => Object.assign(json.attributes as object, changes, { sha256: undefined }));
    await attributes({ seed: "four" });
    expect(await refusal(path)).toContain('attribute "seed" is wrong');
    await attributes({ seed: 4, split: "holdout" });
    expect(await refusal(path)).toContain('attribute "split" is wrong');
    await attributes({ split: "test", trajectories: 4 });
    expect(await refusal(path)).toContain('array "q" has shape [3,200,2], expected [4,200,2]');
    await attributes({ trajectories: 3, system: "magnetic-minor" });
    await expect(loadTrajectories(path)).rejects.toThrow(/there is no system "magnetic-minor"/);
  });

  it("attributes that were changed since, by a digit", async () => {
    const path = await saved();
    await editJson(join(path, "zarr.json"), (json) => Object.assign(json.attributes as object, { redraws: 1 }));
    expect(await refusal(path)).toContain("damaged: its attributes are not those that it was written with");
  });

  it("derivatives of another Hamiltonian", async () => {
    const path = await saved();
    await editJson(join(path, "zarr.json"), (json) =>
      Object.assign(json.attributes as object, {
        constants: { mass: 1, frequency: 1.001, length: 1 },
        sha256: undefined,
      }),
    );
    expect(await refusal(path)).toContain("the stored derivatives are not those of magnetic-mirror");
  });

  it("trajectories of another system than the one given", async () => {
    const path = await saved();
    await expect(loadTrajectories(path, { system: massSpring })).rejects.toThrow(/expected mass-spring/);
    expect((await loadTrajectories(path, { system: systemNamed("magnetic-mirror") })).count).toBe(3);
  });
});

describe("crc32c", () => {
  it("has the published values", () => {
    // RFC 3720, appendix B.4, and the check value of the polynomial.
    expect(crc32c(new TextEncoder().encode("123456789"))).toBe(0xe3069283);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
  });
});
