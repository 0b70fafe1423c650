import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateStores, generateTrajectories } from "../../src/dataset/index.js";
import { kepler } from "../../src/mechanics/index.js";

// METAHAMILTON_PYTHON names an interpreter; without one python3 is tried.
const python = process.env.METAHAMILTON_PYTHON ?? "python3";
const has =
  spawnSync(python, ["-c", "import xarray, zarr; assert int(zarr.__version__.split('.')[0]) >= 3"]).status === 0;

/** What docs/files.md shows, with the numbers printed for this test. */
const script = `
import json, sys, xarray
data = xarray.open_zarr(sys.argv[1], consolidated=False)
print(json.dumps({
    "dims": list(data.q.dims), "shape": list(data.q.shape), "seed": data.attrs["seed"], "coordinates": list(data.coords),
    "units": data.p.attrs["units"], "names": list(data.p.attrs["coordinate_names"]),
    "t": float(data.t[-1]), "q": float(data.q[299, 17, 1]), "dp": float(data.dp_dt[299, 17, 0]),
    "mass": float(data.constants[299, 0]),
}))
`;

describe.skipIf(!has)(
  `Python's xarray and zarr${has ? "" : " (skipped: no Python with xarray and zarr 3 here)"}`,
  () => {
    let folder = "";
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "xarray-"));
    });
    afterAll(() => rm(folder, { recursive: true }));

    it("open a data set with its axes, units and numbers", async () => {
      const request = { count: 300, seed: 4, split: "train", sampling: { ranges: { mass: [1, 2] } } } as const;
      const path = join(folder, "kepler.zarr");
      await generateStores([{ ...request, system: kepler, path }]);
      const { stdout, stderr } = spawnSync(python, ["-c", script, path], { encoding: "utf8" });
      expect(stderr).not.toContain("Error");
      const set = generateTrajectories(kepler, request);
      expect(JSON.parse(stdout)).toEqual({
        dims: ["trajectory", "time", "coordinate"],
        shape: [300, 200, 2],
        seed: 4,
        coordinates: ["t"],
        units: "kg m/s",
        names: ["p_x", "p_y"],
        t: 20,
        q: set.states[(299 * 200 + 17) * 4 + 1],
        dp: set.derivatives?.[(299 * 200 + 17) * 4 + 2],
        mass: set.varied?.values[299],
      });
    });
  },
);
