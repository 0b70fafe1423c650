import type { Recording } from "../../recording.js";
import { type Arm, anglesOf, armNoise, withTurns } from "./arm.js";

/** Arms turn together whose angles differ by so many times their noise, and by this share of their swing. */
const [TOGETHER_NOISE, TOGETHER_SHARE] = [3, 0.05];
/** Pivots that were not seen are one that lie nearer to one another than this share of the longer arm. */
const ONE_PIVOT = 0.05;

/** Of arms that turn together, as markers of one rod do, the longest, which tells the angle best; and which were left out, in words. */
export function rigid(record: Recording, all: readonly Arm[]): { arms: Arm[]; notes: string[] } {
  const kept: { arm: Arm; others: Arm[] }[] = [];
  for (const arm of [...all].sort((a, b) => b.length - a.length)) {
    const same = kept.find((own) => turnTogether(record, own.arm, arm));
    if (same === undefined) kept.push({ arm, others: [] });
    else same.others.push(arm);
  }
  const names = (arms: readonly Arm[]) => arms.map(({ end }) => end.name).join(" and ");
  return {
    arms: all.filter((arm) => kept.some((own) => own.arm === arm)),
    notes: kept.flatMap(({ arm, others }) =>
      others.length === 0
        ? []
        : [`${names(others)} ${others.length === 1 ? "turns" : "turn"} with ${arm.end.name}: one rigid arm`],
    ),
  };
}

/** Whether two arms hang from one pivot, or one from the other's end. */
function joined(a: Arm, b: Arm): boolean {
  if ("x" in a.from || "x" in b.from) return a.from === b.from || a.from === b.end || b.from === a.end;
  return Math.hypot(a.from[0] - b.from[0], a.from[1] - b.from[1]) < ONE_PIVOT * Math.max(a.length, b.length);
}

function turnTogether(record: Recording, a: Arm, b: Arm): boolean {
  if (!joined(a, b)) return false;
  const both = record.motions.map((motion) => [a, b].map((arm) => withTurns(anglesOf(record, motion, arm))));
  const values = both.flatMap(([own]) => [...(own ?? [])]);
  const differences = both.flatMap(([own, other]) => Array.from(own ?? [], (x, i) => x - (other?.[i] as number)));
  const allowed = Math.min(
    TOGETHER_NOISE * Math.hypot(...[a, b].map((arm) => armNoise(record, arm) / arm.length)) + 1e-9,
    TOGETHER_SHARE * deviationOf(values),
  );
  return deviationOf(differences) < allowed;
}

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0));
}
