import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateStores, generateTrajectories } from "../../src/dataset/index.js";
import { kepler } from "../../src/mechanics/index.js";

// METAHAMILTON_PYTHON names an interpreter; without one python3 is tried.
const python = process.env.METAHAMILTON_PYTHON ?? "python3";
const runs = (script: string) => spawnSync(python, ["-c", script]).status === 0;
const hasXarray = runs("import xarray, zarr; assert int(zarr.__version__.split('.')[0]) >= 3");
const hasNetcdf = hasXarray && runs("import netCDF4, matplotlib");
const hasTensorstore = runs("import tensorstore");
const skipped = (has: boolean, needed: string) => (has ? "" : ` (skipped: no Python with ${needed} here)`);

/** As docs/files.md opens a set, with the numbers printed for this test. */
const xarrayScript = `
import json, sys, xarray
data = xarray.open_zarr(sys.argv[1], consolidated=False)
print(json.dumps({
    "dims": list(data.q.dims), "shape": list(data.q.shape), "seed": data.attrs["seed"], "coordinates": list(data.coords),
    "units": data.p.attrs["units"], "names": list(data.p.attrs["coordinate_names"]),
    "t": float(data.t[-1]), "q": float(data.q[299, 17, 1]), "dp": float(data.dp_dt[299, 17, 0]),
    "mass": float(data.constants[299, 0]),
}))
`;

const tensorstoreScript = `
import json, sys, tensorstore
def array(name):
    spec = {"driver": "zarr3", "kvstore": {"driver": "file", "path": sys.argv[1] + "/" + name + "/"}}
    return tensorstore.open(spec, read=True, open=True).result()
q = array("q")
at = lambda name, *index: float(array(name)[index].read().result())
print(json.dumps({
    "dims": list(q.domain.labels), "shape": list(q.shape), "dtype": q.dtype.name,
    "t": at("t", 199), "q": at("q", 299, 17, 1), "dp": at("dp_dt", 299, 17, 0), "mass": at("constants", 299, 0),
}))
`;

describe("a data set of 300 Kepler orbits, opened by", () => {
  const request = { count: 300, seed: 4, split: "train", sampling: { ranges: { mass: [1, 2] } } } as const;
  let folder = "";
  let path = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "foreign-readers-"));
    path = join(folder, "kepler.zarr");
    await generateStores([{ ...request, system: kepler, path }]);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const opened = (script: string): unknown => {
    const { stdout, stderr } = spawnSync(python, ["-c", script, path], { encoding: "utf8" });
    expect(stderr).not.toContain("Error");
    return JSON.parse(stdout);
  };
  const numbers = () => {
    const { states, derivatives, varied } = generateTrajectories(kepler, request);
    const row = (299 * 200 + 17) * 4;
    return { t: 20, q: states[row + 1], dp: derivatives?.[row + 2], mass: varied?.values[299] };
  };
  const axes = { dims: ["trajectory", "time", "coordinate"], shape: [300, 200, 2] };

  it.skipIf(!hasXarray)(`Python's xarray and zarr${skipped(hasXarray, "xarray and zarr 3")}`, () => {
    expect(opened(xarrayScript)).toEqual({
      ...axes,
      ...numbers(),
      seed: 4,
      coordinates: ["t"],
      units: "kg m/s",
      names: ["p_x", "p_y"],
    });
  });

  it.skipIf(!hasNetcdf)(
    `the lines of docs/files.md, which plot it and write NetCDF${skipped(hasNetcdf, "xarray, zarr 3, matplotlib and netCDF4")}`,
    async () => {
      const documented = await readFile(new URL("../../docs/files.md", import.meta.url), "utf8");
      const [, program = ""] = /^```python\n([^`]*to_netcdf[^`]*)^```$/m.exec(documented) ?? [];
      const again = `
with xarray.open_dataset("pendulum.nc") as again:
    print(bool(again.equals(data.load())), json.loads(again.attrs["constant_ranges"]))
`;
      const { stdout, stderr } = spawnSync(
        python,
        ["-c", program.replace('"data/pendulum.zarr"', JSON.stringify(path)) + again],
        { cwd: folder, encoding: "utf8", env: { ...process.env, MPLBACKEND: "Agg" } },
      );
      expect(stderr).not.toContain("Error");
      expect(stdout.trim().split("\n").at(-1)).toBe("True {'mass': [1, 2]}");
    },
  );

  it.skipIf(!hasTensorstore)(`TensorStore${skipped(hasTensorstore, "tensorstore")}`, () => {
    expect(opened(tensorstoreScript)).toEqual({ ...axes, ...numbers(), dtype: "float64" });
  });
});
