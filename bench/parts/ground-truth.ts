import { availableParallelism } from "node:os";
import { generateInParallel, generateTrajectories } from "../../src/dataset/index.js";
import { DEFAULT_TOLERANCE, integrate, type System, sampleTimes, systems } from "../../src/mechanics/index.js";
import { ratiosFigure } from "../figures/ratios-figure.js";
import { aimOf } from "../harness/aims.js";
import { Contestant, type Entry } from "../harness/contestant.js";
import { withJob } from "../harness/exchange.js";
import { availablePeers, peer, type Settings } from "../harness/settings.js";
import { quantile, ratios, summarise } from "../harness/statistics.js";
import { digits, type PeerRatio, ratio } from "../harness/table.js";
import type { Part } from "./part.js";

/** Tolerances of ours; peers get the loosest of theirs that is at least as exact. */
const tolerances = [1e-9, DEFAULT_TOLERANCE];
const REFERENCE_TOLERANCE = 3e-14;
/** Trajectories on which errors are measured. */
const PROBES = 8;
const MAX_RUNS = 3;
/** Trajectories that a peer integrates one by one; its time is given for each. */
const ONE_BY_ONE = 20;

interface Row {
  readonly system: string;
  readonly name: string;
  readonly error: number;
  readonly tolerance: number;
  /** Milliseconds a trajectory, run by run. */
  readonly times: readonly number[];
  readonly ours: readonly number[];
}

/** Initial states of sampled trajectories [trajectory][2d]. */
function initialStates(system: System, count: number): Float64Array[] {
  const size = 2 * system.dimension;
  const { states } = generateTrajectories(system, { count, seed: 0, split: "train" });
  return Array.from({ length: count }, (_, i) =>
    states.slice(i * system.samples * size, i * system.samples * size + size),
  );
}

const integrateAll = (system: System, initial: readonly Float64Array[], times: Float64Array, tolerance: number) =>
  initial.map((state) => integrate(system, state, times, { tolerance }));

/** Of every trajectory its largest error, of those the median. */
function errorOf(states: readonly Float64Array[], reference: readonly Float64Array[]): number {
  const largest = states.map((motion, i) =>
    motion.reduce((worst, value, k) => Math.max(worst, Math.abs(value - (reference[i]?.[k] as number))), 0),
  );
  return quantile(largest, 0.5);
}

/** Contestants and how many trajectories each gets. */
function entriesOf(settings: Settings) {
  const { available, missing } = availablePeers(settings, ["scipy", "jax"]);
  const entries: { entry: Entry; count: number }[] = [];
  if (available.has("scipy"))
    for (const method of ["DOP853", "LSODA"])
      entries.push({ entry: peer(settings, `SciPy, ${method}`, "scipy", method), count: ONE_BY_ONE });
  if (available.has("jax"))
    entries.push({ entry: peer(settings, "JAX, odeint, vmap", "jax"), count: settings.trajectories });
  return { entries, missing };
}

