import type { RecordResults, ResultMotion } from "../../../records/results.js";
import { extent, linearDomain } from "../../svg/domain.js";
import type { Figure } from "../../svg/figure.js";
import type { Mark } from "../../svg/marks.js";
import type { Panel } from "../../svg/panel.js";
import type { Style } from "../../svg/style.js";
import {
  dots,
  ending,
  endMark,
  given,
  MOTIONS,
  massNote,
  measured,
  ofMotion,
  predicted,
  taken,
  timeAxis,
  unitLabel,
} from "./marks.js";

const kinetic: Style = { colour: "vermillion", width: 1.2 };
const potential: Style = { colour: "green", width: 1.2 };

/** Changes of energy are shown at least at this share of the kinetic energy's range: what is below it is rounding. */
const LEAST_CHANGE = 1e-3;

/** Kinetic, potential and whole energy along the record and the prediction, and the change of the whole with what friction took and a drive gave. */
export function energyFigure(results: RecordResults): Figure {
  const { motions } = results;
  const shown = motions.slice(0, MOTIONS);
  const friction = shown.some(({ prediction }) => prediction.friction !== null);
  const drive = shown.some(({ prediction }) => prediction.drive !== null);
  const parts = shown.some(({ prediction }) => prediction.kinetic !== null);
  return {
    title: "Energy along the motion",
    notes: [
      ...(parts ? ["Potential energy is given less its lowest value along the motion."] : []),
      friction || drive
        ? `Change: energy less its value at the beginning; ${balances(shown) ? "it is the sum of what friction took and the drive gave" : "what friction took and the drive gave do not make up all of it, as where no single motion of the law explains the record"}. Dots scatter as the measurements do.`
        : "Change: energy less its value at the beginning. Dots scatter as the measurements do; a trend in them speaks against a conserved energy.",
      ...massNote(results),
    ],
    legend: [
      { label: "Energy of the model's motion", style: predicted },
      ...(parts
        ? [
            { label: "Kinetic", style: kinetic },
            { label: "Potential", style: potential },
          ]
        : []),
      ...(shown.some(({ samples }) => samples.energy !== null)
        ? [{ label: "Of the measured states", style: measured }]
        : []),
      ...(friction ? [{ label: "What friction took", style: taken }] : []),
      ...(drive ? [{ label: "What the drive gave", style: given }] : []),
      { label: "End of the record", style: ending },
    ],
    columns: parts ? 2 : 1,
    panelSize: parts ? { width: 400, height: 250 } : { width: 440, height: 260 },
    panels: shown.flatMap((motion) => [...partsPanel(results, motion), changePanel(results, motion)]),
  };
}

function partsPanel(results: RecordResults, motion: ResultMotion): Panel[] {
  const { t, energy, kinetic: moving } = motion.prediction;
  if (moving === null) return [];
  const raw = energy.map((value, i) => value - (moving[i] as number));
  const [lowest] = extent(raw) ?? [0, 0];
  const [resting, whole] = [raw, energy].map((values) => values.map((value) => value - lowest)) as [number[], number[]];
  const domain = linearDomain([0, ...whole, ...moving, ...resting]);
  return [
    {
      heading: `Energy${ofMotion(motion, results.motions.length)}`,
      x: timeAxis(results, t),
      y: { kind: "linear", domain, label: `Energy${unitLabel(results.energyUnit)}` },
      marks: [
        { type: "line", x: t, y: moving, style: kinetic },
        { type: "line", x: t, y: resting, style: potential },
        { type: "line", x: t, y: whole, style: predicted },
        endMark(motion, domain),
      ],
    },
  ];
}

function changePanel(results: RecordResults, motion: ResultMotion): Panel {
  const { samples, prediction } = motion;
  const works = [prediction.friction, prediction.drive].flatMap((values) => values ?? []);
  const [low, high] = extent(prediction.kinetic ?? []) ?? [0, 0];
  const least = LEAST_CHANGE * (high - low);
  const domain = linearDomain([-least, least, ...prediction.energy, ...works, ...(samples.energy ?? [])]);
  const work = (values: readonly number[] | null, style: Style): Mark[] =>
    values === null ? [] : [{ type: "line", x: prediction.t, y: values, style }];
  return {
    heading: `Change of energy${ofMotion(motion, results.motions.length)}`,
    x: timeAxis(results, [...samples.t, ...prediction.t]),
    y: { kind: "linear", domain, label: `Change${unitLabel(results.energyUnit)}` },
    marks: [
      ...dots(samples.t, samples.energy),
      { type: "line", x: prediction.t, y: prediction.energy, style: predicted },
      ...work(prediction.friction, taken),
      ...work(prediction.drive, given),
      endMark(motion, domain),
    ],
  };
}

/** A difference beyond this share of the energy's changes is said. */
const UNBALANCED = 0.05;

/** Whether works make up the changes of energy. */
function balances(motions: RecordResults["motions"]): boolean {
  return motions.every(({ prediction: { energy, friction, drive } }) => {
    const changes = energy.map((value, i) => [value, (friction?.[i] ?? 0) + (drive?.[i] ?? 0)] as const);
    const size = Math.max(...changes.flatMap((pair) => pair.map(Math.abs)));
    return changes.every(([value, work]) => Math.abs(value - work) <= UNBALANCED * size);
  });
}
