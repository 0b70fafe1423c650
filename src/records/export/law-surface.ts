import { add, div, mul, type Operand, sqrt, sub, type Tensor } from "../../graph/index.js";
import type { TermSpec } from "../../identification/index.js";
import { tensorDot } from "./law-basis.js";

type KnownSurface = NonNullable<Extract<TermSpec, { kind: "friction" }>["surface"]>;
type Surface = Pick<Extract<TermSpec, { kind: "surface" }>, "at" | "profile">;

/** A body on a surface, see `surfaceTerm`: its coordinates less the axis, c with its slope, what the force is of them, and the potential energy. */
export function surfaceTensors({ at, profile }: Surface, theta: Float64Array, q: readonly Tensor[]) {
  const [k, w, ...axis] = theta as unknown as [number, number, number, number];
  const x = at.map((c, i) => sub(q[c] as Tensor, axis[i] as number));
  const s = tensorDot(x, x);
  if (profile === "paraboloid")
    return { x, c: k as Operand, slope: 0 as Operand, force: w as Operand, energy: mul(w / 2, s) };
  const left = sub(1, mul(k, s));
  const c = div(k, left);
  const root = sqrt(left);
  return { x, c, slope: mul(c, c), force: div(w, root), energy: mul(w, div(s, add(1, root))) };
}

/** Adds c x x^T to the mass matrix [n][n]. */
export function addSurfaceMass(mass: Operand[], q: readonly Tensor[], spec: Surface, theta: Float64Array): void {
  const { x, c } = surfaceTensors(spec, theta, q);
  spec.at.forEach((i, k) => {
    spec.at.forEach((j, l) => {
      const place = i * q.length + j;
      mass[place] = add(mass[place] as Operand, mul(c, mul(x[k] as Tensor, x[l] as Tensor)));
    });
  });
}

/** What friction along a known surface is in proportion to, by coordinate: v + c (x.v) x. */
export function surfaceFrictionTensors(known: KnownSurface, q: readonly Tensor[], v: readonly Tensor[]): Tensor[] {
  const { x, c } = surfaceTensors(known, Float64Array.of(known.k, 0, ...known.axis), q);
  const own = known.at.map((i) => v[i] as Tensor);
  const bend = mul(c, tensorDot(x, own));
  return own.map((part, k) => add(part, mul(bend, x[k] as Tensor)));
}
