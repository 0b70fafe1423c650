import { describe, expect, it } from "vitest";
import { dop853 } from "../../src/mechanics/index.js";
import { readAs } from "../../src/records/law/read-as.js";
import { withComponents } from "../../src/records/tables/binary/components.js";
import { readText } from "./harness.js";

const N = 120;
const times = Float64Array.from({ length: N }, (_, i) => i / 24);
const t = { name: "t", unit: "", shape: [N], data: times };
const read = (name: string, shape: readonly number[], data: ArrayLike<number>) => {
  const array = { name, unit: "", shape, data };
  return withComponents(array, t, [t, array]);
};

/** A double pendulum of equal arms of 1 m and masses, [N][a, b, p_a, p_b], p = M(q) v with M = [[2, c], [c, 1]], c = cos(a - b). */
const canonical = (() => {
  const { states } = dop853(
    ([a = 0, b = 0, u = 0, w = 0], out) => {
      const [g, s, c] = [9.81, Math.sin(a - b), Math.cos(a - b)];
      const common = 3 - Math.cos(2 * (a - b));
      out.set([
        u,
        w,
        (-3 * g * Math.sin(a) - g * Math.sin(a - 2 * b) - 2 * s * (w * w + u * u * c)) / common,
        (2 * s * (2 * u * u + 2 * g * Math.cos(a) + w * w * c)) / common,
      ]);
    },
    Float64Array.from([1.1, 0.7, 0, 0]),
    times,
    { tolerance: 1e-10 },
  );
  return states.map((value, k) => {
    const [a = 0, b = 0, u = 0, w = 0] = states.subarray(k - (k % 4), k - (k % 4) + 4);
    const c = Math.cos(a - b);
    return k % 4 < 2 ? value : k % 4 === 2 ? 2 * u + c * w : c * u + w;
  });
})();
const across = (rows: Float64Array, d: number) =>
  Float64Array.from({ length: rows.length }, (_, k) => rows[(k % N) * d + Math.floor(k / N)] as number);

describe("an array of states, as solvers return it", () => {
  const names = ["y_1", "y_2", "p_y_1", "p_y_2"];
  it("may hold canonical momenta beside coordinates, in rows or columns", () => {
    const found = read("y", [4, N], across(canonical, 4));
    expect([found.shape, found.labels]).toEqual([[N, 4], names]);
    expect(Array.from(found.data as ArrayLike<number>)).toEqual([...canonical]);
    expect(read("y", [N, 4], canonical).labels).toEqual(names);
  });
  it("holds motions where one half does not move the other", () => {
    const four = Float64Array.from({ length: 4 * N }, (_, k) =>
      Math.cos((2 + 0.7 * Math.floor(k / N)) * (times[k % N] as number)),
    );
    expect(read("y", [4, N], four).shape).toEqual([4, N]);
  });
});

describe("coordinates that are numbered", () => {
  const kinds = async (heading: string) => {
    const rows = Array.from({ length: 40 }, (_, i) => [
      i / 10,
      Math.cos(0.2 * i),
      Math.cos(0.3 * i),
      -2 * Math.sin(0.2 * i),
      -3 * Math.sin(0.3 * i),
    ]);
    return (await readText([heading, ...rows].join("\n"))).coordinateKinds;
  };
  it("may be anything in an array without units, and are lengths where there is a unit or more than one axis", async () => {
    expect(await kinds("t,x1,x2,v1,v2")).toEqual(["unknown", "unknown"]);
    expect(await kinds("t,y[0],y[1],y[2],y[3]")).toEqual(["unknown", "unknown"]);
    expect(await kinds("t,x1 (m),x2 (m),v1 (m/s),v2 (m/s)")).toEqual(["length", "length"]);
    expect(await kinds("t,x1,y1,vx1,vy1")).toEqual(["length", "length"]);
  });
  it("are said to be what the record shows", async () => {
    const rows = Array.from({ length: 40 }, (_, i) => [i / 10, Math.cos(i / 9), Math.sin(i / 9)]);
    const record = await readText(["t,q1,q2", ...rows].join("\n"));
    expect([record.space.bodies, record.coordinateKinds]).toEqual([2, ["unknown", "unknown"]]);
    const body = readAs(record, [0, 1], { kinds: ["length", "length"], bodies: [0, 0] });
    expect([body.space.bodies, body.coordinateKinds]).toEqual([1, ["length", "length"]]);
    expect(body.understood.at(-1)).toBe(
      "q1 and q2 are taken for the axes of one body in the plane, as the record shows",
    );
    const polar = readAs(record, [0, 1], { kinds: ["length", "angle"], bodies: [0, 1] });
    expect([polar.space.bodies, polar.coordinateKinds]).toEqual([2, ["length", "angle"]]);
    expect(polar.understood.at(-1)).toContain("q1 is taken for a length, q2 for an angle in radians");
  });
});
