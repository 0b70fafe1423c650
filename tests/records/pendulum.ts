import { randomStream } from "../../src/base/random.js";
import { dop853 } from "../../src/mechanics/index.js";

/** A pendulum's motion, theta'' = -sin theta - friction theta' + drive cos(0.7 t), sampled and made noisy. */
export interface PendulumOptions {
  readonly amplitude?: number;
  readonly points?: number;
  readonly duration?: number;
  /** Relative to the amplitude. */
  readonly noise?: number;
  readonly friction?: number;
  readonly drive?: number;
  readonly seed?: number;
}

/** True states [points][theta, omega] at equal intervals. */
export function pendulumMotion(options: PendulumOptions = {}) {
  const { amplitude = 1.5, points = 50, duration = 10, friction = 0, drive = 0 } = options;
  const times = Float64Array.from({ length: points }, (_, i) => (i * duration) / (points - 1));
  const { states } = dop853(
    ([theta = 0, omega = 0, t = 0], out) => {
      out.set([omega, -Math.sin(theta) - friction * omega + drive * Math.cos(0.7 * t), 1]);
    },
    Float64Array.of(amplitude, 0, 0),
    times,
    { tolerance: 1e-12 },
  );
  return {
    times,
    states: Float64Array.from({ length: 2 * points }, (_, k) => states[3 * Math.floor(k / 2) + (k % 2)] as number),
  };
}

/** The motion as the text of a CSV file with columns t, theta and p (or omega, or neither). */
export function pendulumCsv(options: PendulumOptions = {}, columns: "p" | "omega" | "none" = "p"): string {
  const { amplitude = 1.5, noise = 0, seed = 0 } = options;
  const { times, states } = pendulumMotion(options);
  const random = randomStream(seed, "pendulum noise");
  const noisy = states.map((value) => value + noise * amplitude * random.normal());
  const rows = Array.from(times, (t, i) =>
    [t, noisy[2 * i], ...(columns === "none" ? [] : [noisy[2 * i + 1]])].join(","),
  );
  return [`t [s],theta [rad]${columns === "none" ? "" : `,${columns} [1/s]`}`, ...rows].join("\n");
}
