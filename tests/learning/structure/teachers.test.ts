import { describe, expect, it } from "vitest";
import { randomStream } from "../../../src/base/random.js";
import { phaseSpaceOf } from "../../../src/learning/index.js";
import {
  courseOnRandomLaws,
  coursesOn,
  learnHyperprior,
  type RandomLaw,
  randomLaws,
} from "../../../src/learning/structure/index.js";
import { teachersFor } from "../../../src/learning/structure/teaching/teachers.js";
import { structureTerms } from "../../../src/learning/structure/term.js";
import { massSpring, simulate, systemNamed, systems } from "../../../src/mechanics/index.js";

describe("teachers", () => {
  it.each(systems.map(({ name }) => name))("for a test on %s, none has seen it", (name) => {
    const { teachers, pooled } = teachersFor(name);
    expect(teachers.map((teacher) => teacher.name).filter((title) => title.startsWith(name))).toEqual([]);
    expect(teachersFor().teachers.length).toBeGreaterThan(teachers.length);
    expect(pooled).not.toEqual(teachersFor().pooled);
  });

  it("know every role of the terms of systems that they may be asked about, one or another", () => {
    const known = new Set(teachersFor().teachers.flatMap(({ roles }) => Object.keys(roles)));
    const others = ["henon-heiles", "kepler", "harmonic-oscillator-2d", "duffing"].map(systemNamed);
    for (const system of [...systems, ...others])
      for (const { role } of structureTerms(phaseSpaceOf(system)))
        expect(known, `${system.name}: ${role}`).toContain(role);
  });
});

describe("lessons", () => {
  it.each(Object.keys(randomLaws) as RandomLaw[])(
    "random law %s conserves its energy and is another each time",
    (kind) => {
      const laws = [0, 1].map((i) => randomLaws[kind](randomStream(2, kind, i)));
      const energies = laws.map((system) => {
        const state = system.initialState(randomStream(1, "state"));
        const { energy } = simulate(system, state, { duration: 3 });
        for (const value of energy) expect(value).toBeCloseTo(energy[0] as number, 8);
        return system.energy(Float64Array.from({ length: 2 * system.dimension }, () => 0.5));
      });
      expect(energies[0]).not.toBeCloseTo(energies[1] as number, 6);
    },
  );

  it("teach that a spring has no potential but one even in x", () => {
    const [course] = coursesOn(massSpring, 3, 1);
    const { roles } = learnHyperprior(course?.lessons ?? [], { rounds: 2 });
    const size = (role: keyof typeof roles) => roles[role]?.deviation.mean ?? Number.NaN;
    expect(size("potential even coordinate")).toBeGreaterThan(size("potential configuration") + 3);
    expect(size("kinetic square")).toBeGreaterThan(size("kinetic configuration") + 3);
  });

  it("are the same for the same seed", () => {
    expect(courseOnRandomLaws("line", 2, 4)).toEqual(courseOnRandomLaws("line", 2, 4));
  });
});