export const groundTruth: Part = {
  name: "ground-truth",
  minutes: 2,
  title: "Exact trajectories: milliseconds for one, at equal measured error",
  async run(settings) {
    const { entries, missing } = entriesOf(settings);
    const runs = Math.min(settings.runs, MAX_RUNS);
    const rows: Row[] = [];
    const peerRatios: PeerRatio[] = [];
    const generation: { system: string; seconds: number }[] = [];
    const notes = [...missing];
    for (const system of systems.filter(({ name }) => name.includes(settings.only))) {
      settings.say(system.name);
      const initial = initialStates(system, settings.trajectories);
      const times = sampleTimes(system.duration, system.samples);
      const probes = initial.slice(0, PROBES);
      const reference = integrateAll(system, probes, times, REFERENCE_TOLERANCE);
      for (const tolerance of tolerances) {
        const error = errorOf(integrateAll(system, probes, times, tolerance), reference);
        const timeOurs = () => {
          const began = performance.now();
          integrateAll(system, initial, times, tolerance);
          return (performance.now() - began) / initial.length;
        };
        timeOurs();
        const ours = Array.from({ length: runs }, timeOurs);
        rows.push({ system: system.name, name: "metahamilton, 1 thread", error, tolerance, times: ours, ours });
        for (const { entry, count } of entries) {
          const states = initial.slice(0, Math.max(count, 1));
          const job = {
            work: "ground-truth",
            threads: settings.threads,
            options: { system: system.name, error },
            arrays: {
              initial: { shape: [states.length, 2 * system.dimension], data: joined(states) },
              times: { shape: [times.length], data: times },
              reference: {
                shape: [reference.length, times.length, 2 * system.dimension],
                data: joined(reference),
              },
            },
          };
          try {
            await withJob(job, async (folder) => {
              const contestant = await Contestant.start(entry, folder, settings.patience);
              const found = await contestant.result();
              const oursNow: number[] = [];
              const theirs: number[] = [];
              await contestant.run();
              for (let i = 0; i < runs; i++) {
                oursNow.push(timeOurs());
                theirs.push((await contestant.run()) / states.length);
              }
              await contestant.close();
              const [theirError = Number.NaN] = found.error ?? [];
              const [theirTolerance = Number.NaN] = found.tolerance ?? [];
              const row = { system: system.name, name: entry.name, error: theirError, tolerance: theirTolerance };
              rows.push({ ...row, times: theirs, ours: oursNow });
              const subject = `${system.name}, ${tolerance.toExponential(0)}`;
              peerRatios.push({ subject, peer: entry.name, ...ratios(theirs, oursNow) });
            });
          } catch (problem) {
            notes.push(`${system.name}: ${entry.name} left out: ${(problem as Error).message}`);
          }
        }
      }
      const began = performance.now();
      await generateInParallel([{ system, count: settings.trajectories, seed: 0, split: "train" }]);
      generation.push({ system: system.name, seconds: (performance.now() - began) / 1000 });
    }
    notes.push(
      `error: of every trajectory the largest over times and components, median over ${PROBES} trajectories, against a ` +
        `run with tolerance ${REFERENCE_TOLERANCE}`,
      `a peer's tolerance: its loosest (steps of half a power of ten) whose error is no larger than ours`,
      `${runs} runs of ${settings.trajectories} trajectories each, SciPy's of ${ONE_BY_ONE}; SciPy and ours on one thread, ` +
        `JAX on ${settings.threads}, all its trajectories at once`,
    );
    return {
      tables: [
        {
          columns: ["system", "contestant", "tolerance", "error", "ms a trajectory", "their time / ours"],
          rows: rows.map(({ system, name, error, tolerance, times, ours }) => [
            system,
            name,
            tolerance.toExponential(0),
            error.toExponential(1),
            digits(summarise(times).median),
            times === ours ? "" : ratio(ratios(times, ours)),
          ]),
        },
        {
          title:
            `${settings.trajectories} trajectories as a run makes them (initial conditions drawn and redrawn, energies ` +
            `checked), ${availableParallelism()} workers`,
          columns: ["system", "s"],
          rows: generation.map(({ system, seconds }) => [system, digits(seconds)]),
        },
      ],
      notes,
      measured: { rows, generation },
      ratios: peerRatios,
      ...(peerRatios.length === 0 ? {} : { figure: figureOf(peerRatios) }),
    };
  },
};

/** One row a system and tolerance. */
function figureOf(found: readonly PeerRatio[]) {
  const subjects = [...new Set(found.map(({ subject }) => subject))];
  const rows = subjects.map((label) => ({
    label,
    ratios: found
      .filter(({ subject }) => subject === label)
      .map((ratio) => ({ ...ratio, aim: aimOf("ground-truth", ratio) })),
  }));
  return ratiosFigure("Exact trajectories: their time / ours at equal error", rows);
}

function joined(arrays: readonly Float64Array[]): Float64Array {
  return Float64Array.from(arrays.flatMap((values) => [...values]));
}
