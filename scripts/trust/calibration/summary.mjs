// Tables and figure of what `npm run calibrate` found.
import { BANDS, coverage, median, normalBelow, rankBand, rankCounts } from "../../../dist/measure/index.js";
import { linearDomain } from "../../../dist/report/svg/domain.js";
import { renderFigure } from "../../../dist/report/svg/figure.js";

const BINS = 10;
const percent = (share) => `${Math.round(100 * share)}`;
/** JSON has no number that is none. */
const numbers = (values) => values.map((x) => (x === null ? Number.NaN : x));

/** Errors over deviations of all predicted points. */
const errorsOf = (records) => records.flatMap(({ motion }) => numbers(motion ?? []));

/** Median of the deviation over the error, divided by what it is for normal errors of that deviation. */
const ratioOf = (errors) => BANDS[0].deviations / median(errors.map((z) => (Number.isNaN(z) ? Infinity : Math.abs(z))));

function rowOf(name, noise, records) {
  const errors = errorsOf(records);
  const starts = records.flatMap(({ starts = [] }) => starts);
  const answered = starts.filter(({ errors: own }) => own !== undefined);
  const outside = answered.flatMap(({ errors: own }) => numbers(own));
  return [
    name,
    noise,
    records.length,
    ...coverage(errors).map(percent),
    ratioOf(errors).toFixed(2),
    starts.length === 0 ? "" : `${percent(starts.filter(({ refused }) => refused).length / starts.length)}`,
    outside.length === 0 ? "" : percent(coverage(outside)[2]),
  ];
}

/** Coverage by law and noise, as a table in Markdown. */
export function coverageTable(records) {
  const noises = [...new Set(records.map(({ noise }) => noise))];
  const laws = [...new Set(records.map(({ law }) => law))];
  const shown = (noise) => `${100 * noise} %`;
  const of = (law, noise) => records.filter((record) => record.law === law && record.noise === noise);
  const rows = [
    ...laws.flatMap((law) => noises.map((noise) => rowOf(law, shown(noise), of(law, noise)))),
    ...noises.map((noise) =>
      rowOf(
        "all",
        shown(noise),
        records.filter((record) => record.noise === noise),
      ),
    ),
    rowOf("all", "", records),
  ];
  const heading = [
    "law",
    "noise",
    "records",
    "in 50 %",
    "in 90 %",
    "in 95 %",
    "sd over error",
    "starts refused, %",
    "others in 95 %",
  ];
  return [heading, heading.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

/** One number a record, so that numbers are independent. */
const QUANTITIES = {
  "end of the prediction": ({ last }) => last?.[0],
  "force along the record": ({ force }) => force?.[0],
  noise: ({ noises }) => noises?.[0],
  "viscous friction": ({ friction }) => friction?.[0],
  "a constant of the formula": ({ constants }) => constants?.[0],
};

function ranksOf(records, pick) {
  return records.flatMap((record) => {
    const z = pick(record);
    return z === undefined || z === null || Number.isNaN(z) ? [] : [normalBelow(z)];
  });
}

/** How many bins of the ranks are outside of what uniform ranks would give, by quantity. */
export function rankTable(records) {
  const heading = ["ranks of", "records", "counts in ten bins", "expected, all bins with 99 %"];
  const rows = Object.entries(QUANTITIES).map(([name, pick]) => {
    const ranks = ranksOf(records, pick);
    const [low, high] = rankBand(ranks.length, BINS);
    return [name, ranks.length, rankCounts(ranks, BINS).join(" "), `${low} to ${high}`];
  });
  return [heading, heading.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

const STYLES = [
  { colour: "blue", width: 2, marker: "circle" },
  { colour: "vermillion", width: 2, dash: "6 3", marker: "square" },
];

/** Share of the truth inside bands against what they state, and ranks, as an image. */
export function calibrationFigure(records, theme) {
  const noises = [...new Set(records.map(({ noise }) => noise))];
  const of = (noise) => records.filter((record) => record.noise === noise);
  const stated = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);
  const inside = (noise) => {
    const shares = errorsOf(of(noise)).map((z) => (Number.isNaN(z) ? 1 : 2 * normalBelow(Math.abs(z)) - 1));
    return stated.map((share) => shares.filter((own) => own <= share).length / shares.length);
  };
  const coverage = {
    heading: "Truth inside bands",
    x: { kind: "linear", domain: [0, 1], label: "Stated share" },
    y: { kind: "linear", domain: [0, 1], label: "Share found" },
    marks: [
      { type: "line", x: [0, 1], y: [0, 1], style: { colour: "muted", width: 1 } },
      ...noises.map((noise, k) => ({
        type: "line",
        x: stated,
        y: inside(noise),
        style: STYLES[k % 2],
        markersAt: stated.flatMap((_, i) => (i % 3 === 0 ? [i] : [])),
      })),
    ],
  };
  const places = Array.from({ length: BINS }, (_, b) => (b + 0.5) / BINS);
  const ranks = Object.entries(QUANTITIES).map(([name, pick]) => {
    const own = ranksOf(records, pick);
    const [low, high] = rankBand(own.length, BINS);
    const counts = rankCounts(own, BINS);
    const ends = [0, 1];
    return {
      heading: `Ranks: ${name}`,
      x: { kind: "linear", domain: [0, 1], label: "Rank of the truth" },
      y: { kind: "linear", domain: linearDomain([0, high, ...counts]), label: "Records" },
      marks: [
        { type: "band", x: ends, low: [low, low], high: [high, high], style: { colour: "muted", width: 0 } },
        { type: "line", x: ends, y: [own.length / BINS, own.length / BINS], style: { colour: "muted", width: 1 } },
        { type: "line", x: places, y: counts, style: STYLES[0], markersAt: places.map((_, b) => b) },
      ],
    };
  });
  const figure = {
    title: "Whether stated uncertainties hold",
    notes: [
      "Simulated records of known laws, each learned and predicted for its own length again. Ranks: of the truth among what was found, in ten bins; grey: where all bins of uniform ranks are with 99 %.",
    ],
    legend: noises.map((noise, k) => ({ label: `${100 * noise} % noise (first panel)`, style: STYLES[k % 2] })),
    columns: 3,
    panelSize: { width: 320, height: 250 },
    panels: [coverage, ...ranks],
  };
  return renderFigure(figure, { theme });
}
