import type { Random } from "../../base/random.js";
import { add, cos, div, mul, sin, sub, type Tensor } from "../../graph/index.js";
import type { DrawnLaw } from "./forces.js";
import { coin } from "./potentials.js";

/** How far the slope of a bent coordinate may be from 1. */
const LARGEST_BEND = 0.6;

/**
 * The same law in other canonical coordinates, a third of the time: point transformations q = f(Q), p = (df/dQ)^-T P
 * (Goldstein, section 9.1). Bent coordinates give masses that depend on position, mixed ones masses that couple. Isolated bodies
 * keep theirs, and their centre of mass its rest.
 */
export function drawCoordinates(random: Random, law: DrawnLaw): DrawnLaw {
  if (law.isolated || !coin(random, 1 / 3)) return law;
  const count = law.bodies * law.axes;
  const mixed = count > 1 && coin(random) ? mix(random, count) : undefined;
  const bent = mixed === undefined || coin(random) ? bend(random, count) : undefined;
  return {
    ...law,
    hamiltonian: (q, p) => {
      const [q1, p1] = mixed?.(q, p) ?? [q, p];
      const [q2, p2] = bent?.(q1, p1) ?? [q1, p1];
      return law.hamiltonian(q2, p2);
    },
  };
}

/** New positions and momenta to old ones. */
type Transformation = (q: readonly Tensor[], p: readonly Tensor[]) => [Tensor[], Tensor[]];

/** q = Q + (c / k) sin(k Q + phase), p = P / (1 + c cos(k Q + phase)), for every coordinate by itself. */
function bend(random: Random, count: number): Transformation {
  const bends = Array.from({ length: count }, () => ({
    c: random.between(-LARGEST_BEND, LARGEST_BEND),
    k: random.between(0.5, 2),
    phase: random.between(0, 2 * Math.PI),
  }));
  return (q, p) => {
    const angles = q.map((x, i) => add(mul(bends[i]?.k as number, x), bends[i]?.phase as number));
    return [
      q.map((x, i) => add(x, mul((bends[i]?.c as number) / (bends[i]?.k as number), sin(angles[i] as Tensor)))),
      p.map((x, i) => div(x, add(1, mul(bends[i]?.c as number, cos(angles[i] as Tensor))))),
    ];
  };
}

/** q_a = Q_a + m Q_b, p_b = P_b - m P_a for two coordinates. */
function mix(random: Random, count: number): Transformation {
  const [a, b] = random.choose(count, 2) as [number, number];
  const m = random.between(-1, 1);
  return (q, p) => [
    q.map((x, i) => (i === a ? add(x, mul(m, q[b] as Tensor)) : x)),
    p.map((x, i) => (i === b ? sub(x, mul(m, p[a] as Tensor)) : x)),
  ];
}
