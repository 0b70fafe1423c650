import type { Adaptation } from "../../adaptation.js";
import type { Recording } from "../../recording.js";
import { followModel, type LawModel, lawEnergy } from "../model.js";

/** Rows after a sudden turn that are held against the law from before it. */
const ROWS = 5;
/** A law leads across a turn where it misses them by less than this share of what a straight line does. */
const SHARE = 0.1;
/** Where something is hit, turns take more than this share of the kinetic energy on average. */
const TAKEN = 0.02;

/**
 * Whether the law of the motion between sudden turns leads across every one of them, as that of a comet does about its sun: then nothing was hit. `flights` are the motions that `found` was learned from, in the order
 * of time; turns between which too few rows lie are not looked at. A steep wall leads across bounces too, but its flights lose energy from one to the next. False where there is no turn to look at.
 */
export function leadsAcross({ space, motions: flights }: Recording, found: Adaptation): boolean {
  const model = found.model.law;
  if (model === undefined) return false;
  const d = space.dimension;
  const taken: number[] = [];
  const most = Math.max(...found.motions.map(({ start }) => kineticEnergy(model, start.state)));
  for (const [k, next] of flights.entries()) {
    const before = flights[k - 1];
    const start = found.motions[k - 1]?.start;
    if (before === undefined || start === undefined) continue;
    const N = before.times.length;
    const [last, end] = [before.times[N - 2] as number, before.times[N - 1] as number];
    // A turn takes two rows; flights of another motion, or beyond one that was too short, do not follow.
    const gap = (next.times[0] as number) - end;
    if (!(gap > 0 && gap < 4 * (end - last))) continue;
    const times = next.times.slice(0, ROWS);
    const states = followModel(model, start.state, start.time, times);
    let [missed, straight] = [0, 0];
    for (const [i, t] of times.entries())
      for (let c = 0; c < d; c++) {
        const is = next.positions[i * d + c] as number;
        const [was, at] = [before.positions[(N - 2) * d + c] as number, before.positions[(N - 1) * d + c] as number];
        missed += ((states[i * 2 * d + c] as number) - is) ** 2;
        straight += (at + ((at - was) / (end - last)) * (t - end) - is) ** 2;
      }
    if (!(missed <= SHARE ** 2 * straight)) return false;
    const { start: after } = found.motions[k] as Adaptation["motions"][number];
    const led = followModel(model, start.state, start.time, [after.time]);
    taken.push((lawEnergy(model, led) - lawEnergy(model, after.state)) / most);
  }
  return taken.length > 0 && taken.reduce((sum, share) => sum + share, 0) < TAKEN * taken.length;
}

function kineticEnergy(model: LawModel, state: Float64Array): number {
  const resting = state.map((value, i) => (i < state.length / 2 ? value : 0));
  return lawEnergy(model, state) - lawEnergy(model, resting);
}
