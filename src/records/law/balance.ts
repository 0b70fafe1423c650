import { energiesOf, type InputSignal, powersOf } from "../../identification/index.js";
import type { LawModel } from "./model.js";
import { stateForm } from "./states.js";

/** Energy along a motion, and what forces have done to it since the first time. */
export interface EnergyBalance {
  /** Up to a constant. */
  readonly energy: Float64Array;
  /** Work of friction, mostly below 0; absent where there is no friction. */
  readonly friction?: Float64Array | undefined;
  /** Work of drives and inputs; absent where there are none. */
  readonly drive?: Float64Array | undefined;
}

/**
 * Energy and work at every second of an odd number of ascending times, of states [times][2d] of the record; the times between are middles, for Simpson's rule. The energy changes by the sum of
 * the works: dE/dt = -v.D v + F.v.
 */
export function energyBalance(
  model: LawModel,
  times: Float64Array,
  states: Float64Array,
  signal?: InputSignal,
): EnergyBalance {
  const { law, rest, energyScale } = model;
  const size = 2 * rest.length;
  const form = stateForm(model);
  const own = Float64Array.from(
    Array.from(times, (_, i) => [...form.lawState(states.subarray(i * size, (i + 1) * size))]).flat(),
  );
  const count = (times.length + 1) / 2;
  const energies = energiesOf(law, own);
  const [friction, drive] = [new Float64Array(times.length), new Float64Array(times.length)];
  let [rubbed, driven] = [false, false];
  for (const { term, power } of powersOf(law, own, times, signal)) {
    const kind = law.terms[term]?.kind;
    if (kind === "gyroscopic") continue;
    const rubs = kind === "friction" || kind === "place-friction";
    if (rubs) rubbed = true;
    else driven = true;
    const total = rubs ? friction : drive;
    power.forEach((value, i) => {
      total[i] = (total[i] as number) + energyScale * value;
    });
  }
  return {
    energy: Float64Array.from({ length: count }, (_, i) => energyScale * (energies[2 * i] as number)),
    ...(rubbed ? { friction: integral(times, friction) } : {}),
    ...(driven ? { drive: integral(times, drive) } : {}),
  };
}

/** Integrals from the first time to every second, by Simpson's rule. */
function integral(times: Float64Array, values: Float64Array): Float64Array {
  const result = new Float64Array((times.length + 1) / 2);
  for (let i = 1; i < result.length; i++) {
    const [a, b] = [2 * i - 2, 2 * i];
    const mean = ((values[a] as number) + 4 * (values[a + 1] as number) + (values[b] as number)) / 6;
    result[i] = (result[i - 1] as number) + mean * ((times[b] as number) - (times[a] as number));
  }
  return result;
}
