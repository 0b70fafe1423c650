import type { Motion, MotionGlance, NumberColumns, Recording, RecordResults } from "../../records/index.js";
import { headingOf } from "../../records/results/table.js";
import {
  columnSentences,
  heldOutSentence,
  lawLines,
  restSentences,
  triedSentence,
  verdictSentence,
  warnings,
} from "../../report/index.js";
import { shellLine } from "../command-line.js";
import { sketch } from "../sketch.js";
import { formatTable } from "../table.js";

/** Rows in the table of motions. */
const MOST_MOTIONS = 12;

const short = (value: number) => (Number.isFinite(value) ? String(Number(value.toPrecision(4))) : "-");

/** A row for each of the first motions: how long, how even, how noisy. */
export function motionsTable({ time, space }: Recording, motions: readonly MotionGlance[]): string[] {
  const noises = space.coordinates.map(({ position }) => ({
    title: `noise of ${headingOf(position)}`,
    align: "right" as const,
  }));
  const right = (title: string) => ({ title, align: "right" as const });
  const rows = motions
    .slice(0, MOST_MOTIONS)
    .map(({ id, samples, duration, step, even, gaps, periods, noise }) => [
      id === "" ? "-" : id,
      String(samples),
      short(duration),
      `${even ? "" : "about "}${short(step)}`,
      String(gaps),
      periods === 0 ? "-" : String(periods),
      ...noise.map(short),
    ]);
  const lines = formatTable(
    [
      { title: "motion" },
      right("samples"),
      right(headingOf({ ...time, name: "duration" })),
      right("step"),
      right("gaps"),
      right("swings"),
      ...noises,
    ],
    rows,
  );
  return motions.length > MOST_MOTIONS ? [...lines, `... and ${motions.length - MOST_MOTIONS} more`] : lines;
}

/** The first motion's first coordinates against time. */
export function recordSketch({ motions, space, time }: Recording): string[] {
  const { times, positions } = motions[0] as Motion;
  const d = space.dimension;
  return space.coordinates.slice(0, 2).flatMap(({ position }, c) => [
    `${headingOf(position)} against ${headingOf(time)}`,
    ...sketch(
      times,
      Float64Array.from(times, (_, i) => positions[i * d + c] as number),
    ),
  ]);
}

/** The record as columns: motion, time, positions, then momenta or velocities. */
export function recordColumns({ motions, space, time, momenta }: Recording): NumberColumns {
  const d = space.dimension;
  const joined = (pick: (motion: Motion) => ArrayLike<number>) => motions.flatMap((motion) => Array.from(pick(motion)));
  const component = (values: Float64Array | undefined, c: number) =>
    (values ?? new Float64Array(0)).filter((_, k) => k % d === c);
  return [
    ...(motions.length > 1
      ? [{ heading: "motion", values: motions.flatMap(({ times }, m) => Array.from(times, () => m)) }]
      : []),
    { heading: headingOf(time), values: joined(({ times }) => times) },
    ...space.coordinates.map(({ position }, c) => ({
      heading: headingOf(position),
      values: joined(({ positions }) => component(positions, c)),
    })),
    ...(momenta === "positions"
      ? []
      : space.coordinates.map(({ position, momentum }, c) =>
          momenta === "given"
            ? { heading: headingOf(momentum), values: joined((motion) => component(motion.momenta, c)) }
            : {
                heading: headingOf({ name: `d${position.name}/dt`, unit: rate(position.unit, time.unit) }),
                values: joined((motion) => component(motion.velocities, c)),
              },
        )),
  ];
}

const rate = (unit: string, time: string) => (unit === "" || time === "" ? "" : `${unit}/${time}`);

/** What `adapt` says of the law that it has learned, and how to go on. */
export function adaptSummary(results: RecordResults, directory: string, page: string): string {
  const lines = [
    ...lawLines(results),
    ...warnings(results).map((warning) => `Beware: ${warning}`),
    verdictSentence(results),
    ...columnSentences(results),
    heldOutSentence(results),
    ...restSentences(results),
    ...triedSentence(results),
    ...(results.law === undefined ? [`Form of the energy: ${results.structure.formula}`] : []),
    "",
    `Report: ${page}`,
    `To predict: ${shellLine(["predict", directory], { duration: Number((results.tick * 10).toPrecision(2)) })}`,
  ];
  return `${lines.join("\n")}\n`;
}
