import { describe, expect, expectTypeOf, test } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { randomStream } from "../../src/base/random.js";
import { loadPretrained, type Pretrained, phaseSpaceOf, pretrainedNames } from "../../src/learning/index.js";
import { pendulum, simulate } from "../../src/mechanics/index.js";
import { type AdaptedRecord, adapt, type PredictedMotion, predict } from "../../src/records/index.js";
import { pendulumCsv, pendulumMotion } from "./pendulum.js";

describe("adapt and predict", () => {
  test("a browser's file and bytes give the same; the prediction goes on from the record's end", async () => {
    const text = pendulumCsv({}, "none");
    const adapted = await adapt(new File([text], "swing.csv"), { draws: 2 });
    const { t, states } = predict(adapted, { duration: 10, points: 3 });
    expect([...t]).toEqual([10, 15, 20]);
    const truth = pendulumMotion({ points: 5, duration: 20 }).states;
    expect(states[4]).toBeCloseTo(truth[8] as number, 3);
    const again = await adapt({ name: "swing.csv", content: text }, { draws: 2 });
    expect([...predict(again, { duration: 10, points: 3 }).states]).toEqual([...states]);
  });

  test.each([
    ["a path", "swing.csv", 'the file name "swing.csv" alone is no record'],
    ["bytes under another name", { name: "swing.csv", bytes: new Uint8Array(3) }, "its first argument is no record"],
    ["nothing", undefined, "its first argument is no record"],
  ])("%s in place of a file is refused with what is expected", async (_what, file, message) => {
    const refused = adapt(file as unknown as File);
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toThrow('expected a File or { name: "swing.csv", content }');
  });

  test.each<[object, RegExp]>([
    [{ draw: 2 }, /^adapt has no option "draw"; did you mean draws\?$/],
    [{ draws: -1 }, /^draws must be an integer from 0 to 1000, got -1$/],
    [{ coordinates: "theta" }, /^coordinates must be a list of texts, got "theta"$/],
    [{ method: "guess" }, /^method must be one of auto, law, process, structured, got "guess"$/],
    [{ time: "hours" }, /^swing\.csv: option time names "hours", but the columns are /],
  ])("options %j are refused, by their own names", async (options, message) => {
    const refused = adapt({ name: "swing.csv", content: pendulumCsv({}, "none") }, options);
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(message);
  });

  test("types", () => {
    expectTypeOf(adapt).returns.resolves.toEqualTypeOf<AdaptedRecord>();
    expectTypeOf(predict).returns.toEqualTypeOf<PredictedMotion>();
    expectTypeOf(adapt)
      .parameter(0)
      .toExtend<File | { readonly name: string; readonly content: Uint8Array | string }>();
    expectTypeOf(loadPretrained).returns.resolves.toEqualTypeOf<Pretrained>();
    expectTypeOf(loadPretrained).parameter(0).toEqualTypeOf<(typeof pretrainedNames)[number]>();
  });
});

describe("pretrained models", () => {
  test.each(pretrainedNames)("%s is what it says", async (name) => {
    const { checkpoint, learner } = await loadPretrained(name);
    expect(learner.name).toBe(name);
    if (name === "laws-in-context") {
      expect(checkpoint.method?.name).toBe("in-context");
      expect(JSON.parse(checkpoint.notes.config as string).data.laws).toEqual({ count: "endless", share: 0 });
    } else {
      expect(checkpoint.state.step).toBe(5000);
      expect(checkpoint.notes.heldOut).toBe(name === "all-systems" ? "none" : name.replace("without-", ""));
    }
  });

  test("laws-in-context, which has seen no system, follows a pendulum from ten noisy points and keeps its energy", async () => {
    const { learner } = await loadPretrained("laws-in-context");
    const { states } = simulate(pendulum, Float64Array.of(1, 0), { points: 10 });
    const random = randomStream(0, "noise");
    const noisy = states.map((value) => value + 0.02 * random.normal());
    const derivatives = new Float64Array(20);
    for (let i = 0; i < 20; i += 2)
      derivatives.set([(noisy[i + 1] as number) + 0.02 * random.normal(), -Math.sin(states[i] as number)], i);
    const observations = { count: 10, states: noisy, derivatives };
    const learned = await learner.adapt(phaseSpaceOf(pendulum), observations, { random });
    const slope = new Float64Array(2);
    for (const [q, p] of [
      [0.6, 0.3],
      [-0.4, 0.8],
    ] as const) {
      learned.vectorField(Float64Array.of(q, p), slope);
      expect(Math.hypot((slope[0] as number) - p, (slope[1] as number) + Math.sin(q))).toBeLessThan(0.1);
    }
    await learned.close?.();
  });

  test("an unknown one is refused", async () => {
    await expect(loadPretrained("everything" as "all-systems")).rejects.toThrow(UserError);
  });
});
