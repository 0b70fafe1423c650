import { type Random, randomStream } from "../../../base/random.js";
import { generateTrajectories, type TrajectorySet } from "../../../dataset/trajectories.js";
import type { System } from "../../../mechanics/index.js";
import { phaseSpaceOf } from "../../learner.js";
import { observe } from "../../observe.js";
import { bending, type PointTransformation, rotation, shear } from "./canonical.js";
import { type RandomLaw, randomLaws } from "./random-law.js";
import type { Lesson } from "./teach.js";

/** Lessons that belong together: what they teach in common is one teacher's belief. */
export interface Course {
  readonly name: string;
  /** The system that it shows; undefined for random laws. */
  readonly system: string | undefined;
  readonly lessons: readonly Lesson[];
}

/** Points a lesson. */
const POINTS = [6, 12, 20];
/** Lessons with more observed components than this are left out: they would take most of the time. */
const LARGEST = 130;
/** With more degrees of freedom than this a system is shown in its own coordinates only. */
const TRANSFORMED = 2;
const TRAJECTORIES = 40;

const costumes: Readonly<Record<string, ((random: Random) => PointTransformation) | undefined>> = {
  "as it is": undefined,
  "with bent coordinates": bending,
  "with mixed coordinates": shear,
};

/** Courses on a system: its training trajectories as they are, and in other canonical coordinates. */
export function coursesOn(system: System, lessonsEach: number, seed: number): Course[] {
  const set = generateTrajectories(system, { count: TRAJECTORIES, seed, split: "train" });
  return Object.entries(costumes).flatMap(([costume, transformation]) => {
    if (transformation !== undefined && system.dimension > TRANSFORMED) return [];
    if (transformation === shear && system.dimension < 2) return [];
    const lessons = POINTS.filter((points) => points * 2 * system.dimension <= LARGEST).flatMap((points) =>
      Array.from({ length: lessonsEach }, (_, i) => {
        const random = randomStream(seed, "lesson", system.name, costume, points, i);
        return lesson(set, random.integer(set.count), points, random, transformation);
      }),
    );
    return [{ name: `${system.name} ${costume}`, system: system.name, lessons }];
  });
}

/** A course on laws drawn at random, a new one each lesson. */
export function courseOnRandomLaws(kind: RandomLaw, lessons: number, seed: number): Course {
  return {
    name: `random ${kind}`,
    system: undefined,
    lessons: Array.from({ length: lessons }, (_, i) => {
      const random = randomStream(seed, "random law", kind, i);
      const set = generateTrajectories(randomLaws[kind](random), {
        count: 1,
        seed: i,
        split: "train",
        tolerance: 1e-10,
      });
      return lesson(set, 0, i % 2 === 0 ? 8 : 16, random, undefined);
    }),
  };
}

function lesson(
  set: TrajectorySet,
  trajectory: number,
  points: number,
  random: Random,
  transformation: ((random: Random) => PointTransformation) | undefined,
): Lesson {
  const space = phaseSpaceOf(set.system);
  const seen = rotation(random)(space, observe(set, trajectory, random.choose(set.times.length, points)));
  return { space, observations: transformation === undefined ? seen : transformation(random)(space, seen) };
}
