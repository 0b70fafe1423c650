import type { z } from "zod";
import { UserError } from "../base/errors.js";

/** Checks a value from outside by a schema; a `UserError` names every wrong key, its value and what was expected. */
export function parseWith<T>(schema: z.ZodType<T>, value: unknown, source: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const found = issue.path.reduce<unknown>(
      (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
      value,
    );
    const where = issue.path.join(".") || "(top level)";
    return `${where}${issue.path.length > 0 ? ` = ${JSON.stringify(found)}` : ""}: ${issue.message}`;
  });
  throw new UserError(`${source}: ${problems.join("; ")}`);
}
