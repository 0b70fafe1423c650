import { z } from "zod";
import type { UserError } from "../base/errors.js";
import { lawHeader } from "./law/law-header.js";

// Loaded when the file of a model is read: reading a record needs none of it.

const quantity = z.object({ name: z.string(), unit: z.string() });
const coordinate = z.object({
  body: z.int().nonnegative(),
  slot: z.union([z.literal(0), z.literal(1)]),
  position: quantity,
  momentum: quantity,
});
const header = z.object({
  space: z.object({
    bodies: z.int().positive(),
    dimension: z.int().positive(),
    coordinates: z.array(coordinate),
    surplus: z.array(coordinate),
  }),
  time: quantity,
  tick: z.number().positive(),
  terms: z.array(z.object({ components: z.array(z.int().nonnegative()), variance: z.number() })),
  draws: z.int().nonnegative(),
  ends: z.array(z.object({ id: z.string(), time: z.number(), inputs: z.array(z.number()).optional() })),
  /** Measured inputs that a law needs. */
  inputs: z
    .array(quantity.extend({ held: z.boolean().optional(), rateOf: z.int().nonnegative().optional() }))
    .optional(),
  /** Units of the record's file, where they are others. */
  fileUnits: z.array(z.object({ unit: z.string(), factor: z.number().positive() })).optional(),
  /** For an energy of the structured process: the seed of its draws. */
  structured: z.object({ seed: z.int() }).optional(),
  /** Whether the model does not explain its record. */
  undetermined: z.boolean().optional(),
  /** For a law: all that is no tensor. */
  law: lawHeader.optional(),
});

/** What of a saved model is no tensor. */
export type ModelHeader = z.infer<typeof header>;

/** The description of a model; throws what `fail` makes of a problem. */
export function parseHeader(text: string, fail: (problem: string) => UserError): ModelHeader {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw fail("its description is not JSON");
  }
  const { data, error } = header.safeParse(value);
  if (data === undefined) throw fail(`its description is wrong at ${error.issues[0]?.path.join(".")}`);
  return data;
}
