import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { randomStream } from "../../src/base/random.js";
import { add, cos, div, fill, input, log, mul, square, sub, type Tensor } from "../../src/graph/index.js";
import {
  defineSystem,
  integrate,
  massSpring,
  nodeComponents,
  registerSystem,
  type SystemInput,
  sameDefinition,
  sampleTrajectory,
  systemNamed,
  twoBody,
} from "../../src/mechanics/index.js";

const spring: SystemInput<"mass" | "stiffness"> = {
  name: "my-spring",
  coordinates: ["x"],
  constants: { mass: 2, stiffness: 3 },
  hamiltonian: ([x], [p], { mass, stiffness }) =>
    add(div(square(p as Tensor), 2 * mass), mul(stiffness / 2, square(x as Tensor))),
  initialState: { x: [-1, 1], p_x: 0.5 },
};
const system = defineSystem(spring);

describe("a definition of the least that is needed", () => {
  it("gets names, places, span and the slots without a coordinate", () => {
    expect(system).toMatchObject({ title: "My spring", bodies: 1, dimension: 1, samples: 100, duration: 10 });
    expect(nodeComponents(system).map(({ name, surplus }) => [name, surplus])).toEqual([
      ["x", false],
      ["surplus_2", true],
      ["p_x", false],
      ["p_surplus_2", true],
    ]);
  });

  it("gets the reach that its motions need", () => {
    // Amplitude and largest momentum of the motion that starts at x = 1, p = 0.5 with m = 2, k = 3.
    const amplitude = Math.sqrt(1 + 0.25 / 6);
    for (const [i, largest] of [amplitude, amplitude * Math.sqrt(6)].entries()) {
      expect(system.box[i]).toBeGreaterThan(0.98 * largest);
      expect(system.box[i]).toBeLessThan(1.06 * largest);
    }
  });

  it("gets the spread of its energies as their scale", () => {
    // From p^2 / 2m alone to that and k / 2 at x = 1.
    expect(system.energyScale).toBeGreaterThan(0.9 * 1.5);
    expect(system.energyScale).toBeLessThanOrEqual(1.5);
  });

  it("draws every component from its interval", () => {
    for (let i = 0; i < 50; i++) {
      const [x, p] = system.initialState(randomStream(1, i));
      expect(Math.abs(x as number)).toBeLessThanOrEqual(1);
      expect(p).toBe(0.5);
    }
  });

  it("moves as it should", () => {
    const [x, p] = integrate(system, Float64Array.of(1, 0), [0, 2]).subarray(2);
    const w = Math.sqrt(1.5);
    expect(x).toBeCloseTo(Math.cos(2 * w), 10);
    expect(p).toBeCloseTo(-2 * w * Math.sin(2 * w), 10);
    expect(sampleTrajectory(system, randomStream(2)).energyError).toBeLessThan(1e-9);
  });

  it("is the same system every time, also where it was estimated", () => {
    expect(defineSystem(spring).box).toEqual(system.box);
  });
});

describe("several coordinates", () => {
  const many = (coordinates: string[], bodies?: number) =>
    defineSystem({
      name: "many",
      coordinates,
      ...(bodies === undefined ? {} : { bodies }),
      hamiltonian: (q, p) => [...q, ...p].map(square).reduce((sum, term) => add(sum, term)),
      initialState: (random) => [...coordinates, ...coordinates].map(() => random.between(-1, 1)),
    });

  it("are divided between the bodies in order", () => {
    const places = (name: string[], bodies?: number) => many(name, bodies).coordinates.map((c) => [c.body, c.slot]);
    expect(places(["a", "b"])).toEqual([
      [0, 0],
      [0, 1],
    ]);
    expect(places(["a", "b"], 2)).toEqual([
      [0, 0],
      [1, 0],
    ]);
    expect(places(["a", "b", "c", "d"], 2)).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
    expect(() => many(["a", "b", "c"])).toThrow(/how its 3 coordinates are divided/);
    expect(() => many(["a", "b", "c"], 2)).toThrow(/cannot be divided between 2 bodies/);
  });
});

