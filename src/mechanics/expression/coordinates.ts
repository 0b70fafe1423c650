import { UserError } from "../../base/errors.js";

/** A generalised position and its conjugate momentum, by their names in a formula. */
export interface ConjugatePair {
  readonly position: string;
  readonly momentum: string;
}

/** What the names of a formula stand for. */
export interface Roles {
  readonly pairs: readonly ConjugatePair[];
  /** All other names, in the order of the formula. */
  readonly constants: readonly string[];
}

/** Positions that need not occur in a formula to be the partner of a momentum: a free particle has H = p^2 / 2. */
const usualPositions = /^(q|q\d+|[xyz]\d*|r|theta\d*|phi\d*)$/;

/**
 * Tells coordinates from constants by custom: `p` is the momentum of `q` (or of `x`), `p1` of `q1`, `px` and `p_x` of `x`,
 * `p_theta` of `theta`. Throws `UserError` where there is no momentum at all, or a `q` without one.
 */
export function rolesOf(names: readonly string[]): Roles {
  const pairs = names.flatMap((momentum) => {
    const position = positionOf(momentum, names);
    return position === undefined ? [] : [{ position, momentum }];
  });
  if (pairs.length === 0)
    throw new UserError("the formula has no momentum: write p with q, p1 with q1, px with x, or p_theta with theta");
  const taken = new Set(pairs.flatMap(({ position, momentum }) => [position, momentum]));
  const alone = names.find((name) => /^q\d*$/.test(name) && !taken.has(name));
  if (alone !== undefined)
    throw new UserError(`${alone} has no momentum: ${alone.replace("q", "p")} does not occur in the formula`);
  const byPosition = [...pairs].sort((a, b) => order(a.position) - order(b.position));
  return { pairs: byPosition, constants: names.filter((name) => !taken.has(name) && name !== "pi") };
}

/** q1 before q2, x1 and y1 before x2; else as written. */
const order = (name: string) => Number(/\d+$/.exec(name)?.[0] ?? 0);

function positionOf(momentum: string, names: readonly string[]): string | undefined {
  const rest = /^p_?(.*)$/u.exec(momentum)?.[1];
  if (rest === undefined) return undefined;
  const candidates = rest === "" ? ["q", "x"] : /^\d+$/.test(rest) ? [`q${rest}`, `x${rest}`] : [rest];
  return candidates.find((name) => names.includes(name)) ?? candidates.find((name) => usualPositions.test(name));
}
