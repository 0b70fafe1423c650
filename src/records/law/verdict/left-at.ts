import { type FittedCandidate, SMALL_LOOSENESS } from "../../../identification/index.js";
import type { Recording } from "../../recording.js";

/** A law is left in one place where so many joints of segments one after the other hold this share of what is left at all, of at least so many joints. */
const [TOGETHER, SHARE, FEWEST] = [2, 0.8, 6];

/** In words, when a record leaves its law, where it hardly does so anywhere else: what happened then is not in the law. Empty where it wanders all along, or not at all. */
export function leftAt({ time, inputs }: Recording, { fit }: FittedCandidate): string[] {
  const { segments, motions } = fit.problem;
  // Motions with inputs have clocks of their own.
  if (!(fit.looseness > SMALL_LOOSENESS) || motions.length > 1 || inputs.length > 0) return [];
  const { gaps } = fit.linearisation;
  const sizes = gaps.reduce<number[]>((sums, gap) => {
    gap.forEach((value, i) => {
      sums[i] = (sums[i] ?? 0) + value * value;
    });
    return sums;
  }, []);
  const joints = gaps.flatMap((gap, s) =>
    gap.length === 0
      ? []
      : [
          {
            s,
            size: gap.reduce((sum, value, i) => sum + (sizes[i] === 0 ? 0 : (value * value) / (sizes[i] as number)), 0),
          },
        ],
  );
  if (joints.length < FEWEST) return [];
  const total = joints.reduce((sum, { size }) => sum + size, 0);
  const around = joints.map((_, k) => joints.slice(k, k + TOGETHER).reduce((sum, { size }) => sum + size, 0));
  const most = around.indexOf(Math.max(...around));
  if (!((around[most] as number) > SHARE * total)) return [];
  const own = joints.slice(most, most + TOGETHER);
  const largest = own.reduce((best, joint) => (joint.size > best.size ? joint : best));
  const { first, end } = segments[largest.s] as (typeof segments)[number];
  const times = motions[0]?.times as Float64Array;
  const middle = ((times[first] as number) + (times[end] as number)) / 2;
  return [
    `it leaves the law about ${Number(middle.toPrecision(3))}${time.unit === "" ? "" : ` ${time.unit}`} and hardly at any other time: something that is not in the law acted then, such as a touch, a hit or a slip`,
  ];
}
