import type { CoordinateColumns } from "./coordinate-columns.js";
import type { ColumnFacts } from "./facts.js";

/** A radius that varies by less than this share is that of a rod. */
const RIGID = 0.05;

/**
 * Leaves out coordinates that others determine: of x, y and an angle (with or without a radius) of one body, the angle stays where the
 * radius is constant, else x and y.
 */
export function withoutDerived(
  { facts }: { readonly facts: readonly ColumnFacts[] },
  found: readonly CoordinateColumns[],
): { coordinates: readonly CoordinateColumns[]; notes: readonly string[] } {
  const factsOf = ({ position }: CoordinateColumns) => facts[position] as ColumnFacts;
  const drop = new Set<CoordinateColumns>();
  const notes: string[] = [];
  for (const group of new Set(found.map((c) => factsOf(c).column.group))) {
    const members = found.filter((c) => factsOf(c).column.group === group);
    const subject = (pattern: RegExp) => members.find((c) => pattern.test(factsOf(c).meaning.subject));
    const [x, y] = [subject(/^x$/), subject(/^y$/)];
    const angle = members.find((c) => factsOf(c).meaning.kind === "angle");
    if (x === undefined || y === undefined || angle === undefined) continue;
    const radius = facts.find(
      ({ column, meaning }) => column.group === group && /^(r|radius|length)$/.test(meaning.subject || column.name),
    );
    const rigid = isRigid(factsOf(x), factsOf(y), radius);
    if (!rigid && radius === undefined) continue;
    const left = rigid
      ? [x, y, ...members.filter((c) => factsOf(c) === radius)]
      : members.filter((c) => c === angle || factsOf(c) === radius);
    for (const c of left) drop.add(c);
    const names = (list: readonly CoordinateColumns[]) => list.map((c) => factsOf(c).column.name).join(", ");
    notes.push(`${names(left)} follow from ${names(members.filter((c) => !left.includes(c)))} and are not used`);
  }
  return { coordinates: found.filter((c) => !drop.has(c)), notes };
}

function isRigid(x: ColumnFacts, y: ColumnFacts, radius: ColumnFacts | undefined): boolean {
  const radii =
    radius === undefined
      ? Array.from(x.values, (value, i) => Math.hypot(value, y.values[i] as number))
      : [...radius.values];
  const known = radii.filter(Number.isFinite);
  const mean = known.reduce((sum, r) => sum + r, 0) / known.length;
  const variance = known.reduce((sum, r) => sum + (r - mean) ** 2, 0) / known.length;
  return known.length > 4 && Math.sqrt(variance) < RIGID * Math.abs(mean);
}
