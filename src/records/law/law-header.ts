import { z } from "zod";

// The description of a law in the file of a model. Loaded when such a file is read: reading a record needs none of it.

const numbers = z.array(z.number());
const fourier = z.object({ kind: z.literal("fourier"), orders: z.int().positive().max(64) });
const powers = z.object({
  kind: z.literal("powers"),
  origin: z.number(),
  unit: z.number(),
  count: z.int().positive().max(16),
});
const basis = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("chebyshev"), low: z.number(), high: z.number(), count: z.int().positive().max(64) }),
  z.object({
    kind: z.literal("log-chebyshev"),
    low: z.number().positive(),
    high: z.number(),
    count: z.int().positive().max(64),
  }),
  fourier,
  powers,
  z.object({ kind: z.literal("constant") }),
  z.object({ kind: z.literal("linear") }),
  z.object({
    kind: z.literal("sum"),
    constant: z.number(),
    of: z.discriminatedUnion("kind", [fourier, powers]),
    weights: numbers,
  }),
]);
const feature = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("linear"), coefficients: numbers }),
  z.object({ kind: z.literal("distance"), components: z.array(numbers), origin: numbers }),
]);
const surface = {
  at: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
  profile: z.enum(["sphere", "paraboloid"]),
};
const term = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("kinetic"), pattern: numbers, feature, basis: basis.optional(), constant: z.number() }),
  z.object({ kind: z.literal("potential"), feature, basis }),
  z.object({ kind: z.literal("beyond"), feature, low: z.number(), high: z.number() }),
  z.object({
    kind: z.literal("product"),
    factors: z.array(z.object({ coordinate: z.int().nonnegative(), basis })),
    products: z.array(z.array(z.int().min(-1))),
    scales: numbers,
  }),
  z.object({
    kind: z.literal("friction"),
    directions: z.array(numbers),
    law: z.enum(["dry", "viscous", "quadratic", "cubic"]),
    smoothing: z.number(),
    surface: z.object({ ...surface, k: z.number(), axis: z.tuple([z.number(), z.number()]) }).optional(),
  }),
  z.object({ kind: z.literal("place-friction"), direction: numbers, feature, basis }),
  z.object({ kind: z.literal("oblate"), unit: z.number().positive() }),
  z.object({ kind: z.literal("surface"), ...surface }),
  z.object({ kind: z.literal("gyroscopic"), first: numbers, second: numbers, lift: z.boolean().optional() }),
  z.object({
    kind: z.literal("harmonic"),
    direction: numbers,
    origin: z.number(),
    factor: z.object({ kind: z.enum(["place", "sine", "cosine", "velocity"]), origin: z.number() }).optional(),
  }),
  z.object({ kind: z.literal("time"), direction: numbers, knots: numbers }),
  z.object({
    kind: z.literal("input"),
    direction: numbers,
    inputs: z.array(z.int().nonnegative()),
    squared: z.enum(["plain", "place", "hoop"]).optional(),
  }),
]);
const estimate = z.object({ value: z.number(), deviation: z.number() });

/** What of a law is no tensor. */
export const lawHeader = z.object({
  terms: z.array(term),
  tick: z.number().positive(),
  looseness: z.number().nonnegative(),
  inputs: z.int().nonnegative(),
  active: z.array(z.int().nonnegative()),
  energyScale: z.number(),
  /** Whether the states have canonical momenta. */
  momenta: z.boolean().optional(),
  draws: z.int().nonnegative(),
  /** Terms of other laws that the record leaves possible, and by draw which of them it is of; -1 for the law itself. */
  others: z.array(z.array(term)).optional(),
  drawnFrom: z.array(z.int().min(-1)).optional(),
  velocities: z.object({
    kind: z.enum(["none", "measured", "derived"]),
    model: z.object({
      momenta: z.boolean().optional(),
      factors: z.array(z.int()),
      count: z.int().nonnegative(),
      lag: z.boolean(),
      smoothing: z.number().optional(),
    }),
    filters: z.array(z.object({ reach: z.int(), weights: numbers, residual: z.number(), rows: z.int() })).optional(),
    factors: z.array(estimate),
    lag: estimate,
    smoothed: estimate,
  }),
});

export type LawHeader = z.infer<typeof lawHeader>;
export type LawTerm = z.infer<typeof term>;
