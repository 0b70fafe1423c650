import { extent, logDomain } from "../../src/report/svg/domain.js";
import type { Figure } from "../../src/report/svg/figure.js";
import type { Style } from "../../src/report/svg/style.js";
import type { Comparison } from "../harness/compare.js";

/** Room on a logarithmic axis beyond the first and the last point. */
const MARGIN = 1.15;
export const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const panelSize = { width: 360, height: 260 };

/** Ours first and boldest. */
const styles: readonly Style[] = [
  { colour: "blue", width: 2.4, marker: "circle" },
  { colour: "vermillion", width: 1.6, marker: "square" },
  { colour: "green", width: 1.6, marker: "triangle", dash: "7 3" },
  { colour: "purple", width: 1.6, marker: "diamond", dash: "2 3" },
];
const styleOf = (i: number) => styles[i % styles.length] as Style;

/** Every counted run of every contestant, one panel a subject. */
export function runsFigure(title: string, comparisons: Readonly<Record<string, Comparison>>): Figure {
  const subjects = Object.entries(comparisons);
  const names = [...new Set(subjects.flatMap(([, { measurements }]) => measurements.map(({ name }) => name)))];
  return {
    title,
    notes: ["Contestants take turns: the runs of one round follow each other directly."],
    legend: names.map((label, i) => ({ label, style: styleOf(i) })),
    columns: Math.min(2, subjects.length),
    panelSize,
    panels: subjects.map(([heading, { measurements }]) => {
      const rounds = Math.max(1, ...measurements.map(({ times }) => times.length));
      return {
        heading,
        x: { kind: "linear", domain: [0, rounds + 1], label: "Round" },
        y: { kind: "log", domain: logDomain(measurements.flatMap(({ times }) => times)), label: "Time a run (ms)" },
        marks: measurements.map(({ name, times }) => ({
          type: "line",
          x: times.map((_, i) => i + 1),
          y: times,
          style: styleOf(names.indexOf(name)),
          markersAt: times.map((_, i) => i),
        })),
      };
    }),
  };
}

/** Time against size of two networks, one panel a quantity varied. */
export function growthFigure(
  curves: readonly {
    readonly output: string;
    readonly varied: string;
    readonly values: readonly number[];
    readonly ms: readonly number[];
  }[],
): Figure {
  const outputs = [...new Set(curves.map(({ output }) => output))];
  return {
    title: "How a meta-step grows",
    notes: [
      "Every panel varies one size and leaves the others at 10 tasks, 50 + 50 points, 3 bodies, 128 wide, 1 inner step.",
    ],
    legend: outputs.map((label, i) => ({ label, style: styleOf(i) })),
    columns: 3,
    panelSize,
    panels: [...new Set(curves.map(({ varied }) => varied))].map((varied) => {
      const own = curves.filter((curve) => curve.varied === varied);
      const [low = 1, high = 10] = extent(own.flatMap(({ values }) => values)) ?? [];
      return {
        heading: capitalised(varied),
        x: { kind: "log", domain: [low / MARGIN, high * MARGIN], label: capitalised(varied) },
        y: { kind: "log", domain: logDomain(own.flatMap(({ ms }) => ms)), label: "Time (ms)" },
        marks: own.map(({ output, values, ms }) => ({
          type: "line",
          x: values,
          y: ms,
          style: styleOf(outputs.indexOf(output)),
          markersAt: values.map((_, i) => i),
        })),
      };
    }),
  };
}
