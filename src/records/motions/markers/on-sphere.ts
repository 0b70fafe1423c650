import type { Motion, Recording } from "../../recording.js";
import { circleCentre, meanOf } from "./circle.js";
import { withCoordinates } from "./kept-coordinates.js";
import { keptDistance, LEAST_SWING, PIVOT } from "./kept-distance.js";
import { pointNoise } from "./point-noise.js";
import { placesOf, spreadOf } from "./points.js";
import type { SpacePoint } from "./space-points.js";

type Place = readonly [number, number, number];

/** The pivot is above, or below, along an axis of the record: the mean direction to the point has at least this share along it. */
const UPRIGHT = 0.97;
/** The point stays so far below the pivot's height, of its distance: else where it is from above does not tell its height. */
const BELOW = 0.2;

/**
 * A point in space that keeps its distance from a pivot, seen or not, and stays below it: a pendulum in space, whose coordinates are the two horizontal ones, since they tell the third. Undefined where the points are none.
 */
export function onSphere(record: Recording, points: readonly SpacePoint[]): Recording | undefined {
  if (record.momenta === "given") return undefined;
  const moved = points.map(({ axes }) => Math.hypot(...axes.map((c) => spreadOf(record, c))));
  const most = Math.max(...moved);
  const moving = points.filter((_, i) => (moved[i] as number) >= PIVOT * most);
  const [point, ...others] = moving;
  if (point === undefined || others.length > 0 || points.length > 2) return undefined;
  const seen = points.find((other) => other !== point);
  const places = placesOf(record, point.axes);
  const centre = seen === undefined ? circleCentre(places) : meanOf(placesOf(record, seen.axes));
  if (centre === undefined) return undefined;
  const arrows = places.map(
    (place): Place => [0, 1, 2].map((k) => (place[k] as number) - (centre[k] as number)) as unknown as Place,
  );
  const distance = keptDistance(
    arrows.map((arrow) => Math.hypot(...arrow)),
    pointNoise(record, point.axes),
  );
  if (distance === undefined) return undefined;
  const { length, deviation } = distance;
  const mean = meanOf(arrows);
  const upright = [0, 1, 2].find((k) => Math.abs(mean[k] as number) > UPRIGHT * Math.hypot(...mean));
  if (upright === undefined) return undefined;
  const heights = arrows.map((arrow) => (Math.sign(mean[upright] as number) * (arrow[upright] as number)) / length);
  const lowest = heights.reduce((least, height) => Math.min(least, height), 1);
  if (lowest < BELOW || 2 * Math.acos(lowest) < LEAST_SWING) return undefined;
  const kept = point.axes.filter((_, k) => k !== upright);
  const unit = record.space.coordinates[point.axes[0]]?.position.unit ?? "";
  return fromAbove(
    record,
    kept,
    `${point.name} keeps its distance ${short(length)} ± ${Number(deviation.toPrecision(2))}${unit === "" ? "" : ` ${unit}`} from ${seen?.name ?? `a pivot at (${centre.map(short).join(", ")})`}: a pendulum in space, whose coordinates are its horizontal ones`,
  );
}

/** A record of two coordinates alone, as a body seen from above has them. */
function fromAbove(record: Recording, kept: readonly number[], sentence: string): Recording {
  const d = record.space.dimension;
  const only = (vectors: Float64Array | undefined) =>
    vectors === undefined
      ? undefined
      : Float64Array.from(
          { length: (vectors.length / d) * kept.length },
          (_unused, k) => vectors[Math.floor(k / kept.length) * d + (kept[k % kept.length] as number)] as number,
        );
  const motions = record.motions.map(({ id, times, positions, momenta, velocities: rates, inputs }): Motion => {
    return {
      id,
      times,
      positions: only(positions) as Float64Array,
      momenta: only(momenta),
      velocities: only(rates),
      inputs,
    };
  });
  const own = withCoordinates(
    record,
    kept,
    kept.map(() => 0),
    motions,
    sentence,
  );
  return { ...own, coordinateKinds: kept.map(() => "length") };
}

const short = (value: number) => String(Number(value.toPrecision(4)));
