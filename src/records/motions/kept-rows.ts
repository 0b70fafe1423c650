import type { Motion } from "../recording.js";

/** The rows of a motion that are kept. */
export function keptRows(motion: Motion, keep: (row: number) => boolean): Motion {
  const N = motion.times.length;
  const kept = Array.from({ length: N }, (_, i) => i).filter(keep);
  const pick = (values: Float64Array | undefined) => {
    if (values === undefined) return undefined;
    const width = values.length / N;
    const result = new Float64Array(kept.length * width);
    kept.forEach((i, k) => {
      result.set(values.subarray(i * width, (i + 1) * width), k * width);
    });
    return result;
  };
  const { id, times, positions, momenta, velocities, accelerations, forces, inputs } = motion;
  return {
    id,
    times: pick(times) as Float64Array,
    positions: pick(positions) as Float64Array,
    momenta: pick(momenta),
    velocities: pick(velocities),
    accelerations: pick(accelerations),
    forces: pick(forces),
    inputs: pick(inputs),
  };
}
