import { expect, it } from "vitest";
import { adaptRecord } from "../../src/records/index.js";
import { bodiesOf } from "../../src/records/law/measured.js";
import { csv, read, simulated } from "./simulated-records.js";

it("the axes of one place have one mass and one friction, whatever the place is called", async () => {
  const { times, truth } = simulated({
    rates: ([, , u = 0, w = 0]) => {
      const speed = Math.hypot(u, w);
      return [u, w, -0.045 * speed * u, -9.81 - 0.045 * speed * w];
    },
    start: [0, 1, 9, 11],
    points: 80,
    duration: 2,
  });
  const heading = "time [s],pos.x [m],pos.y [m],vel.x [m/s],vel.y [m/s]";
  const found = adaptRecord(await read(csv(heading, times, ...truth)), { draws: 2 });
  expect(found.forces.map(({ kind, coordinate }) => [kind, coordinate])).toEqual([["quadratic", "pos.x, pos.y"]]);
  expect(Math.abs((found.forces[0]?.value ?? 0) - 0.045)).toBeLessThan(1e-4);
  expect(found.law?.formula).toMatch(/^E = pos\.x'\^2\/2 \+ pos\.y'\^2\/2 \+ 9\.8\d* pos\.y$/);
});

it("xA and yA are one star's axes, xB and yB the other's, in a unit that stands in capitals", async () => {
  // Both stars about their centre of mass: a_A = G m_B (r_B - r_A) / r^3, and the other way round.
  const [ma, mb] = [30, 20];
  const { times, truth } = simulated({
    rates: ([xa = 0, ya = 0, xb = 0, yb = 0, va = 0, wa = 0, vb = 0, wb = 0]) => {
      const cube = Math.hypot(xb - xa, yb - ya) ** 3;
      const [x, y] = [(xb - xa) / cube, (yb - ya) / cube];
      return [va, wa, vb, wb, mb * x, mb * y, -ma * x, -ma * y];
    },
    start: [-0.8, 0, 1.2, 0, 0, -1.6, 0, 2.4],
    points: 110,
    duration: 9,
  });
  const record = await read(csv("year,xA_AU,yA_AU,xB_AU,yB_AU", times, ...truth.slice(0, 4)));
  const found = adaptRecord(record, { draws: 2 });
  expect(found.check.verdict).toBe("conservative");
  const constant = (name: string) => found.law?.constants.find((one) => one.name === name)?.value;
  expect(constant("mass of xB over that of xA")).toBeCloseTo(mb / ma, 3);
  expect(constant("G M")).toBeCloseTo(mb, 1);
});

it("x_eci, y_eci and z_eci are the axes of one satellite", async () => {
  const { times, truth } = simulated({
    rates: ([x = 0, y = 0, z = 0, ...v]) => {
      const cube = Math.hypot(x, y, z) ** 3;
      return [...v, -398_600 * (x / cube), -398_600 * (y / cube), -398_600 * (z / cube)];
    },
    start: [6878, 0, 0, 0, 4.8, 6.1],
    points: 110,
    duration: 7200,
  });
  const heading = "sec_of_day,x_eci_km,y_eci_km,z_eci_km,vx_km_s,vy_km_s,vz_km_s";
  const found = adaptRecord(await read(csv(heading, times, ...truth)), { draws: 2 });
  expect([found.check.verdict, found.forces]).toEqual(["conservative", []]);
  expect(found.law?.constants.find(({ name }) => name === "G M")?.value).toBeCloseTo(398_600, -2);
});

it.each([
  ["dRA [arcsec],dDec [arcsec]", [0, 0]],
  ["delta RA [mas],delta Dec [mas]", [0, 0]],
  ["East [m],North [m]", [0, 0]],
  ["ax [px],ay [px],bx [px],by [px]", [0, 0, 1, 1]],
  ["xA [m],yA [m],xB [m],yB [m]", [0, 0, 1, 1]],
  ["cart [m],bob [m]", [0, 1]],
])("the axes of places in %s belong to the bodies %o", async (headings, bodies) => {
  const rows = Array.from({ length: 40 }, (_, i) =>
    [i / 10, ...bodies.map((_, c) => c + Math.sin(i / 5 + c + (c * i) / 9))].join(),
  );
  const record = await read([`t [s],${headings}`, ...rows].join("\n"), { cartesian: true });
  expect(
    bodiesOf(
      record,
      bodies.map(() => "length"),
    ),
  ).toEqual(bodies);
});
