import { UserError } from "../../../base/errors.js";
import { placeCoordinates } from "../../columns/space.js";
import type { Motion, Recording } from "../../recording.js";
import { type Arm, anglesOf, armNoise, arrows, isPixels, noise, withTurns } from "./arm.js";
import { circleCentre, type PlanePoint, scatter } from "./circle.js";
import { keptDistance, LEAST_SWING, PIVOT } from "./kept-distance.js";
import { onSphere } from "./on-sphere.js";
import { inOnePlane } from "./one-plane.js";
import { type MarkerPoint, markerPoints, placesOf, spreadOf } from "./points.js";
import { rigid } from "./rigid.js";
import { fastestBelow, goesRound, staysAbove, turnsEvenly } from "./rounds.js";
import { spacePoints } from "./space-points.js";
import { stretches } from "./stretches.js";

/** Arms that swing each for itself, at most, and points that move. */
const [MOST_ARMS, MOST_MOVING] = [4, 12];

/**
 * Replaces points that keep their distance from a pivot, seen or not, and from one another by the angles of the arms between them: one pendulum, a chain of two, or pendulums side by side; a pendulum in space by
 * where it is from above. Undefined where the coordinates are no such points. `asked`: the user says that they are; `UserError` where they are not.
 */
export function armRecord(given: Recording, asked: boolean): Recording | undefined {
  const paired = markerPoints(given, asked);
  const inSpace = paired === undefined ? spacePoints(given) : undefined;
  const flat = inSpace === undefined ? undefined : inOnePlane(given, inSpace);
  if (inSpace !== undefined && flat === undefined) {
    const pendulum = onSphere(given, inSpace);
    if (pendulum !== undefined) return pendulum;
  }
  const record = flat?.record ?? given;
  const points = paired ?? flat?.points;
  const refuse = (why: string) => {
    if (asked) throw new UserError(`${record.source}: ${why}`);
    return undefined;
  };
  if (record.momenta === "given") return refuse("markers are positions, but the record has momenta");
  if (points === undefined)
    return refuse("markers come in pairs of coordinates such as x1, y1, or of columns without names, x before y");
  const moved = points.map((point) => Math.hypot(spreadOf(record, point.x), spreadOf(record, point.y)));
  const most = Math.max(...moved);
  const pivots = points.filter((_, i) => (moved[i] as number) < PIVOT * most);
  const moving = points.filter((_, i) => (moved[i] as number) >= PIVOT * most);
  if (moving.length === 0 || moving.length > MOST_MOVING)
    return refuse(`${moving.length} markers move; up to ${MOST_MOVING} can be followed`);
  const all =
    (moving.length <= 2 ? chainOf(record, moving, pivots, asked) : undefined) ?? apart(record, moving, pivots);
  if (all === undefined) return refuse("the markers do not keep their distances: they are no arms from a pivot");
  const { arms, notes } = rigid(record, all);
  if (arms.length > MOST_ARMS)
    return refuse(`${arms.length} arms move; one, a chain of two or ${MOST_ARMS} apart can be followed`);
  const own = withAngles(record, arms, notes);
  if (!asked && own.motions.some((motion) => turnsEvenly(motion, arms.length))) return undefined;
  const unseen = arms.length === 1 && arms.some(({ from }) => !("x" in from));
  if (!asked && unseen && own.motions.some((motion) => goesRound(motion) && !fastestBelow(motion))) return undefined;
  // The top of a throw is a piece of a circle too, over a pivot that nobody has seen.
  if (!asked && unseen && own.motions.every((motion) => goesRound(motion) && staysAbove(motion))) return undefined;
  return own;
}

function chainOf(
  record: Recording,
  moving: readonly MarkerPoint[],
  pivots: readonly MarkerPoint[],
  asked: boolean,
): Arm[] | undefined {
  // The point nearest to the pivot swings from it; the other from that one.
  for (const order of moving.length === 1 ? [moving] : [moving, [...moving].reverse()]) {
    const [first, second] = order as [MarkerPoint, MarkerPoint?];
    const inner = pivots.map((pivot) => armBetween(record, first, pivot)).find((arm) => arm !== undefined);
    // A pivot that is not seen is believed of a point alone, whose circle shows it.
    const root = inner ?? (pivots.length === 0 ? armAbout(record, first) : undefined);
    if (root === undefined || !swings(record, root)) continue;
    if (second === undefined) return [root];
    const outer = armBetween(record, second, first);
    if (outer !== undefined && (asked || swings(record, outer))) return [root, outer];
  }
  return undefined;
}

/** Arms that swing to and fro, each about a pivot of its own: pendulums side by side, or points of one. A point that goes around may be a body on an orbit. */
function apart(record: Recording, moving: readonly MarkerPoint[], pivots: readonly MarkerPoint[]): Arm[] | undefined {
  if (moving.length < 2) return undefined;
  const arms = moving.map((point) => {
    const seen = pivots.map((pivot) => armBetween(record, point, pivot)).find((arm) => arm !== undefined);
    return seen ?? (pivots.length === 0 ? armAbout(record, point) : undefined);
  });
  const swinging = arms.filter(
    (arm) =>
      arm !== undefined &&
      swings(record, arm) &&
      !record.motions.some((motion) => goesRound({ positions: withTurns(anglesOf(record, motion, arm)) })),
  );
  return swinging.length === moving.length ? (swinging as Arm[]) : undefined;
}

