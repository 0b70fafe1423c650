import { describe, expect, test } from "vitest";
import { enginePreferences } from "../../lab/compute/ladder.js";
import { fromQuery, toQuery } from "../../lab/page/address.js";
import { initialState, type LabState, methodIds, parts } from "../../lab/page/state.js";
import fc from "../property.js";

/** Five significant digits, as addresses carry them. */
const component = fc
  .double({ min: -100, max: 100, noNaN: true })
  .map((value) => Number(value.toPrecision(5)))
  .map((value) => (value === 0 ? 0 : value));

const states: fc.Arbitrary<LabState> = fc.record({
  part: fc.constantFrom(...parts),
  system: fc.oneof(
    fc.constantFrom("pendulum", "two-body").map((name) => ({ kind: "named" as const, name })),
    fc.record({
      kind: fc.constant("named" as const),
      name: fc.constantFrom("pendulum", "kepler"),
      constants: fc.dictionary(fc.constantFrom("mass", "length"), component, { minKeys: 1, noNullPrototype: true }),
    }),
    fc.record({
      kind: fc.constant("written" as const),
      formula: fc.constantFrom("p^2/2 + q^4", "p^2/(2*m) & = ? # %", "p + λ"),
      constants: fc.dictionary(fc.constantFrom("m", "g", "l"), component, { noNullPrototype: true }),
      duration: fc.integer({ min: 1, max: 100 }),
    }),
  ),
  seed: fc.nat(),
  motion: fc.nat(1e6),
  initial: fc.option(fc.array(component, { minLength: 2, maxLength: 12 }), { nil: undefined }),
  points: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.array(fc.nat(199), { minLength: 1, maxLength: 20 })),
  noise: fc.double({ min: 0, max: 0.5, noNaN: true }).map((value) => (value === 0 ? 0 : value)),
  step: fc.nat(100),
  rate: fc.double({ min: 0.001, max: 10, noNaN: true }),
  methods: fc.subarray([...methodIds], { minLength: 1 }),
  network: fc.constantFrom("auto", "two-body", "kept:3"),
  coordinate: fc.nat(5),
  plane: fc.option(fc.tuple(fc.nat(11), fc.nat(11)), { nil: undefined }),
  lawMethod: fc.constantFrom(...methodIds),
  engine: fc.constantFrom(...enginePreferences),
});

describe("the page's address", () => {
  test("gives back the state that it was made of", () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(fromQuery(toQuery(state))).toEqual(state);
      }),
    );
  });

  test("is empty for the first state", () => {
    expect(toQuery(initialState)).toBe("");
    expect(fromQuery("")).toEqual(initialState);
  });

  test("no query is more than ignored", () => {
    fc.assert(
      fc.property(
        fc.webQueryParameters(),
        fc.constantFrom("part", "k", "from", "points", "rate", "plane", "seed", "methods", "duration", "engine"),
        fc.string(),
        (query, key, value) => {
          const state = fromQuery(`${query}&${key}=${encodeURIComponent(value)}`);
          expect(parts).toContain(state.part);
          expect(state.rate > 0 && state.rate <= 10).toBe(true);
          expect(state.methods.length).toBeGreaterThan(0);
          expect(typeof state.points === "number" ? state.points >= 1 : state.points.length >= 1).toBe(true);
        },
      ),
    );
  });
});
