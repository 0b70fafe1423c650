import type { Argument } from "./library.js";
import type { Part } from "./part.js";

/**
 * Springs with a rest length r0, k (r - r0)^2 / 2, as pairs of shapes of a distance: r with r^2, and r with a parabola about a point, which holds a weight as well; `centred`, both about a point that is
 * known about. A search that goes on from the best single shapes may miss them, since over a short way two other powers of r do nearly as well; and k r and k r0 are as many times larger than the force
 * that is left of them as r is than what it changes by, so that their amplitudes are believed to be as much larger. None of what is no distance: there a spring has a centre.
 */
export function springPairs(
  library: readonly Part[],
  { distance: { size, variation } }: Argument,
  centred: boolean,
): (readonly [Part, Part])[] {
  const called = (name: RegExp) => library.find((part) => name.test(part.name));
  const [linear, square] = [called(/^power 1( of |$)/), called(/^power 2( of |$)/)];
  const about = called(/^power 2 about a centre( of |$)/);
  if (linear?.spec.kind !== "shape" || linear.spec.groups.some((rows) => rows.length < 2)) return [];
  const loose = (part: Part): Part => ({
    ...part,
    deviation: part.deviation.map((own, k) => (k === 0 && variation > 0 ? (own * size) / variation : own)),
  });
  if (!centred)
    return [square, about].flatMap((other) => (other === undefined ? [] : [[loose(linear), loose(other)] as const]));
  const first = about === undefined ? undefined : linearOf(about);
  return about === undefined || first === undefined ? [] : [[loose(first), loose(about)]];
}

/** A parabola about a centre as the distance from it. */
function linearOf(part: Part): Part | undefined {
  const { spec } = part;
  if (spec.kind !== "shape" || spec.shape.kind !== "power") return undefined;
  return {
    ...part,
    name: part.name.replace("power 2", "power 1"),
    spec: { ...spec, shape: { ...spec.shape, exponent: 1 } },
  };
}
