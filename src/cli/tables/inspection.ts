import type { Inspection } from "../../dataset/index.js";
import { formatTable } from "../table.js";

/** Relative difference of stored derivatives from the system's field that rounding does not explain. */
const MAX_DERIVATIVE_ERROR = 1e-9;

/** What is wrong with a data set, a sentence each. */
export function problemsOf({ damaged, derivativeError, attributes }: Inspection): string[] {
  const wrong = derivativeError !== undefined && derivativeError > MAX_DERIVATIVE_ERROR;
  return [
    ...damaged.map(({ file, problem }) => `chunk ${file} ${problem}`),
    ...(wrong ? [`the derivatives are not those of ${attributes.system} with these constants`] : []),
  ];
}

const short = (value: number) => String(Number(value.toPrecision(6)));

/** What a data set holds, for people. */
export function describeInspection(found: Inspection): string {
  const { path, attributes, arrays, time, ranges, energyError, derivativeError } = found;
  const { constants, constant_ranges: varied, noise } = attributes;
  const values = Object.entries(constants).map(([name, value]) => {
    const ends = varied[name];
    if (ends !== undefined) return `${name} ${ends[0]}..${ends[1]}`;
    return attributes.varied_constants.includes(name) ? `${name} varies` : `${name} ${value}`;
  });
  const problems = problemsOf(found);
  const rows = [
    ["system", `${attributes.system} (${attributes.title})`],
    [
      "trajectories",
      `${attributes.trajectories} ${attributes.split}, seed ${attributes.seed}, ${attributes.redraws} redrawn`,
    ],
    ["constants", values.join(", ")],
    ["times", `${short(time[0])} to ${short(time[1])} s, ${attributes.sampling}`],
    ["noise", noise === 0 ? "none" : `${noise} of the reach of each component`],
    ["energy error", energyError === undefined ? "hidden by the noise" : `${energyError.toExponential(1)} at most`],
    [
      "derivatives",
      derivativeError === undefined
        ? "exact, of the motion without noise"
        : `${derivativeError.toExponential(1)} at most from the system's field`,
    ],
    ["made by", `metahamilton ${attributes.code_version}, ${attributes.integrator}, tolerance ${attributes.tolerance}`],
  ];
  const table = formatTable(
    [
      { title: "component" },
      { title: "unit" },
      { title: "smallest", align: "right" },
      { title: "largest", align: "right" },
    ],
    ranges.map(({ name, unit, low, high }) => [
      name,
      unit,
      ...[low, high].map((end) => (Number.isFinite(end) ? short(end) : "-")),
    ]),
  );
  const shapes = formatTable(
    [{ title: "array" }, { title: "dimensions" }, { title: "shape" }],
    arrays.map(({ name, dimensions, shape }) => [name, dimensions.join(", "), shape.join(" x ")]),
  );
  return [
    path,
    ...rows.map(([name, value]) => `  ${name?.padEnd(14)}${value}`),
    "",
    ...[...shapes, "", ...table].map((line) => `  ${line}`.trimEnd()),
    "",
    ...(problems.length === 0 ? ["  every chunk is whole"] : problems.map((problem) => `  DAMAGED: ${problem}`)),
    "",
  ].join("\n");
}
