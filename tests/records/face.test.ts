import { describe, expect, expectTypeOf, test } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { loadPretrained, type Pretrained, pretrainedNames } from "../../src/learning/index.js";
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
    expect(checkpoint.state.step).toBe(5000);
    expect(checkpoint.notes.heldOut).toBe(name === "all-systems" ? "none" : name.replace("without-", ""));
    expect(learner.name).toBe(name);
  });

  test("an unknown one is refused", async () => {
    await expect(loadPretrained("everything" as "all-systems")).rejects.toThrow(UserError);
  });
});
