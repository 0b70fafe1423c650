import { setTimeout as pause } from "node:timers/promises";
import { Contestant, type Entry, TooSlow } from "./contestant.js";
import { relativeError } from "./statistics.js";

export interface ComparisonOptions {
  /** Counted runs of every contestant. */
  readonly runs: number;
  /** Runs of every contestant before those. */
  readonly warmUp: number;
  /** Largest relative difference (Euclidean norm) of each named result from ours; 1e-4 by default. */
  readonly tolerance?: number;
  /** Whether a run that does not count goes before every one that does; true by default. For work of many seconds, false. */
  readonly rehearse?: boolean;
  /** Seconds that a peer may take to its first result; any time if left out. Ours may always. */
  readonly patience?: number;
  readonly say: (line: string) => void;
}

/** One contestant's measurements, milliseconds unless said otherwise. */
export interface Measurement {
  readonly name: string;
  readonly times: readonly number[];
  readonly startup: number;
  readonly stages: Readonly<Record<string, number>>;
  readonly versions: Readonly<Record<string, string>>;
  /** Bytes. */
  readonly peakMemory: number;
  /** Relative difference of each named result from ours. */
  readonly differences: Readonly<Record<string, number>>;
}

export interface Skipped {
  readonly name: string;
  readonly reason: string;
  /** Milliseconds after which a contestant without a result was stopped; undefined for other reasons. */
  readonly startupOver?: number;
}

export interface Comparison {
  /** Ours first. */
  readonly measurements: readonly Measurement[];
  /** Contestants left out, and why. */
  readonly skipped: readonly Skipped[];
}

/** Between two contestants, so that threads of the last one that still spin in wait for work go to sleep. */
const BREATH = 60;

/**
 * Starts all contestants, holds their results against those of the first one (ours), and times them in turns A B A B.
 * Each turn is one run that does not count, to bring its data back into the caches, and one that does. A contestant
 * that cannot start is left out; so is one whose results differ.
 */
export async function compare(
  entries: readonly Entry[],
  folder: string,
  { runs, warmUp, tolerance = 1e-4, rehearse = true, patience, say }: ComparisonOptions,
): Promise<Comparison> {
  const skipped: Skipped[] = [];
  const contestants: { contestant: Contestant; differences: Record<string, number>; times: number[] }[] = [];
  try {
    let truth: Readonly<Record<string, readonly number[]>> | undefined;
    for (const entry of entries) {
      say(`  starting ${entry.name}`);
      try {
        const contestant = await Contestant.start(entry, folder, truth === undefined ? undefined : patience);
        const result = await contestant.result();
        truth ??= result;
        const differences = Object.fromEntries(
          Object.entries(truth).map(([key, values]) => [key, relativeError(result[key] ?? [], values)]),
        );
        const wrong = Object.entries(differences).find(([, difference]) => !(difference <= tolerance));
        if (wrong === undefined) contestants.push({ contestant, differences, times: [] });
        else {
          skipped.push({ name: entry.name, reason: `its ${wrong[0]} differs by ${wrong[1].toExponential(1)}` });
          await contestant.close();
        }
      } catch (error) {
        if (truth === undefined) throw error;
        const { message: reason } = error as Error;
        const over = error instanceof TooSlow ? { startupOver: 1000 * error.seconds } : {};
        skipped.push({ name: entry.name, reason, ...over });
      }
    }
    for (let round = -warmUp; round < runs; round++)
      for (const { contestant, times } of contestants) {
        await pause(BREATH);
        if (rehearse && round >= 0) await contestant.run();
        const time = await contestant.run();
        if (round >= 0) times.push(time);
      }
    const measurements: Measurement[] = [];
    for (const { contestant, differences, times } of contestants)
      measurements.push({
        name: contestant.name,
        times,
        startup: contestant.startup,
        stages: contestant.ready.stages,
        versions: contestant.ready.versions,
        peakMemory: await contestant.peakMemory(),
        differences,
      });
    return { measurements, skipped };
  } finally {
    for (const { contestant } of contestants) await contestant.close();
  }
}
