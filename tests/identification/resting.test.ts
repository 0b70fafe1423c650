import { expect, it } from "vitest";
import { followLaw, type LearnedLaw, signalOf, type TermSpec } from "../../src/identification/index.js";

const linear = (...coefficients: number[]) => ({ kind: "linear", coefficients }) as const;
const powers = { kind: "powers", origin: 0, unit: 1, count: 2 } as const;
const dry = (...directions: number[][]): TermSpec => ({ kind: "friction", directions, law: "dry", smoothing: 0.01 });
const unitMasses = (d: number): TermSpec => ({
  kind: "kinetic",
  pattern: Array.from({ length: d * d }, (_, k) => (k % (d + 1) === 0 ? 1 : 0)),
  feature: linear(...new Array<number>(d).fill(0)),
  constant: 1,
});
const lawWith = (d: number, terms: readonly TermSpec[], coefficients: number[]): LearnedLaw => ({
  dimension: d,
  terms,
  coefficients: Float64Array.from(coefficients),
  covariance: new Float64Array(coefficients.length ** 2),
  tick: 1,
  spreads: new Float64Array(2 * d).fill(1),
  looseness: 0,
  inputs: terms.some(({ kind }) => kind === "input") ? 1 : 0,
});
/** Energy k x^2 / 2 and dry friction. */
const spring = (k: number, mu: number, more: readonly TermSpec[] = [], values: number[] = []) =>
  lawWith(
    1,
    [unitMasses(1), { kind: "potential", feature: linear(1), basis: powers }, dry([1]), ...more],
    [0, k, mu, ...values],
  );
const every = (step: number, count: number) => Array.from({ length: count }, (_, i) => i * step);

it("a body on a spring swings about mu/k on either side and stays where friction holds it", () => {
  const [k, mu, start] = [1.7, 0.11, 1.3];
  const [w, shift] = [Math.sqrt(k), mu / k];
  let [from, turns] = [start, 0];
  const turning = [start];
  for (; Math.abs(from) > shift; turns++) {
    from = 2 * Math.sign(from) * shift - from;
    turning.push(from);
  }
  const at = (t: number): [number, number] => {
    const n = Math.min(turns, Math.floor((t * w) / Math.PI));
    const x = turning[n] as number;
    if (n === turns) return [x, 0];
    const [middle, phase] = [Math.sign(x) * shift, w * t - n * Math.PI];
    return [middle + (x - middle) * Math.cos(phase), -(x - middle) * w * Math.sin(phase)];
  };
  const times = every(0.43, 100);
  let rest: number | undefined;
  const onRest = (since: number | undefined) => {
    rest = since;
  };
  const states = followLaw(spring(k, mu), Float64Array.of(start, 0), 0, times, { onRest });
  times.forEach((t, i) => {
    const [x, v] = at(t);
    expect(states[2 * i]).toBeCloseTo(x, 6);
    expect(states[2 * i + 1]).toBeCloseTo(v, 6);
  });
  expect(rest).toBeCloseTo((turns * Math.PI) / w, 5);
  expect(states.at(-1)).toBe(0);
  expect(states.at(-2)).toBe(states[2 * 99 - 2]);
});

