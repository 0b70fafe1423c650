import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { compress } from "../../src/identification/prepare/compress.js";

const [STEP, NOISE, TICK] = [0.002, 0.3, 0.32];

/** Rows of x(t) alone, with noise. */
function rowsOf(x: (t: number) => number, rows = 4000) {
  const random = randomStream(1, "rows");
  const times = Float64Array.from({ length: rows }, (_, i) => i * STEP);
  const values = Float64Array.from(times, (t) => x(t) + NOISE * random.normal());
  const both = Float64Array.from({ length: 2 * rows }, (_, k) =>
    k % 2 === 0 ? (values[k / 2] as number) : Number.NaN,
  );
  return { times, values: both };
}

/** What compressed rows are off by, each over the deviation of a mean of as many rows; how many there are. */
function errorsOf(x: (t: number) => number, jumps: readonly number[] = []) {
  const [motion] = compress([rowsOf(x)], 1, TICK, jumps);
  const { times, values, repeats } = motion as NonNullable<typeof motion>;
  const errors = Array.from(times, (t, i) => {
    const deviation = NOISE / Math.sqrt(repeats?.[i] as number);
    return ((values[2 * i] as number) - x(t)) / deviation;
  });
  return { errors, times: [...times], total: repeats?.reduce((sum, n) => sum + n, 0) };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value / values.length, 0);

describe("rows that become one", () => {
  it("are as many as a slow motion allows, and their errors are those of noise", () => {
    const { errors, total } = errorsOf((t) => 100 * Math.sin(t / TICK));
    expect(total).toBe(4000);
    expect(errors.length).toBeLessThan(140);
    expect(Math.abs(mean(errors))).toBeLessThan(0.5);
    expect(Math.sqrt(mean(errors.map((e) => e * e)))).toBeLessThan(1.6);
  });

  it("stand for a motion without noise to the sixth order of their length, but for two lengths at the ends", () => {
    const times = Float64Array.from({ length: 4000 }, (_, i) => i * STEP);
    const values = Float64Array.from({ length: 8000 }, (_, k) => (k % 2 === 0 ? Math.sin((k * STEP) / 2) : Number.NaN));
    const worst = (tick: number) => {
      const [motion] = compress([{ times, values }], 1, tick);
      const { times: own, values: found, repeats = [] } = motion as NonNullable<typeof motion>;
      const longest = Math.max(...(repeats as ArrayLike<number> as number[]));
      const errors = Array.from(own, (t, i) =>
        repeats[i] === longest && t > 2 && t < 6 ? Math.abs((found[2 * i] as number) - Math.sin(t)) : 0,
      );
      return { longest, error: Math.max(...errors) };
    };
    const [long, short] = [worst(1), worst(0.5)];
    const order = Math.log(long.error / short.error) / Math.log(long.longest / short.longest);
    expect(order).toBeGreaterThan(5.7);
    expect(order).toBeLessThan(6.3);
  });

  it("are more where a motion decays fast after a jump of what acts, and at both ends", () => {
    // A motor whose voltage changes its sign every second: x'' = -9.6 x' + 70000 u.
    const [rate, force] = [9.6, 70000];
    const speed = force / rate;
    const start = (n: number): [number, number] => {
      let [x, v] = [0, 0];
      for (let k = 0; k < n; k++) [x, v] = onwards(x, v, k % 2 === 0 ? speed : -speed, 1);
      return [x, v];
    };
    const onwards = (x: number, v: number, u: number, t: number): [number, number] => {
      const decay = Math.exp(-rate * t);
      return [x + u * t + ((v - u) * (1 - decay)) / rate, u + (v - u) * decay];
    };
    const x = (t: number) => {
      const n = Math.floor(t + 1e-9);
      return onwards(...start(n), n % 2 === 0 ? speed : -speed, t - n)[0];
    };
    const { errors, times, total } = errorsOf(x, [1, 2, 3, 4, 5, 6, 7]);
    expect(total).toBe(4000);
    expect(errors.length).toBeLessThan(500);
    expect(Math.sqrt(mean(errors.map((e) => e * e)))).toBeLessThan(1.3);
    // None of them lies across a jump, and right after one the rows stand for themselves.
    for (const jump of [1, 2, 3, 4, 5, 6, 7])
      expect(Math.min(...times.map((t) => Math.abs(t - jump)))).toBeLessThan(1e-9);
    const early = errors.filter((_, i) => (times[i] as number) % 1 < 0.2);
    expect(Math.abs(mean(early))).toBeLessThan(4 / Math.sqrt(early.length));
  });

  it("are more where a part of the motion is fast that the rest hides", () => {
    const burst = (t: number) => (t > 3 && t < 4 ? 20 * Math.sin(Math.PI * (t - 3)) ** 4 * Math.sin(60 * t) : 0);
    const { errors, times } = errorsOf((t) => 300 * Math.sin(t / TICK) + burst(t));
    const inside = errors.filter((_, i) => (times[i] as number) > 3 && (times[i] as number) < 4);
    expect(Math.sqrt(mean(inside.map((e) => e * e)))).toBeLessThan(1.4);
    expect(errors.length).toBeLessThan(600);
  });
});
