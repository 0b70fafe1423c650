import { type System, simulate, systemNamed, writtenSystem } from "../../src/mechanics/index.js";
import type { SystemChoice } from "./messages.js";

/** Samples of a motion of a written system. */
const SAMPLES = 200;

/** Room beside the largest excursion of a written system's motion, as the six systems have. */
const MARGIN = 1.1;

/**
 * The chosen system. A written one has no sampled motions that would tell how far it reaches, so its box is that of the
 * motion from `state`, and its energies are measured against the largest kinetic energy p dq/dt / 2 on the way.
 */
export function chosenSystem(choice: SystemChoice, state?: Float64Array): System {
  if (choice.kind === "named") return systemNamed(choice.name).withConstants(choice.constants ?? {});
  const { formula, constants, duration } = choice;
  const options = { constants, duration, samples: SAMPLES };
  const plain = writtenSystem(formula, options);
  if (state === undefined) return plain;
  const { states } = simulate(plain, state);
  const d = plain.dimension;
  const reach = Array.from({ length: 2 * d }, () => 0);
  const slope = new Float64Array(2 * d);
  let kinetic = 0;
  for (let from = 0; from < states.length; from += 2 * d) {
    const at = states.subarray(from, from + 2 * d);
    at.forEach((value, i) => {
      reach[i] = Math.max(reach[i] as number, MARGIN * Math.abs(value));
    });
    plain.vectorField(at, slope);
    let twice = 0;
    for (let i = 0; i < d; i++) twice += (at[d + i] as number) * (slope[i] as number);
    kinetic = Math.max(kinetic, Math.abs(twice) / 2);
  }
  // A component that stays at zero still needs an axis.
  const largest = Math.max(...reach, 1e-3);
  return writtenSystem(formula, {
    ...options,
    reach: reach.map((value) => Math.max(value, 0.05 * largest)),
    energyScale: kinetic > 0 ? kinetic : 1,
  });
}
