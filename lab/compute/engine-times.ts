import type { Client } from "./client.js";
import { causeOf } from "./failure.js";
import { type EngineId, type Started, startEngine } from "./ladder.js";

/** How long a step takes in an engine, or why that is not known. */
export interface Reading {
  readonly engine: EngineId;
  readonly milliseconds?: number;
  readonly reason?: string;
}

/**
 * Times a job in the engine that runs and in others, each in a worker of its own that is ended afterwards. WebGPU, whose
 * files are large, is loaded only if its calls alone leave it a chance (see `graphicsBound`).
 *
 * @param time - Milliseconds of one step of the job.
 */
export async function timeEngines(
  running: Started,
  others: readonly EngineId[],
  time: (client: Client) => Promise<number>,
): Promise<readonly Reading[]> {
  const readings: Reading[] = [{ engine: running.id, milliseconds: await time(running.client) }];
  for (const engine of others) {
    const least = Math.min(...readings.map(({ milliseconds = Number.POSITIVE_INFINITY }) => milliseconds));
    readings.push(
      await timeEngine(engine, running, least, time).catch((error) => ({ engine, reason: causeOf(error) })),
    );
  }
  return readings;
}

async function timeEngine(
  engine: EngineId,
  running: Started,
  least: number,
  time: (client: Client) => Promise<number>,
): Promise<Reading> {
  if (engine === "webgpu") {
    const bound = await running.client.compute.graphicsBound();
    if (bound > least)
      return { engine, reason: `its calls alone take ${bound.toPrecision(2)} ms, so it was not loaded` };
  }
  const client = await startEngine(engine);
  try {
    return { engine, milliseconds: await time(client) };
  } finally {
    client.end("it was only timed");
  }
}
