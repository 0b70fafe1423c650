import { placeCoordinates } from "../../columns/space.js";
import type { Motion, Recording } from "../../recording.js";
import { circleCentre } from "./circle.js";
import { pointNoise } from "./point-noise.js";
import { spreadOf } from "./points.js";
import type { SpacePoint } from "./space-points.js";

type Place = readonly [number, number, number];

/** A distance is kept that varies by less than this share, and by less than so many times the noise of the point. */
const [KEPT_SHARE, KEPT_NOISE] = [0.02, 5];
/** What a distance may vary by besides, relative to it, as that of a simulated point does. */
const ROUNDING = 1e-9;
/** A point is a pivot that moves less than this share of what the other does. */
const PIVOT = 0.03;
/** The pivot is above, or below, along an axis of the record: the mean direction to the point has at least this share along it. */
const UPRIGHT = 0.97;
/** The point stays so far below the pivot's height, of its distance: else where it is from above does not tell its height. */
const BELOW = 0.2;
/** It swings by at least this angle, as an arm does. */
const LEAST_SWING = 0.4;
/** Points from which the pivot is found: of longer records an even selection. */
const MOST_POINTS = 20_000;

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
  const places = placesOf(record, point);
  const centre = seen === undefined ? circleCentre(places) : meanOf(placesOf(record, seen));
  if (centre === undefined) return undefined;
  const arrows = places.map(
    (place): Place => [0, 1, 2].map((k) => (place[k] as number) - (centre[k] as number)) as unknown as Place,
  );
  const lengths = arrows.map((arrow) => Math.hypot(...arrow));
  const length = lengths.reduce((sum, value) => sum + value / lengths.length, 0);
  const deviation = Math.sqrt(lengths.reduce((sum, value) => sum + (value - length) ** 2 / lengths.length, 0));
  const allowed = KEPT_NOISE * pointNoise(record, point.axes) + ROUNDING * length;
  if (!(deviation < KEPT_SHARE * length && deviation <= allowed)) return undefined;
  const mean = meanOf(arrows);
  const upright = [0, 1, 2].find((k) => Math.abs(mean[k] as number) > UPRIGHT * Math.hypot(...mean));
  if (upright === undefined) return undefined;
  const heights = arrows.map((arrow) => (Math.sign(mean[upright] as number) * (arrow[upright] as number)) / length);
  const lowest = heights.reduce((least, height) => Math.min(least, height), 1);
  if (lowest < BELOW || 2 * Math.acos(lowest) < LEAST_SWING) return undefined;
  const kept = point.axes.filter((_, k) => k !== upright);
  const unit = record.space.coordinates[point.axes[0]]?.position.unit ?? "";
  return fromAbove(record, kept, [
    `${point.name} keeps its distance ${short(length)} ± ${Number(deviation.toPrecision(2))}${unit === "" ? "" : ` ${unit}`} from ${seen?.name ?? `a pivot at (${centre.map(short).join(", ")})`}: a pendulum in space, whose coordinates are its horizontal ones`,
  ]);
}

/** A record of the given coordinates alone. */
function fromAbove(record: Recording, kept: readonly number[], sentences: readonly string[]): Recording {
  const { space: all, velocities, coordinateKinds: _, fileUnits: __, ...rest } = record;
  const d = all.dimension;
  const { space } = placeCoordinates(
    kept.flatMap((c) => all.coordinates[c] ?? []),
    kept.map(() => 0),
  );
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
  return {
    ...rest,
    space,
    coordinateKinds: kept.map(() => "length"),
    ...(velocities === undefined ? {} : { velocities: kept.flatMap((c) => velocities[c] ?? []) }),
    masses: Float64Array.from(kept, (c) => record.masses[c] as number),
    motions,
    understood: [...record.understood, ...sentences],
  };
}

function placesOf({ motions, space: { dimension: d } }: Recording, { axes }: SpacePoint): Place[] {
  const rows = motions.reduce((total, { times }) => total + times.length, 0);
  const every = Math.ceil(rows / MOST_POINTS);
  return motions.flatMap(({ positions, times }) =>
    Array.from({ length: Math.ceil(times.length / every) }, (_, k) => {
      return axes.map((c) => positions[k * every * d + c] as number) as unknown as Place;
    }),
  );
}

const meanOf = (places: readonly Place[]): Place =>
  [0, 1, 2].map((k) =>
    places.reduce((sum, place) => sum + (place[k] as number) / places.length, 0),
  ) as unknown as Place;

const short = (value: number) => String(Number(value.toPrecision(4)));
