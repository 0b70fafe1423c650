import type { ShapeSpec } from "../law/shape.js";
import { type Argument, shapesOf } from "./library.js";
import { type Part, RARE_COST } from "./part.js";

/** Amplitudes are believed to be of the size of the forces, centres of the record, within such factors; a force that only pushes beyond a point is met there alone. */
const [AMPLITUDE, STEEPER, CENTRE] = [2, 5, 3];
/** Where a search for the point begins, in spreads from the mean; rounding of an edge, in spreads. */
const [POINTS, ROUND] = [[-1, -0.5, 0, 0.5, 1], 0.2];

/**
 * Sums with a potential that bends at a point, as mechanics knows them: springs and ropes that act on one side only beside an even force, a spring or a pendulum (a bungee, a bumper, a pendulum's peg), two of them with free
 * way between, two slopes that meet (a track in the shape of a V). Each with several points to begin from. Sums of other shapes come nearer to the fitted law, which is smooth, and do not explain the record; and sums of
 * enough bends come near to any curve: so these are looked for by themselves, and only where no smooth shapes explain a law.
 */
export function kinkedSums(argument: Argument): Part[][][] {
  const { groups, means, spread, force } = argument;
  if (groups.some((rows) => rows.length !== 1)) return [];
  const [mean] = means as [number];
  const part = (
    name: string,
    shape: ShapeSpec,
    own: readonly (readonly [number, number, number])[],
    point: number,
  ): Part => {
    const all = [...own, [mean, CENTRE * spread, mean + point * spread] as const];
    return {
      name,
      spec: { kind: "shape", groups, shape, centred: true },
      means: all.map(([believed]) => believed),
      deviation: all.map(([, deviation]) => deviation),
      start: all.map(([, , start]) => start),
      nonlinear: all.flatMap((_, k) => (k === 0 ? [] : [k])),
      cost: RARE_COST,
    };
  };
  const contact = (side: 1 | -1, point: number) =>
    part(
      side > 0 ? "contact above" : "contact below",
      { kind: "contact", unit: spread, side },
      [[0, STEEPER * AMPLITUDE * force, 0]],
      point,
    );
  const width = ROUND * spread;
  const edge = part(
    "edge",
    { kind: "edge" },
    [
      [0, AMPLITUDE * force, 0],
      [0, width, width],
    ],
    0,
  );
  const smooth = shapesOf(argument);
  const named = (name: string) => smooth.filter((shape) => shape.name === name);
  const [even, spring, swing] = ["power 1", "power 2 about a centre", "cosine 1"].map(named) as [
    Part[],
    Part[],
    Part[],
  ];
  const beside = [...even, ...spring, ...swing].flatMap((other) =>
    ([1, -1] as const).map((side) => POINTS.map((point) => [other, contact(side, point)])),
  );
  const both = POINTS.filter((point) => point >= 0).map((point) => [contact(1, point), contact(-1, -point)]);
  return [
    [[edge]],
    ...even.map((other) => [[edge, other]]),
    ...beside,
    both,
    ...spring.map((other) => both.map((pair) => [other, ...pair])),
  ];
}
