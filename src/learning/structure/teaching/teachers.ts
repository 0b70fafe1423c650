import type { LogNormal } from "../../gaussian/log-normal.js";
import type { Hyperprior, RolePrior, Teacher } from "../hyperprior.js";
import { wideHyperprior } from "../hyperprior.js";
import type { Role } from "../term.js";
import taught from "./taught.json" with { type: "json" };

/** A belief as it is stored: mean and deviation of the logarithms of deviation and length, by role. */
type Stored = Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;

/**
 * What the other systems of the paper and random laws taught, for a test on `heldOut`: nothing that was learned from that system
 * is in it. Without a name, what all of them taught. Made by `scripts/learning/teach-structure.mjs`.
 */
export function teachersFor(heldOut?: string): { teachers: Teacher[]; pooled: Hyperprior } {
  const pooled: Readonly<Record<string, Stored>> = taught.pooled;
  const all: readonly { name: string; system?: string; roles: Stored }[] = taught.teachers;
  return {
    teachers: all
      .filter(({ system }) => system === undefined || system !== heldOut)
      .map(({ name, roles }) => ({ name, ...hyperpriorOf(roles) })),
    pooled: hyperpriorOf(pooled[heldOut ?? ""] ?? (pooled[""] as Stored)),
  };
}

function hyperpriorOf(stored: Stored): Hyperprior {
  const normal = ([mean, deviation]: readonly number[]): LogNormal => ({
    mean: mean as number,
    deviation: deviation as number,
  });
  const roles = Object.entries(stored).map(([role, beliefs]): [Role, RolePrior] => [
    role as Role,
    { deviation: normal(beliefs.deviation as readonly number[]), length: normal(beliefs.length as readonly number[]) },
  ]);
  return { ...wideHyperprior, roles: Object.fromEntries(roles) };
}