it("a pull that grows sets a body moving when it exceeds the friction, and one that jumps at once", () => {
  const harmonic: TermSpec = { kind: "harmonic", direction: [1], origin: 0 };
  // sin(w t) > mu from t0 on: v = (cos w t0 - cos w t) / w - mu (t - t0), x its integral.
  const [w, mu] = [0.2, 0.3];
  const t0 = Math.asin(mu) / w;
  const times = every(0.5, 21);
  const pulled = followLaw(
    lawWith(1, [unitMasses(1), dry([1]), harmonic], [mu, 0, 1, w]),
    Float64Array.of(0.7, 0),
    0,
    times,
  );
  times.forEach((t, i) => {
    const s = Math.max(0, t - t0);
    const c = Math.cos(w * t0);
    const x = 0.7 + (c * s) / w - (Math.sin(w * (t0 + s)) - mu) / w ** 2 - (mu * s ** 2) / 2;
    expect(pulled[2 * i]).toBeCloseTo(x, 7);
    expect(pulled[2 * i + 1]).toBeCloseTo((c - Math.cos(w * (t0 + s))) / w - mu * s, 7);
  });
  const signal = signalOf({ times: [0, 1.3, 2.3, 3], values: [0.2, 0.5, 0, 0], count: 1 }, [true]);
  const pushed = followLaw(
    lawWith(1, [unitMasses(1), dry([1]), { kind: "input", direction: [1], inputs: [0] }], [mu, 1]),
    Float64Array.of(0, 0),
    0,
    [1.2, 2.3, 4],
    { signal },
  );
  // 1 s at 0.5 - mu, then mu alone stops it.
  const [speed, way] = [0.2, 0.1];
  expect([...pushed.slice(0, 2)]).toEqual([0, 0]);
  expect(pushed[3]).toBeCloseTo(speed, 9);
  expect(pushed[4]).toBeCloseTo(way + speed ** 2 / (2 * mu), 9);
  expect(pushed[5]).toBe(0);
});

it("of two bodies between which a spring is stretched one slides while the other holds", () => {
  // The second holds as long as k (1 - x) <= 0.3; the first swings as if it were tied to a wall.
  const [k, weak, strong] = [2, 0.05, 0.3];
  const between: TermSpec = { kind: "potential", feature: linear(1, -1), basis: powers };
  const law = lawWith(2, [unitMasses(2), between, dry([1, 0]), dry([0, 1])], [0, k, weak, strong]);
  const w = Math.sqrt(k);
  const states = followLaw(law, Float64Array.of(0.14, 0, 0, 0), 0, [Math.PI / w, 1.5 * (Math.PI / w), 100]);
  expect(states[0]).toBeCloseTo(-0.14 + (2 * weak) / k, 6);
  expect(states[4]).toBeCloseTo(-weak / k, 6);
  expect([states[1], states[5], states[9], states[11]]).toEqual([0, 0, 0, 0]);
});

it("a body on a table slides straight to v^2 / (2 mu), and friction that gives energy holds nothing", () => {
  const law = (mu: number) => lawWith(2, [unitMasses(2), dry([1, 0], [0, 1])], [mu]);
  let rest: number | undefined;
  const onRest = (since: number | undefined) => {
    rest = since;
  };
  const end = followLaw(law(0.11), Float64Array.of(0, 0, 0.6, 0.8), 0, [20], { onRest });
  expect(end[0]).toBeCloseTo(0.3 / 0.11, 8);
  expect(end[1]).toBeCloseTo(0.4 / 0.11, 8);
  expect([end[2], end[3]]).toEqual([0, 0]);
  expect(rest).toBeCloseTo(1 / 0.11, 6);
  const gaining = followLaw(law(-0.11), Float64Array.of(0, 0, 0.6, 0.8), 0, [1], { onRest });
  expect(Math.hypot(gaining[2] as number, gaining[3] as number)).toBeGreaterThan(1.1);
  expect(rest).toBeUndefined();
});

it("a motion in the plane that is far too fast for its steps ends as one that cannot be followed, not after millions of shorter ones", () => {
  const distance = (i: number): TermSpec => ({
    kind: "potential",
    feature: linear(...[0, 1].map((j) => (j === i ? 1 : 0))),
    basis: powers,
  });
  // 10^5 radians a tick on a circle, whose direction turns at every step however short.
  const stiff = lawWith(2, [unitMasses(2), distance(0), distance(1), dry([1, 0], [0, 1])], [0, 1e10, 0, 1e10, 1e-3]);
  const states = followLaw(stiff, Float64Array.of(1, 0, 0, 1e5), 0, every(1, 40));
  expect(states.at(-1)).toBeNaN();
});
