import { UserError } from "../../base/errors.js";
import { quote } from "../../base/text.js";
import type { CoordinateColumns, Search } from "./coordinate-columns.js";
import type { ColumnFacts } from "./facts.js";
import { sameSubject } from "./meaning.js";
import { suffixOf } from "./names.js";
import { ENOUGH, velocityScore } from "./score.js";

/**
 * Coordinates where only some have a partner: `pairs`, and `single`, columns that are coordinates by their names. Pairs of which none moves
 * give way to single ones that do. Where the record denies a velocity to one of a family such as x and y, all go without. Throws `UserError`
 * where one of a family has no partner at all.
 */
export function withoutPartial(
  { file, facts, time, witness }: Search,
  pairs: ReadonlyMap<number, CoordinateColumns>,
  single: readonly ColumnFacts[],
): { coordinates: readonly CoordinateColumns[]; notes: readonly string[] } {
  const of = (index: number) => facts[index] as ColumnFacts;
  const alone = (columns: readonly ColumnFacts[]) => columns.map(({ index }) => ({ position: index }));
  const paired = [...pairs.keys()].map(of);
  const moving = single.filter(moves);
  if (moving.length > 0 && !paired.some(moves))
    return {
      coordinates: alone(moving),
      notes: paired.map(({ column }) => `${column.name} does not move and is not used`),
    };
  const lonely = single.filter((column) => paired.some((other) => isSibling(column, other)));
  if (lonely.length === 0) return { coordinates: [...pairs.values()], notes: [] };
  const denied = lonely.map((q) =>
    facts.find(
      (u) =>
        u.meaning.kind === "velocity" &&
        sameSubject(q.meaning.subject, u.meaning.subject) === 1 &&
        velocityScore(q, u, time, witness) < ENOUGH,
    ),
  );
  const names = (columns: readonly ColumnFacts[]) => columns.map(({ column }) => column.name).join(", ");
  if (denied.every((column) => column !== undefined)) {
    const all = [...paired, ...lonely].sort((a, b) => a.index - b.index);
    return {
      coordinates: alone(all),
      notes: [`velocities are not used, since ${names(denied)} is not the rate of change of ${names(lonely)}`],
    };
  }
  const list = (columns: readonly ColumnFacts[]) => columns.map(({ column }) => column.name).join(",");
  throw new UserError(
    `${file}: ${lonely.map(({ column }) => quote(column.name)).join(", ")} without momentum or velocity beside coordinates that have one; take all as positions with option coordinates ${list([...paired, ...lonely])}, or leave it out with option coordinates ${list(paired)}`,
  );
}

const moves = ({ maximum, minimum, values }: ColumnFacts) => values.length < 3 || maximum > minimum;

/** Whether two coordinates belong to one family: x and y, theta1 and theta2, of the same track. */
function isSibling(a: ColumnFacts, b: ColumnFacts): boolean {
  if ((a.values.length > 2 && a.maximum === a.minimum) || (a.column.group ?? "") !== (b.column.group ?? ""))
    return false;
  const [stem, other] = [a, b].map(({ column }) => column.name.toLowerCase().replace(/_?\d+$/, "")) as [string, string];
  if (suffixOf(a.column.name) !== "" || suffixOf(b.column.name) !== "") return stem === other;
  return /^[xyz]$/.test(stem) && /^[xyz]$/.test(other);
}
