import type { Coordinates } from "../choice/form-builder.js";
import type { SmoothedRecord } from "../prepare/smoothed.js";
import type { Argument } from "./library.js";

/** What some rows of coordinates, as an argument, do along a record, and forces of at least this size; a centre that is known is where others are looked for. */
export function argumentOf(
  groups: Argument["groups"],
  record: SmoothedRecord,
  coordinates: Coordinates,
  centre?: readonly number[],
  least = 0,
): Argument {
  const d = record.dimension;
  const rows = groups[0] as readonly (readonly number[])[];
  const m = rows.length;
  const sums = new Float64Array(m);
  const squares = new Float64Array(m);
  let [distances, apart] = [0, 0];
  let [count, low, high] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const states of record.states)
    for (let k = 0; k < states.length; k += 2 * d) {
      let [square, near] = [0, 0];
      rows.forEach((row, r) => {
        let z = 0;
        for (let i = 0; i < d; i++) z += (row[i] as number) * (states[k + i] as number);
        sums[r] = (sums[r] as number) + z;
        squares[r] = (squares[r] as number) + z * z;
        square += z * z;
        near += (z - (centre?.[r] ?? 0)) ** 2;
        if (m === 1) [low, high] = [Math.min(low, z), Math.max(high, z)];
      });
      distances += Math.sqrt(near);
      apart += near;
      if (m > 1) [low, high] = [Math.min(low, square), Math.max(high, square)];
      count++;
    }
  const means = Array.from(sums, (sum) => sum / count);
  const all = squares.reduce((sum, value) => sum + value / count, 0);
  const about = all - means.reduce((sum, mean) => sum + mean * mean, 0);
  const used = rows.flatMap((row) => Array.from(row.keys()).filter((i) => row[i] !== 0));
  return {
    groups,
    angle: m === 1 && used.every((i) => coordinates.kinds[i] === "angle"),
    // Of what goes less far, a cosine is a parabola; what goes further turns over.
    mayBeAngle: m === 1 && used.every((i) => coordinates.kinds[i] === "unknown") && high - low > 0.4 && high - low < 6,
    means: centre ?? means,
    spread: Math.sqrt(Math.max(about, 1e-12 * all)) || 1,
    size: Math.sqrt(all) || 1,
    distance: {
      size: Math.sqrt(apart / count),
      variation: Math.sqrt(Math.max(apart / count - (distances / count) ** 2, (1e-12 * apart) / count)),
    },
    oneSided: low > 0 || high < 0,
    force: Math.max(least, ...used.map((i) => record.accelerationSpreads[i] as number)),
  };
}