function armBetween(record: Recording, end: MarkerPoint, from: MarkerPoint): Arm | undefined {
  return keptArm(record, end, from, armNoise(record, { end, from }));
}

/** The origin is the pivot where distances from it scatter no more than this many times those from the best centre: of thirty videos of real pendulums whose origin was there, up to 1.47. */
const ORIGIN = 1.5;

/** An arm from the centre of the circle that a point moves on, or from the origin, where people put the pivot. */
function armAbout(record: Recording, end: MarkerPoint): Arm | undefined {
  const points = placesOf(record, [end.x, end.y] as PlanePoint);
  const centre = circleCentre(points);
  if (centre === undefined) return undefined;
  const origin: PlanePoint = [0, 0];
  const atOrigin = scatter(points, origin) < ORIGIN ** 2 * scatter(points, centre);
  const own = noise(record, end);
  const arm = keptArm(record, end, atOrigin ? origin : centre, own);
  if (arm === undefined) return undefined;
  const along = record.motions.map((motion) => arrows(record, motion, arm));
  return stretches(along, own) ? undefined : arm;
}

function keptArm(record: Recording, end: MarkerPoint, from: Arm["from"], noise: number): Arm | undefined {
  const all = record.motions.map((motion) => {
    const xy = arrows(record, motion, { end, from });
    return motion.times.map((_, i) => Math.hypot(xy[2 * i] as number, xy[2 * i + 1] as number));
  });
  const kept = keptDistance(
    all.flatMap((own) => [...own]),
    noise,
  );
  return kept === undefined ? undefined : { end, from, ...kept };
}

function swings(record: Recording, arm: Arm): boolean {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const motion of record.motions)
    for (const value of withTurns(anglesOf(record, motion, arm)))
      [low, high] = [Math.min(low, value), Math.max(high, value)];
  return high - low > LEAST_SWING;
}

function withAngles(record: Recording, arms: readonly Arm[], notes: readonly string[]): Recording {
  const names = arms.map((_, k) => (arms.length === 1 ? "theta" : `theta${k + 1}`));
  const rate = record.time.unit === "" ? "" : `rad/${record.time.unit}`;
  const quantities = names.map((name, k) => ({
    position: { name, unit: "rad" },
    momentum: { name: arms.length === 1 ? "omega" : `omega${k + 1}`, unit: rate },
  }));
  const { space } = placeCoordinates(quantities);
  const d = record.space.dimension;
  const n = arms.length;
  const motions = record.motions.map((motion): Motion => {
    const N = motion.times.length;
    const angles = arms.map((arm) => withTurns(anglesOf(record, motion, arm)));
    const interleaved = (columns: readonly Float64Array[]) =>
      Float64Array.from({ length: N * n }, (_, k) => columns[k % n]?.[Math.floor(k / n)] as number);
    const { id, times, velocities, inputs } = motion;
    const rates =
      velocities === undefined
        ? undefined
        : interleaved(
            arms.map((arm) => {
              const own = arrows(record, motion, arm);
              const down = isPixels(record) ? 1 : -1;
              return times.map((_, i) => {
                const [x, y] = [own[2 * i] as number, own[2 * i + 1] as number];
                const at = (c: number) => velocities[i * d + c] as number;
                const [vx, vy] = "x" in arm.from ? [at(arm.from.x), at(arm.from.y)] : [0, 0];
                const [dx, dy] = [at(arm.end.x) - vx, at(arm.end.y) - vy];
                // Of atan2(x, down y).
                return (down * (y * dx - x * dy)) / (x * x + y * y);
              });
            }),
          );
    return { id, times, positions: interleaved(angles), momenta: rates, velocities: rates, inputs };
  });
  const unit = record.space.coordinates[0]?.position.unit ?? "";
  const sentences = arms.map(({ end, from, length, deviation }, k) => {
    const place =
      "x" in from
        ? from.name
        : Math.hypot(...from) === 0
          ? "the origin"
          : `a pivot at (${short(from[0])}, ${short(from[1])})`;
    return `${end.name} keeps its distance ${short(length)} ± ${Number(deviation.toPrecision(2))}${unit === "" ? "" : ` ${unit}`} from ${place}: an arm, whose angle ${names[k]} is the coordinate`;
  });
  const { velocities: _, coordinateKinds: __, fileUnits: ___, ...rest } = record;
  const hasRates = motions.every(({ velocities }) => velocities !== undefined);
  return {
    ...rest,
    space,
    coordinateKinds: arms.map(() => "angle"),
    momenta: hasRates ? "velocities" : "positions",
    ...(hasRates ? { velocities: quantities.map(({ momentum }) => momentum) } : {}),
    masses: Float64Array.from(arms, () => 1),
    motions,
    understood: [...record.understood, ...notes, ...sentences],
  };
}

const short = (value: number) => String(Number(value.toPrecision(4)));
