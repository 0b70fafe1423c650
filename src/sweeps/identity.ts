import { createHash } from "node:crypto";
import { canonicalJson } from "../base/keys.js";

/** Hexadecimal digits of an id: among 10,000 runs the chance that two coincide is 2e-7, and they would be refused. */
const ID_LENGTH = 12;

/** The id of a run: the beginning of the SHA-256 of its task's name and of everything that decides its numbers. */
export function runId(task: string, identity: unknown): string {
  return createHash("sha256").update(canonicalJson({ task, identity })).digest("hex").slice(0, ID_LENGTH);
}
