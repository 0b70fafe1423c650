// Measures the integrators and draws docs/figures/integrators.svg and integrators-dark.svg. Usage: node scripts/integrators-figure.mjs (after npm run build).
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { doublePendulum, fixedStepMethods, integrate, kepler, pendulum } from "../dist/index.js";
import { logDomain } from "../dist/report/svg/domain.js";
import { renderFigure } from "../dist/report/svg/figure.js";

/** Colour by order, dash by kind; RK4, the paper's, stands out, and the other that is not symplectic is dotted. */
const styleOf = ({ name, order, separable, symplectic }) => ({
  colour: symplectic ? { 2: "green", 4: "blue", 6: "purple" }[order] : { 4: "vermillion", 8: "orange" }[order],
  width: name === "rk4" ? 2.4 : 1.8,
  dash: order === 8 ? "2 3" : symplectic && !separable ? "6 3" : undefined,
  marker: { 2: "triangle", 4: symplectic ? "circle" : "square", 6: "diamond", 8: "circle" }[order],
});

/** Largest difference at 8 times of 10 s of a pendulum from DOP853 with tolerance 1e-13, against step size and work. */
function convergence(method) {
  const state = Float64Array.of(1.2, 0.4);
  const times = Float64Array.from({ length: 9 }, (_, i) => (i * 10) / 8);
  const truth = integrate(pendulum, state, times, { tolerance: 1e-13 });
  const points = [];
  for (let substeps = 2; substeps <= 4096; substeps *= 2) {
    let evaluations = 0;
    const vectorField = (x, out) => {
      evaluations++;
      pendulum.vectorField(x, out);
    };
    const found = integrate({ ...pendulum, vectorField }, state, times, { method, substeps });
    const error = Math.max(...found.map((value, i) => Math.abs(value - truth[i])));
    points.push({ h: 10 / 8 / substeps, error, evaluations: evaluations / 10 });
  }
  return points;
}

/** Largest relative energy error up to each of 60 times, on a logarithmic scale, of `steps` steps of h seconds. */
function energyDrift(method, system, state, h, steps) {
  const step = method.stepper(system.vectorField, state.length);
  const moved = state.slice();
  const start = system.energy(state);
  const marks = [...new Set(Array.from({ length: 61 }, (_, i) => Math.round(steps ** (i / 60))))];
  const points = [];
  let [largest, next] = [0, 0];
  for (let i = 1; i <= steps; i++) {
    step(moved, h);
    largest = Math.max(largest, Math.abs(system.energy(moved) / start - 1));
    if (i === marks[next]) {
      points.push({ t: i * h, error: largest });
      next++;
    }
  }
  return points;
}

const period = 2 * Math.PI;
const orbit = Float64Array.of(0.7, 0, 0, Math.sqrt(1.3 / 0.7));
const swing = Float64Array.of(0.7, -0.5, 0.2, 0.1);
const measured = fixedStepMethods.map((method) => ({
  method,
  convergence: convergence(method),
  kepler: energyDrift(method, kepler, orbit, period / 60, 600_000).map(({ t, error }) => ({ t: t / period, error })),
  double: method.separable ? undefined : energyDrift(method, doublePendulum, swing, 0.1, 100_000),
}));

const line = (method, x, y) => ({
  type: "line",
  x,
  y,
  style: styleOf(method),
  markersAt: x.map((_, i) => i).filter((i) => (x.length > 20 ? i % 12 === 6 : true)),
});
const panel = (heading, xLabel, yLabel, yDomain, curves) => ({
  heading,
  x: { kind: "log", domain: logDomain(curves.flatMap(({ x }) => x)), label: xLabel },
  y: { kind: "log", domain: yDomain ?? logDomain(curves.flatMap(({ y }) => y)), label: yLabel },
  marks: curves.map(({ method, x, y }) => line(method, x, y)),
});
const curvesOf = (key, x, y) =>
  measured
    .filter((entry) => entry[key] !== undefined)
    .map(({ method, [key]: points }) => ({ method, x: points.map(x), y: points.map(y) }));

const errorDomain = [1e-13, 1];
const figure = {
  title: "Integrators with fixed steps: accuracy, work and energy over long times",
  notes: [
    "Solid and dotted: explicit. Dashed: implicit, right for every Hamiltonian. Error: largest over positions and momenta at eight times in 10 s of a pendulum, against DOP853 with tolerance 1e-13.",
    "Energy: the largest relative error up to each time; Kepler orbit of eccentricity 0.3 with 60 steps a turn, double pendulum with steps of 0.1 s. Made by scripts/integrators-figure.mjs.",
  ],
  legend: fixedStepMethods.map((method) => ({ label: method.title, style: styleOf(method) })),
  columns: 2,
  panelSize: { width: 440, height: 300 },
  panels: [
    panel(
      "Pendulum: error against step",
      "Step (s)",
      "Largest error",
      errorDomain,
      curvesOf(
        "convergence",
        ({ h }) => h,
        ({ error }) => error,
      ),
    ),
    panel(
      "Pendulum: error against work",
      "Evaluations of the field per second",
      "Largest error",
      errorDomain,
      curvesOf(
        "convergence",
        ({ evaluations }) => evaluations,
        ({ error }) => error,
      ),
    ),
    panel(
      "Kepler: energy over 10,000 turns",
      "Turns",
      "Relative energy error",
      undefined,
      curvesOf(
        "kepler",
        ({ t }) => t,
        ({ error }) => error,
      ),
    ),
    panel(
      "Double pendulum: energy, not separable",
      "Time (s)",
      "Relative energy error",
      undefined,
      curvesOf(
        "double",
        ({ t }) => t,
        ({ error }) => error,
      ),
    ),
  ],
};

for (const theme of ["light", "dark"]) {
  const name = theme === "light" ? "integrators.svg" : "integrators-dark.svg";
  writeFileSync(fileURLToPath(new URL(`../docs/figures/${name}`, import.meta.url)), renderFigure(figure, { theme }));
}

/** Order between the two finest steps whose error still stands above rounding. */
console.log(
  "| integrator | order | measured | symplectic | needs H = T(p) + V(q) | field evaluations a step | energy error, 10,000 Kepler turns |",
);
console.log("|---|---|---|---|---|---|---|");
for (const { method, convergence: points, kepler: energies } of measured) {
  const ruled = points.filter(({ error }) => error > 1e-11 && error < 1e-3).slice(-2);
  const order = Math.log2(ruled[0].error / ruled[1].error).toFixed(2);
  const work = ruled[1].evaluations * ruled[1].h;
  const yes = (flag) => (flag ? "yes" : "no");
  console.log(
    `| \`${method.name}\` | ${method.order} | ${order} | ${yes(method.symplectic)} | ${yes(method.separable)} | ${work.toFixed(1)} | ${energies.at(-1).error.toExponential(1)} |`,
  );
}
