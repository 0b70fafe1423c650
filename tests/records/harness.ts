import { expect } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { bytesSource, type ReadOptions, type Recording, readRecord } from "../../src/records/index.js";

/** Reads a record from the text of a file. */
export function readText(text: string, options: ReadOptions = {}, name = "motion.csv"): Promise<Recording> {
  return readRecord(bytesSource(name, new TextEncoder().encode(text)), options);
}

/** Expects a refusal in one line that names the file. */
export async function expectRefusal(reading: Promise<unknown>, message: RegExp): Promise<void> {
  const error = await reading.then(
    () => new Error("it was read"),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  expect((error as Error).message).toMatch(message);
  expect((error as Error).message).not.toMatch(/\n/);
}
