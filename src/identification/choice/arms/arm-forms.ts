import { realPower } from "../../../numerics/index.js";
import { SQUARED_SINE } from "../../law/spec.js";
import { pairsOf } from "../aimed-point.js";
import type { Candidate, TermChoice } from "../fitting/candidate.js";
import type { FormBuilder } from "../form-builder.js";

const candidate = (name: string, terms: readonly TermChoice[]): Candidate => ({ name, terms });

/** Angles whose kinetic energy depends on their differences: arms that hang from one another; their directions, or the angles of joints, each from the arm before it. */
export function chains(builder: FormBuilder): Candidate[] {
  const directions = Array.from({ length: builder.d }, (_, i) => builder.unit(i));
  const joints = directions.map((_, i) => directions.map((_, k) => (k <= i ? 1 : 0)));
  return [
    ...arms(builder, directions, ""),
    ...(builder.d === 2
      ? [
          ...arms(builder, joints, ", of joints"),
          spherical(builder, 0, 1),
          spherical(builder, 1, 0),
          rotary(builder, 1, 0),
          rotary(builder, 0, 1),
        ]
      : []),
  ];
}

/** The row or its negative: cosines of both are the same, and people write the one that begins with a plus. */
const upward = (row: readonly number[]): readonly number[] =>
  (row.find((value) => value !== 0) ?? 0) < 0 ? row.map((value) => 0 - value) : row;

/** Arms whose directions are these sums of the coordinates. */
function arms(builder: FormBuilder, directions: readonly (readonly number[])[], suffix: string): Candidate[] {
  const { d } = builder;
  const row = (i: number) => directions[i] as readonly number[];
  const first = builder.fixedMass(builder.square(row(0)), 1);
  const others = Array.from({ length: d - 1 }, (_, k) => builder.freeMass(builder.square(row(k + 1)), 0.5, 0.7));
  const couplings = (orders: number) =>
    pairsOf(d).map(([i, j]) =>
      builder.variableMass(
        builder.productOf(row(i), row(j)),
        upward(row(i).map((value, k) => value - (row(j)[k] as number))),
        { kind: "fourier", orders },
        Array.from({ length: 2 * orders }, (_, k) => 0.4 * realPower(0.3, k % orders)),
      ),
    );
  const weights = (orders: number) => directions.map((direction) => builder.fourier(direction, orders));
  return [1, 2].map((orders) => ({
    ...candidate(`chain ${orders}${suffix}`, [first, ...others, ...couplings(orders), ...weights(orders)]),
    late: suffix !== "",
  }));
}

/** An angle and the angle about an axis, whose mass depends on the first: a pendulum that swings every way. */
function spherical(builder: FormBuilder, polar: number, about: number): Candidate {
  const orders = 2;
  return candidate(`spherical ${polar + 1}`, [
    builder.fixedMass(builder.pattern(polar, polar), 1),
    builder.freeMass(builder.pattern(about, about), 0.5, 0.5),
    // sin^2 = (1 - cos 2 q) / 2.
    builder.variableMass(
      builder.pattern(about, about),
      builder.unit(polar),
      { kind: "fourier", orders },
      [0.5, 0.5, 0.3, 0.3],
      [0, 1, 0, 0],
    ),
    builder.fourier(builder.unit(polar), 1),
    builder.fourier(builder.unit(about), 1),
  ]);
}

/**
 * An arm that turns about the vertical and a pendulum that swings across it at its end (Furuta et al. 1992): what the pendulum adds to the arm's inertia goes with the square of its sine, and both are coupled by its cosine. With
 * alpha the angle of the pendulum and theta that of the arm, M = [[1 + s sin^2 alpha, c cos alpha], [c cos alpha, m]].
 */
function rotary(builder: FormBuilder, swinging: number, arm: number): Candidate {
  const alpha = builder.unit(swinging);
  const scale =
    (builder.record.spreads[builder.d + arm] as number) / (builder.record.spreads[builder.d + swinging] as number);
  return {
    ...candidate(`rotary ${swinging + 1}`, [
      builder.fixedMass(builder.pattern(arm, arm), 1),
      builder.freeMass(builder.pattern(swinging, swinging), scale ** 2, scale ** 2),
      builder.variableMass(builder.pattern(arm, arm), alpha, SQUARED_SINE, 0.5),
      builder.variableMass(builder.pattern(swinging, arm), alpha, { kind: "fourier", orders: 1 }, 0.5 * scale),
      builder.fourier(alpha, 1),
      builder.fourier(builder.unit(arm), 1),
    ]),
    late: true,
  };
}
