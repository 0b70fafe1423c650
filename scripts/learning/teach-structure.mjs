// Teaches the structured process what the six systems of the paper, each held out in turn, and random laws have in common:
// node scripts/learning/teach-structure.mjs   (after npm run build; writes src/learning/structure/teaching/taught.json)
import { writeFileSync } from "node:fs";
import { courseOnRandomLaws, coursesOn, learnHyperprior, randomLaws } from "../../dist/learning/structure/index.js";
import { systems } from "../../dist/mechanics/index.js";

const SEED = 0;
const LESSONS = 6;
const ROUNDS = 3;
const target = new URL("../../src/learning/structure/teaching/taught.json", import.meta.url);

const round = (value) => Number(value.toPrecision(4));
const rounded = ({ roles }) =>
  Object.fromEntries(
    Object.entries(roles).map(([role, beliefs]) => [
      role,
      Object.fromEntries(
        Object.entries(beliefs).map(([kind, { mean, deviation }]) => [kind, [round(mean), round(deviation)]]),
      ),
    ]),
  );
const teach = (name, lessons) => {
  const start = performance.now();
  const roles = rounded(learnHyperprior(lessons, { rounds: ROUNDS }));
  console.log(`${name}: ${lessons.length} lessons, ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return roles;
};

const courses = [
  ...systems.flatMap((system) => coursesOn(system, LESSONS, SEED)),
  ...Object.keys(randomLaws).map((kind) => courseOnRandomLaws(kind, 2 * LESSONS, SEED)),
];
const teachers = courses.map(({ name, system, lessons }) => ({ name, system, roles: teach(name, lessons) }));
const pooled = Object.fromEntries(
  [undefined, ...systems.map(({ name }) => name)].map((heldOut) => {
    const others = courses.filter(({ system }) => system !== undefined && system !== heldOut);
    const lessons = others.flatMap((course) => course.lessons.filter((_, i) => i % 2 === 0));
    return [heldOut ?? "", teach(`all systems but ${heldOut ?? "none"}`, lessons)];
  }),
);
writeFileSync(target, `${JSON.stringify({ seed: SEED, lessons: LESSONS, rounds: ROUNDS, teachers, pooled })}\n`);
