import { createHash } from "node:crypto";

/** JSON with the keys of every object in order and no blanks: equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  );
}

/** Hexadecimal digits of an id: among 10,000 runs the chance that two coincide is 2e-7, and they would be refused. */
const ID_LENGTH = 12;

/** The id of a run: the beginning of the SHA-256 of its task's name and of everything that decides its numbers. */
export function runId(task: string, identity: unknown): string {
  return createHash("sha256").update(canonicalJson({ task, identity })).digest("hex").slice(0, ID_LENGTH);
}
