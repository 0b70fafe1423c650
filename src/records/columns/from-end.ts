import { columnsOf } from "./coordinate-columns.js";
import type { ColumnFacts } from "./facts.js";
import type { ColumnRoles } from "./roles.js";

/**
 * The columns under the names of a heading that has fewer names than columns, where the record shows that it means the last ones:
 * the columns were understood without it, all that move stand under a name, and times and runs do not.
 */
export function namedFromEnd(facts: readonly ColumnFacts[], roles: ColumnRoles): readonly ColumnFacts[] | undefined {
  const isNamed = (index: number | undefined) => index !== undefined && facts[index]?.column.nameFromEnd !== undefined;
  const moving = [...roles.coordinates.flatMap(columnsOf), ...roles.inputs].filter((index) => index !== undefined);
  if (!moving.every(isNamed) || isNamed(roles.time) || isNamed(roles.id)) return undefined;
  return facts.map((fact) => {
    const { nameFromEnd, ...column } = fact.column;
    return nameFromEnd === undefined ? fact : { ...fact, column: { ...column, name: nameFromEnd } };
  });
}
