import { UserError } from "../base/errors.js";
import { randomStream } from "../base/random.js";
import { type System, systems } from "../mechanics/index.js";
import type { ExperimentConfig } from "./config.js";

/**
 * The systems to train on when `heldOut` is to be tested on: those of the paper's six that are not held out, or
 * `data.systems` of them drawn by the seed. `UserError` where there are not so many.
 */
export function trainingSystems({ data }: Pick<ExperimentConfig, "data">, heldOut: string, seed: number): System[] {
  const others = systems.filter(({ name }) => name !== heldOut);
  if (data.systems === null) return others;
  if (data.systems > others.length)
    throw new UserError(
      `data.systems = ${data.systems}: with ${heldOut} held out there are ${others.length} systems to train on`,
    );
  const chosen = randomStream(seed, "training systems", heldOut).choose(others.length, data.systems);
  return chosen.sort((a, b) => a - b).map((i) => others[i] as System);
}
