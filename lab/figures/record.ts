import type { Motion, Recording } from "../../src/records/index.js";
import { extent } from "../../src/report/svg/domain.js";
import { joinLabels, symbolLabel } from "../../src/report/svg/label.js";
import type { Panel } from "../../src/report/svg/panel.js";
import { quantityLabel } from "./panels.js";

/** More dots than this cannot be told apart. */
const MOST_DOTS = 600;

/** A motion of a record: every coordinate against time, then its phase portrait where momenta are known. */
export function recordPanels({ space, time }: Recording, motion: Motion): Panel[] {
  const d = space.dimension;
  const chosen = evenly(motion.times.length, MOST_DOTS);
  const t = chosen.map((i) => motion.times[i] as number);
  const column = (values: Float64Array, i: number) => chosen.map((sample) => values[sample * d + i] as number);
  const dots = (x: readonly number[], y: readonly number[]) =>
    [{ type: "dots", x, y, colour: "blue", radius: chosen.length > 200 ? 1.4 : 2.2 }] as const;
  return space.coordinates.flatMap(({ position, momentum }, i): Panel[] => {
    const q = column(motion.positions, i);
    const against: Panel = {
      heading: joinLabels(symbolLabel(position.name), " against time"),
      x: { kind: "linear", domain: roomy(t), label: quantityLabel({ name: time.name, unit: time.unit }) },
      y: { kind: "linear", domain: roomy(q), label: quantityLabel(position) },
      marks: dots(t, q),
    };
    if (motion.momenta === undefined) return [against];
    const p = column(motion.momenta, i);
    const portrait: Panel = {
      heading: joinLabels("Phase portrait (", symbolLabel(position.name), ", ", symbolLabel(momentum.name), ")"),
      x: { kind: "linear", domain: roomy(q), label: quantityLabel(position) },
      y: { kind: "linear", domain: roomy(p), label: quantityLabel(momentum) },
      marks: dots(q, p),
    };
    return [against, portrait];
  });
}

/** The range of the values with room for the dots at its ends. */
function roomy(values: readonly number[]): [number, number] {
  const [low, high] = extent(values) ?? [0, 1];
  const room = 0.05 * (high - low) || Math.abs(high) || 1;
  return [low - room, high + room];
}

/** At most `most` of the indices 0 .. count - 1, evenly spaced. */
function evenly(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)));
}
