import { describe, expect, it } from "vitest";
import {
  fromNodes,
  nodeComponents,
  readNodes,
  systemNamed,
  systems,
  toNodes,
  writeNodes,
} from "../../src/mechanics/index.js";
import fc from "../property.js";

describe("toNodes and fromNodes", () => {
  it("put each coordinate beside its momentum and 0 where there is none", () => {
    expect([...toNodes(systemNamed("pendulum"), Float64Array.of(1, 2, 3, 4))]).toEqual([1, 0, 2, 0, 3, 0, 4, 0]);
    expect([...toNodes(systemNamed("double-pendulum"), Float64Array.of(1, 2, 3, 4))]).toEqual([1, 0, 3, 0, 2, 0, 4, 0]);
    expect([...toNodes(systemNamed("magnetic-mirror"), Float64Array.of(1, 2, 3, 4))]).toEqual([1, 2, 3, 4]);
    expect([...toNodes(systemNamed("two-body"), Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8))]).toEqual([
      1, 2, 5, 6, 3, 4, 7, 8,
    ]);
  });

  it("are inverse to each other", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...systems).chain((system) =>
          fc.integer({ min: 0, max: 5 }).chain((count) =>
            fc.tuple(
              fc.constant(system),
              fc.array(fc.double(), {
                minLength: count * 2 * system.dimension,
                maxLength: count * 2 * system.dimension,
              }),
            ),
          ),
        ),
        ([system, values]) => {
          const own = Float64Array.from(values);
          const nodes = toNodes(system, own);
          expect(nodes.length * 2 * system.dimension).toBe(own.length * 4 * system.bodies);
          expect(fromNodes(system, nodes)).toEqual(own);
        },
      ),
    );
  });

  it("refuse lengths that are not whole states", () => {
    expect(() => toNodes(systemNamed("two-body"), new Float64Array(9))).toThrow(
      /9 numbers are not a whole number of states of 8/,
    );
    expect(() => fromNodes(systemNamed("two-body"), new Float64Array(12))).toThrow(/12 numbers/);
  });
});

describe("writeNodes and readNodes", () => {
  it("keep bodies a stride apart", () => {
    const system = systemNamed("double-pendulum");
    const nodes = new Float32Array(20).fill(9);
    writeNodes(system, Float64Array.of(0, 1, 2, 3, 4), 1, nodes, 2, 10);
    expect([...nodes]).toEqual([9, 9, 1, 0, 3, 0, 9, 9, 9, 9, 9, 9, 2, 0, 4, 0, 9, 9, 9, 9]);
    const own = new Float64Array(5);
    readNodes(system, nodes, 2, own, 1, 10);
    expect([...own]).toEqual([0, 1, 2, 3, 4]);
  });
});

describe("nodeComponents", () => {
  it("names every component in node order", () => {
    expect(
      nodeComponents(systemNamed("pendulum")).map(({ name, unit, kind, surplus, conjugate, own }) => [
        name,
        unit,
        kind,
        surplus,
        conjugate,
        own,
      ]),
    ).toEqual([
      ["theta", "rad", "position", false, 2, 0],
      ["r", "m", "position", true, 3, undefined],
      ["p_theta", "kg m^2/s", "momentum", false, 0, 1],
      ["p_r", "kg m/s", "momentum", true, 1, undefined],
    ]);
    expect(
      nodeComponents(systemNamed("three-body"))
        .map(({ name }) => name)
        .slice(4, 8),
    ).toEqual(["x_2", "y_2", "p_x_2", "p_y_2"]);
  });

  it.each(systems)("agrees with the layout of $name", (system) => {
    const own = Float64Array.from({ length: 2 * system.dimension }, (_, i) => i + 1);
    const nodes = toNodes(system, own);
    const components = nodeComponents(system);
    expect(components.length).toBe(4 * system.bodies);
    components.forEach((component, i) => {
      expect(nodes[i]).toBe(component.own === undefined ? 0 : component.own + 1);
      expect(component.surplus).toBe(component.own === undefined);
      expect(components[component.conjugate]?.conjugate).toBe(i);
      expect(components[component.conjugate]?.kind).not.toBe(component.kind);
      expect([component.body, component.slot]).toEqual([Math.floor(i / 4), i % 2]);
    });
  });
});
