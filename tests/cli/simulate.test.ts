import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { expectMistake, runHere, temporaryFolder } from "./process.js";

interface Simulation {
  readonly system: string;
  readonly t: number[];
  readonly q: number[][];
  readonly p: number[][];
  readonly energy: number[];
}

async function simulate(...args: string[]): Promise<Simulation> {
  const { code, stdout, stderr } = await runHere("simulate", ...args, "--json");
  expect([code, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout) as Simulation;
}

const largest = (values: readonly number[]) => Math.max(...values.map(Math.abs));

describe("systems", () => {
  test("--json lists the six systems of the paper, then the others", async () => {
    const { code, stdout } = await runHere("systems", "--json");
    const systems = JSON.parse(stdout) as Record<string, unknown>[];
    expect(code).toBe(0);
    const bodies = systems.map(({ name, bodies }) => [name, bodies]);
    expect(Object.fromEntries(bodies.slice(0, 6))).toEqual({
      "mass-spring": 1,
      pendulum: 1,
      "double-pendulum": 2,
      "two-body": 2,
      "three-body": 3,
      "magnetic-mirror": 1,
    });
    expect(bodies.slice(6).map(([name]) => name)).toEqual([
      "henon-heiles",
      "kepler",
      "harmonic-oscillator-2d",
      "duffing",
      "charged-particle",
      "n-body-4",
      "spring-chain-4",
    ]);
    const degrees = [1, 1, 2, 4, 6, 2, 2, 2, 2, 1, 2, 8, 4];
    for (const [i, system] of systems.entries()) {
      expect(Object.keys(system)).toEqual([
        "name",
        "bodies",
        "coordinates",
        "momenta",
        "hamiltonian",
        "samples",
        "duration",
      ]);
      expect(system.coordinates).toHaveLength(degrees[i] as number);
      expect(system.hamiltonian).toMatch(/^H = /);
      expect(system.samples).toBeGreaterThan(1);
      expect(system.duration).toBeGreaterThan(0);
    }
    // Positions, then momenta.
    expect(systems[3]?.coordinates).toEqual(["x_1", "y_1", "x_2", "y_2"]);
    expect(systems[3]?.momenta).toEqual(["p_x_1", "p_y_1", "p_x_2", "p_y_2"]);
  });

  test("is readable without --json", async () => {
    const { stdout } = await runHere("systems");
    expect(stdout).toMatch(/^pendulum\n/m);
    expect(stdout).toMatch(/^ {2}coordinates {2}theta\n {2}momenta {6}p_theta$/m);
  });
});

describe("simulate", () => {
  test("without --state draws one by the seed, says it, and gives the motion from there", async () => {
    const drawn = await runHere("simulate", "pendulum", "--seed", "3", "--points", "5", "--json");
    const [, theta, p] = /^no --state: theta = (\S+), p_theta = (\S+), drawn by --seed 3\n$/.exec(drawn.stderr) ?? [];
    const named = await simulate("pendulum", `--state=${theta},${p}`, "--points", "5");
    expect(JSON.parse(drawn.stdout)).toEqual(named);
    const other = await runHere("simulate", "pendulum", "--seed", "4", "--points", "5", "--json");
    expect(other.stdout).not.toBe(drawn.stdout);
  });

  test("says of a motion whose energy did not stay by how much, and refuses one without finite numbers", async () => {
    const escaping = ["henon-heiles", "--integrator", "leapfrog", "--state", "1,1,0,0", "--points", "4"];
    const { code, stdout, stderr } = await runHere("simulate", ...escaping, "--duration", "3", "--json");
    expect(code).toBe(0);
    const { energy } = JSON.parse(stdout) as Simulation;
    // The energy's scale is a constant of the system, so that only the order is held against it here.
    const change = Number(/^the energy changes by up to (\S+) of its scale.*more steps/.exec(stderr)?.[1]);
    expect(change / largest(energy.map((value) => value - (energy[0] as number)))).toBeGreaterThan(1);
    const finer = await runHere("simulate", ...escaping, "--duration", "1", "--steps", "1000", "--json");
    expect([finer.code, finer.stderr]).toEqual([0, ""]);
    expectMistake(
      await runHere("simulate", ...escaping, "--duration", "300"),
      /the motion of henon-heiles from this state runs away with its energy before t = 100 s: it escapes, or its steps/,
    );
  });

  test("mass-spring from (1, 0) is q = cos t, p = -sin t", async () => {
    const { system, t, q, p, energy } = await simulate(
      "mass-spring",
      ..."--state 1,0 --duration 20 --points 101".split(" "),
    );
    expect(system).toBe("mass-spring");
    expect(t).toHaveLength(101);
    expect([t[0], t[100]]).toEqual([0, 20]);
    expect(q.map((row) => row.length)).toEqual(Array(101).fill(1));
    expect(largest(t.map((time, i) => (q[i]?.[0] ?? Number.NaN) - Math.cos(time)))).toBeLessThan(1e-9);
    expect(largest(t.map((time, i) => (p[i]?.[0] ?? Number.NaN) + Math.sin(time)))).toBeLessThan(1e-9);
    expect(largest(energy.map((value) => value - 0.5))).toBeLessThan(1e-9);
  });

  test("two bodies on a circle come in canonical order: all positions, then all momenta", async () => {
    // Unit masses 2 apart attract with 1/4, so at radius 1 they circle with speed 1/2.
    const { t, q, p } = await simulate("two-body", ..."--state 1,0,-1,0,0,0.5,0,-0.5 --points 41".split(" "));
    for (const [i, time] of t.entries()) {
      const [c, s] = [Math.cos(time / 2), Math.sin(time / 2)];
      const [qi = [], pi = []] = [q[i], p[i]];
      expect(largest([c, s, -c, -s].map((value, k) => value - (qi[k] ?? Number.NaN)))).toBeLessThan(1e-9);
      expect(largest([-s, c, s, -c].map((value, k) => value / 2 - (pi[k] ?? Number.NaN)))).toBeLessThan(1e-9);
    }
  });

  test("takes the system's own span where none is given", async () => {
    const { t } = await simulate("pendulum", "--state", "1,0");
    expect(t).toHaveLength(100);
    expect([t[0], t.at(-1)]).toEqual([0, 10]);
  });

  test.each([["--state", "-0.5,1"], ["--state=-0.5,1"], ["--state", " -5e-1 , +1.0 "], ["--state", "-.5,1."]])(
    "takes negative numbers and all ways to write them: %j %j",
    async (...state) => {
      const { q, p } = await simulate("mass-spring", ...state, "--points", "3");
      expect([q[0], p[0]]).toEqual([[-0.5], [1]]);
    },
  );

  test("with another integrator takes its steps: leapfrog's energy error falls with the square of the step", async () => {
    const errorWith = async (steps: string) => {
      const options = ["--state", "2,0", "--points", "41", "--integrator", "leapfrog", "--steps", steps];
      const { energy } = await simulate("pendulum", ...options);
      return largest(energy.map((value) => value - (energy[0] as number)));
    };
    expect((await errorWith("10")) / (await errorWith("20"))).toBeCloseTo(4, 1);
  });

  test("without --json prints a table with units", async () => {
    const { stdout } = await runHere("simulate", ..."mass-spring --state -0.5,1 --duration 1 --points 3".split(" "));
    const lines = stdout.split("\n");
    expect(lines[0]?.trim().split(/ {2,}/)).toEqual(["t [s]", "x [m]", "p_x [kg m/s]", "energy [J]"]);
    expect(lines[2]?.trim().split(/ +/)).toEqual(["0", "-0.5", "1", "0.625"]);
    expect(lines).toHaveLength(6);
  });

  test.each([
    ["pendulm --state 1,0", /no system "pendulm"; did you mean pendulum\? The systems are mass-spring, pendulum/],
    ["harmonic --state 1,0", /no system "harmonic"; the systems are mass-spring/],
    ["pendulum --state 1", /--state must have 2 numbers .*\(theta,p_theta\), got 1/],
    ["pendulum --state 1,2,3", /--state must have 2 numbers .*\(theta,p_theta\), got 3/],
    ["pendulum --state 1,up", /component 2 \(p_theta\) must be a finite number, got "up"/],
    ["pendulum --state ,1", /component 1 \(theta\) must be a finite number, got ""/],
    ["pendulum --state 1,NaN", /component 2 \(p_theta\) must be a finite number, got "NaN"/],
    ["pendulum --state -Infinity,0", /component 1 \(theta\) must be a finite number, got "-Infinity"/],
    ["pendulum --state 1,1e999", /component 2 \(p_theta\) must be a finite number, got "1e999"/],
    ["pendulum --state 0x10,0", /component 1 \(theta\) must be a finite number, got "0x10"/],
    ["pendulum --state 1,0 --duration 10s", /--duration must be a positive finite number, got "10s"; write 10\s*$/],
    ["pendulum --state 1,0 --noise 1%", /--noise must be a positive finite number, got "1%"; write 0\.01\s*$/],
    ["pendulum --state 1,0 --duration -1", /--duration must be a positive finite number, got "-1"/],
    ["pendulum --state 1,0 --duration=-1", /--duration must be a positive finite number, got "-1"/],
    ["pendulum --state 1,0 --duration 0", /--duration must be a positive finite number, got "0"/],
    ["pendulum --state 1,0 --duration Infinity", /--duration must be a positive finite number, got "Infinity"/],
    ["pendulum --state 1,0 --duration long", /--duration must be a positive finite number, got "long"/],
    ["pendulum --state 1,0 --points 1", /--points must be an integer from 2 .*, got "1"/],
    ["pendulum --state 1,0 --points -3", /--points must be an integer from 2 .*, got "-3"/],
    ["pendulum --state 1,0 --points 2.5", /--points must be an integer from 2 .*, got "2.5"/],
    ["pendulum --state 1,0 --points 1e12", /--points must be an integer from 2 to 1000000, got "1e12"/],
    ["pendulum --state 1,0 --steps 3", /--steps is for integrators with fixed steps; dop853 chooses its own/],
    ["pendulum --state 1,0 --error 1e-3", /--error is for integrators with fixed steps; dop853 chooses its own/],
    ["pendulum --state 1,0 --integrator rk4 --steps 3 --error 1e-3", /--steps and --error say the same in two ways/],
    ["double-pendulum --state 1,0,0,0 --integrator leapfrog", /leapfrog needs a Hamiltonian T\(p\) \+ V\(q\)/],
    ["mass-spring --state 1,0 --points 2 --integrator implicit-midpoint", /cannot be solved.*take smaller steps/],
    ["two-body --state 1,0,1,0,0,1,0,-1", /two-body: no finite energy and forces at the state/],
    // Two bodies released at rest fall into each other.
    ["two-body --state 1,0,-1,0,0,0,0,0", /two-body: cannot integrate past t = 2\.2/],
  ])("refuses: simulate %s", async (args, message) => {
    expectMistake(await runHere("simulate", ...args.split(" ")), message);
  });
});

test("--error chooses the steps and says how many", async () => {
  const asked = ["simulate", "mass-spring", "--state", "1,0", "--integrator", "leapfrog", "--json"];
  const { code, stdout, stderr } = await runHere(...asked, "--error", "1e-4");
  expect([code, stderr]).toEqual([
    0,
    expect.stringMatching(/^--steps \d+: within \S+ of the reach of each component\n$/),
  ]);
  const [, steps] = /--steps (\d+)/.exec(stderr) as unknown as [string, string];
  expect((await runHere(...asked, "--steps", steps)).stdout).toBe(stdout);
  const { t, q } = JSON.parse(stdout) as Simulation;
  expect(largest(t.map((time, i) => (q[i]?.[0] as number) - Math.cos(time)))).toBeLessThan(2e-4);
});

describe("simulate --out", () => {
  const folder = temporaryFolder();
  const start = "mass-spring --state 1,0 --duration 20 --points 400".split(" ");
  const readBack = async (path: string) => {
    const { code, stdout } = await runHere("read", path, "--json");
    expect(code).toBe(0);
    return JSON.parse(stdout);
  };

  test.each(["csv", "tsv", "parquet", "json"])("what it writes as %s, read and adapt take", async (ending) => {
    const out = folder.in(`swing.${ending}`);
    expect((await runHere("simulate", ...start, "--noise", "0.01", "--out", out)).stdout).toBe(`${out}: 400 points\n`);
    const { coordinates, time, momenta, motions } = await readBack(out);
    expect([coordinates[0].position, coordinates[0].momentum, time, momenta, motions[0].samples]).toEqual([
      { name: "x", unit: "m" },
      { name: "p_x", unit: "kg m/s" },
      { name: "t", unit: "s" },
      "given",
      400,
    ]);
    // The noise is a hundredth of a cosine's standard deviation.
    expect(motions[0].noise[0]).toBeGreaterThan(0.8 * 0.01 * Math.SQRT1_2);
    expect(motions[0].noise[0]).toBeLessThan(1.2 * 0.01 * Math.SQRT1_2);
  });

  test("adapt finds the law in what it writes", async () => {
    const out = folder.in("learned.csv");
    await runHere("simulate", ...start, "--noise", "0.01", "--out", out);
    const { stdout } = await runHere("adapt", out, "--out", folder.in("run"), "--json");
    const { check, heldOut } = JSON.parse(stdout);
    expect(check.verdict).toBe("conservative");
    expect(heldOut.relative).toBeLessThan(0.03);
  });

  test("the seed decides the noise, and energies stand where there is none", async () => {
    const noisy = async (seed: string) => {
      const out = folder.in(`seed-${seed}-${Math.random()}.csv`);
      await runHere("simulate", ...start, "--noise", "0.01", "--seed", seed, "--out", out);
      return readFile(out, "utf8");
    };
    expect(await noisy("1")).toBe(await noisy("1"));
    expect(await noisy("1")).not.toBe(await noisy("2"));
    expect(await noisy("1")).toMatch(/^t \[s\],x \[m\],p_x \[kg m\/s\]\n/);
    const exact = folder.in("exact.csv");
    await runHere("simulate", ...start, "--out", exact);
    expect(await readFile(exact, "utf8")).toMatch(/^t \[s\],x \[m\],p_x \[kg m\/s\],energy \[J\]\n0,1,0,0\.5\n/);
  });

  test("mistakes in one line", async () => {
    const out = folder.in("there.csv");
    await runHere("simulate", ...start, "--out", out);
    for (const command of ["simulate mass-spring --state 1,0", `read ${out}`])
      expectMistake(
        await runHere(...command.split(" "), "--out", out),
        /there\.csv exists already; choose another name/,
      );
    expectMistake(await runHere("simulate", ...start, "--out", "x.xlsx"), /ends in \.csv, \.tsv, \.parquet or \.json/);
    expectMistake(await runHere("simulate", ...start, "--noise", "-1"), /--noise must be a positive finite number/);
    const still = folder.in("still.csv");
    await runHere("simulate", "pendulum", "--state", "0,0", "--out", still);
    const { code, stderr } = await runHere("adapt", still, "--out", folder.in("still"));
    expect([code, stderr]).toEqual([1, expect.stringMatching(/nothing moves: theta at 0 throughout\n$/)]);
  });
});
