import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { changesIn } from "../../src/records/law/verdict/changed.js";
import { ledIn } from "../../src/records/law/verdict/led.js";
import { middlesThatDrift } from "../../src/records/law/verdict/middle.js";
import { readText } from "./harness.js";
import { learned, simulated } from "./simulated-records.js";

// What stands out in a record that no law explains, in words.

const text = (heading: string, times: ArrayLike<number>, ...columns: readonly (readonly number[])[]) =>
  [heading, ...Array.from(times, (t, i) => [t, ...columns.map((own) => own[i])].join())].join("\n");

const times = Float64Array.from({ length: 400 }, (_, i) => i / 20);
const noisy = (values: ArrayLike<number>, size: number, name: string) => {
  const random = randomStream(4, name);
  return Array.from(values, (own) => own + size * random.normal());
};

describe("a coordinate that is led from outside", () => {
  /** Pohl's wheel, whose spring is moved by an exciter. */
  const wheel = () => {
    const { truth } = simulated({
      rates: ([x = 0, v = 0], t) => [v, -9.6 * (x - 0.3 * Math.sin(2.7 * t)) - 0.3 * v],
      start: [0.8, 0],
      points: 400,
      duration: 19.95,
    });
    return truth[0] as number[];
  };
  const exciter = times.map((t) => 0.3 * Math.sin(2.7 * t));

  it("goes on as one oscillation beside another that does not", async () => {
    const record = await readText(
      text("t (s),wheel (rad),exciter (rad)", times, noisy(wheel(), 2e-3, "w"), noisy(exciter, 2e-3, "e")),
    );
    expect(ledIn(record)).toEqual([
      expect.stringMatching(/^exciter goes on as one even oscillation whatever wheel does: .* option inputs exciter$/),
    ]);
  });

  it("is none where both are of one mode, nor where none is", async () => {
    const mode = await readText(
      text(
        "t (s),x1 (m),x2 (m)",
        times,
        noisy(exciter, 1e-3, "a"),
        noisy(
          exciter.map((own) => -own),
          1e-3,
          "b",
        ),
      ),
    );
    const both = await readText(
      text("t (s),x1 (m),x2 (m)", times, noisy(wheel(), 1e-3, "a"), noisy(wheel().reverse(), 1e-3, "b")),
    );
    expect([ledIn(mode), ledIn(both)]).toEqual([[], []]);
  });
});

describe("the middle of the swings", () => {
  const swing = (drift: number) => times.map((t) => 0.3 * Math.exp(-0.03 * t) * Math.cos(4.9 * t) + drift * t);
  it("moves with a sensor's zero, in the file's unit", async () => {
    const degrees = Array.from(swing(0.004), (own) => (180 / Math.PI) * own);
    const record = await readText(text("t (s),phi (deg)", times, noisy(degrees, 0.1, "z")));
    // 0.004 rad/s over 19.95 s.
    const [said = "", ...more] = middlesThatDrift(record);
    const [, drift, time] = /^the middle of the swings of phi moves evenly, by (\S+) deg in (\S+) s/.exec(said) ?? [];
    expect([more, time]).toEqual([[], "19.9"]);
    expect(Math.abs(Number(drift) / 4.57 - 1)).toBeLessThan(0.05);
  });
  it("is none of what goes one way, as fast as it may", async () => {
    const shaft = times.map((t) => 40 * (t < 12 ? t * t : 24 * t - 144 - (t - 12) ** 2));
    expect(middlesThatDrift(await readText(text("t (s),phi (rad)", times, noisy(shaft, 1, "z"))))).toEqual([]);
  });
  it("stays where swings only die out", async () => {
    expect(middlesThatDrift(await readText(text("t (s),phi (rad)", times, noisy(swing(0), 2e-3, "z"))))).toEqual([]);
  });
});

describe("swings of which no one law holds", () => {
  const long = Float64Array.from({ length: 800 }, (_, i) => i / 20);
  const said = async (values: ArrayLike<number>, noise = 2e-3) =>
    changesIn(await readText(text("t (s),phi (rad)", long, noisy(values, noise, "c"))));
  it("take another time from some moment on", async () => {
    // A mass is added at 20 s, at a passage of the middle: of 4.9 rad/s, then of 4.
    const from = (15.5 * 2 * Math.PI) / 4.9;
    const [told = "", ...more] = await said(
      long.map((t) => (t < from ? Math.sin(4.9 * t) : -(4.9 / 4) * Math.sin(4 * (t - from)))),
    );
    const [, before, at, after] = /take (\S+) s until about (\S+) s and (\S+) s from then on/.exec(told) ?? [];
    expect(more).toEqual([]);
    expect(Math.abs(Number(before) - (2 * Math.PI) / 4.9)).toBeLessThan(0.01);
    expect(Math.abs(Number(after) - (2 * Math.PI) / 4)).toBeLessThan(0.04);
    expect(Math.abs(Number(at) - from)).toBeLessThan(1.6);
  });
  it("shrink at another rate from some moment on", async () => {
    const [told = ""] = await said(
      long.map((t) => Math.exp(-0.005 * t - 0.1 * Math.max(0, t - 18)) * Math.cos(4.9 * t)),
      5e-4,
    );
    const [, before, at, after] =
      /shrink by (\S+) % each until about (\S+) s and shrink by (\S+) % each/.exec(told) ?? [];
    const swing = (2 * Math.PI) / 4.9;
    expect(Math.abs(Number(before) - 100 * -Math.expm1(-0.005 * swing))).toBeLessThan(0.2);
    expect(Math.abs(Number(after) - 100 * -Math.expm1(-0.105 * swing))).toBeLessThan(0.8);
    expect(Math.abs(Number(at) - 18)).toBeLessThan(2);
  });
  it("are none of one law: large swings that die out, under dry friction, beats, a push", async () => {
    const { truth } = simulated({
      rates: ([x = 0, v = 0]) => [v, -24 * Math.sin(x) - 0.1 * v],
      start: [2.6, 0],
      points: 800,
      duration: 39.95,
    });
    const dry = long.map((t) => Math.max(0, 1 - t / 35) * Math.cos(4.9 * t));
    const beats = long.map((t) => Math.cos(4.9 * t) * Math.cos(0.35 * t));
    const pushed = long.map((t) => (t < 18 ? 1 : 1.4) * Math.exp(-0.02 * t) * Math.cos(4.9 * t));
    for (const own of [truth[0] as number[], dry, beats, pushed]) expect(await said(own)).toEqual([]);
  });
});

it("a touch is named with its time, where one law holds before and after it", async () => {
  const { columns } = simulated({
    rates: ([x = 0, v = 0], t) => [v, -24 * Math.sin(x) - 0.1 * v + (t > 6.2 && t < 6.25 ? 16 : 0)],
    start: [0.4, 0],
    points: 300,
    duration: 15,
    noise: 0.01,
  });
  const rows = Float64Array.from({ length: 300 }, (_, i) => (15 * i) / 299);
  const { check } = learned(await readText(text("t (s),theta (rad)", rows, columns[0] as number[])));
  expect(check.verdict).toBe("undetermined");
  const at = Number(/leaves the law about (\S+) s and hardly at any other time/.exec(check.reasons.join("\n"))?.[1]);
  expect(Math.abs(at - 6.3)).toBeLessThan(0.6);
});