describe("what is wrong with a definition comes out at once", () => {
  const refuse = (changes: object) => () => defineSystem({ ...spring, ...changes } as typeof spring);

  it.each([
    [{ hamiltonian: ([x]: number[], [p]: number[]) => (x as number) * (p as number) }, /must return a tensor.*got NaN/],
    [
      {
        hamiltonian: ([x]: Tensor[], [p]: Tensor[]) =>
          add(x as Tensor, (p as never as number) * (p as never as number)),
      },
      /energy NaN, .*; operators such as \* do not work on tensors$/,
    ],
    [{ hamiltonian: () => undefined }, /must return a tensor.*got undefined/],
    [{ hamiltonian: ([x]: Tensor[]) => mul(x as Tensor, fill(1, [3])) }, /Hamiltonian is not a scalar/],
    [{ hamiltonian: ([x]: Tensor[]) => mul(x as Tensor, input("z", [])) }, /other than its coordinates/],
    [{ hamiltonian: (q: Tensor[]) => (q[3] as Tensor).shape }, /its Hamiltonian fails: Cannot read/],
    [{ hamiltonian: undefined }, /no function hamiltonian/],
    [{ hamiltonian: ([x]: Tensor[]) => log(sub(x as Tensor, 5)) }, /not finite at the initial state \[/],
    [{ initialState: undefined }, /no initialState: .*x, p_x/],
    [{ initialState: { x: [-1, 1] } }, /must give p_x a number or an interval/],
    [{ initialState: { x: [-1, 1], p_x: 0, y: 1 } }, /names "y"; it has x, p_x/],
    [{ initialState: () => [1] }, /must be 2 finite numbers, got \[1\]/],
    [{ coordinates: [] }, /no coordinates/],
    [{ energyScale: Number.NaN }, /energyScale/],
    [{ duration: -1 }, /duration/],
    [{ name: "My Spring" }, /lower-case/],
    // Falls into the centre.
    [
      { hamiltonian: ([x]: Tensor[], [p]: Tensor[]) => sub(square(p as Tensor), div(1, square(x as Tensor))) },
      /of 100 motions .* last 10 s/,
    ],
  ])("%#", (changes, message) => {
    expect(refuse(changes)).toThrow(message);
    expect(refuse(changes)).toThrow(UserError);
  });
});

describe("other constants", () => {
  it("widen the box to what motions then need, and never narrow a declared one", () => {
    const stiff = massSpring.withConstants({ stiffness: 4 });
    expect(stiff.box[0]).toBeCloseTo(1.05, 1);
    expect(stiff.box[1]).toBeGreaterThan(1.9);
    expect(sampleTrajectory(stiff, randomStream(1)).redraws).toBe(0);
    const soft = massSpring.withConstants({ stiffness: 0.25 });
    expect(soft.box[1]).toBe(massSpring.box[1]);
    expect(stiff.withConstants({ stiffness: 1 }).box).toEqual(massSpring.box);
  });

  it("take a box that is known already", () => {
    const box = Float64Array.of(7, 8);
    expect(massSpring.withConstants({ stiffness: 4 }, { box }).box).toBe(box);
  });

  it("must be constants of the system, and numbers", () => {
    expect(() => system.withConstants({ toString: 1 })).toThrow(/no constant "toString"; it has mass, stiffness/);
    expect(() => system.withConstants({ mass: Number.NaN })).toThrow(/constant "mass" must be finite/);
  });

  it("leave the definition the same", () => {
    expect(sameDefinition(massSpring, massSpring.withConstants({ mass: 3 }))).toBe(true);
    expect(sameDefinition(massSpring, twoBody)).toBe(false);
    expect(sameDefinition(system, defineSystem(spring))).toBe(false);
  });
});

describe("registering", () => {
  it("makes a system known by its name, once", () => {
    const mine = defineSystem({ ...spring, name: "registered-spring" });
    registerSystem(mine);
    registerSystem(mine);
    expect(systemNamed("registered-spring")).toBe(mine);
    expect(() => registerSystem(defineSystem({ ...spring, name: "registered-spring" }))).toThrow(/already a system/);
    expect(() => registerSystem(defineSystem({ ...spring, name: "pendulum" }))).toThrow(/already a system "pendulum"/);
    expect(() => registerSystem(defineSystem({ ...spring, name: "n-body-9" }))).toThrow(/already a system/);
  });
});

it("an angle needs no bound of its own", () => {
  const rotor = defineSystem({
    name: "rotor",
    coordinates: [{ name: "phi", unit: "rad", reach: 100 }],
    hamiltonian: ([phi], [l]) => sub(square(l as Tensor), cos(phi as Tensor)),
    initialState: { phi: [-3, 3], p_phi: [1, 2] },
  });
  expect(rotor.box[0]).toBe(100);
  expect(rotor.box[1]).toBeLessThan(3);
});
