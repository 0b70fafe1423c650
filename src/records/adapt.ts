import { UserError } from "../base/errors.js";
import { adaptProcess } from "./adapt-process.js";
import { adaptStructured, derivativesIn } from "./adapt-structured.js";
import { type Adaptation, type AdaptRecordOptions, DEFAULT_HOLD_OUT } from "./adaptation.js";
import { adaptLaw } from "./law/adapt-law.js";
import { adaptApart } from "./law/by-motion/apart.js";
import { leadsAcross } from "./law/impacts/across.js";
import { type Breaks, breaksIn, flightsOf, impactsIn } from "./law/impacts/breaks.js";
import { adviceFor } from "./law/verdict/advice.js";
import { besideLaw } from "./law/verdict/beside-law.js";
import { pushesIn } from "./law/verdict/judged.js";
import type { Recording } from "./recording.js";

/** A law is good that misses the held-out end by no more than so many times what was to be expected, or by this share. */
const [SATISFIED_TIMES, SATISFIED_SHARE] = [3, 1e-5];

/**
 * Learns a motion, by the method that is asked for. By default that is its law, with friction and drive; where it predicts the held-out end badly, or momenta are given that
 * are not masses times velocities of any law that was tried, the process of a general energy too, and for a record with columns of time derivatives the structured process. The one that predicts
 * the held-out end best is kept, and what the others reached is told.
 *
 * Throws `UserError` for records with too few samples, and where the structured process is asked for and has no derivatives.
 */
export function adaptRecord(record: Recording, options: AdaptRecordOptions = {}): Adaptation {
  const found = byMotions(record, options);
  if (found.apart !== undefined || found.check.verdict !== "undetermined") return found;
  return { ...found, check: { ...found.check, advice: adviceFor(record) } };
}

/** What is learned of all motions together, and where that is no law, of each. */
function byMotions(record: Recording, options: AdaptRecordOptions): Adaptation {
  const { method = "auto", conservative = false, onProgress = () => {} } = options;
  const count = record.motions.length;
  if (count < 2 || conservative || (method !== "auto" && method !== "law")) return adaptedBy(record, options);
  const together = adaptedBy(record, {
    ...options,
    // What ends the learning is told when it is known that nothing comes after it.
    onProgress: (done, total, what) => {
      if (done < total) onProgress(done, total, what);
    },
  });
  const found = adaptApart(record, together, (own, m) =>
    adaptBroken(own, {
      ...options,
      // What is learned last is kept, with its bands.
      ...(m < count ? { draws: 0 } : {}),
      onProgress: (done, total) =>
        onProgress(count + m + Math.min(done / total, 0.99), 2 * count + 1, "each motion for itself"),
    }),
  );
  onProgress(1, 1, "law found");
  return found;
}

/** What the method that is asked for learns. */
function adaptedBy(record: Recording, options: AdaptRecordOptions): Adaptation {
  const { method = "auto", holdOut = DEFAULT_HOLD_OUT } = options;
  if (!(holdOut > 0 && holdOut <= 0.5))
    throw new UserError(`the share to hold out must be above 0 and at most 0.5, got ${holdOut}`);
  refuseStill(record);
  if (method === "process") return adaptProcess(record, options);
  if (method === "structured") {
    const derivatives = derivativesIn(record);
    if (derivatives === undefined)
      throw new UserError(
        `${record.source}: the structured process needs the time derivative of every momentum (and of every coordinate, where ` +
          "momenta are not masses times velocities) as columns of the file, such as dp/dt or acceleration",
      );
    return adaptStructured(record, derivatives, adaptProcess(record, options), options);
  }
  const law = adaptBroken(record, options);
  if (method === "law") {
    if (law === undefined)
      throw new UserError(`${record.source}: no law of motion could be followed through the record`);
    return law;
  }
  return bestOf(record, law, options);
}

/**
 * The law of a record; of one that impacts break, that of the motion between them. Impacts that the record shows beyond doubt are taken out first, others where a law of the whole does not explain it. What was found of
 * the whole where nothing can be learned between them.
 */
function adaptBroken(record: Recording, options: AdaptRecordOptions): Adaptation | undefined {
  const impacts = impactsIn(record);
  const between = impacts?.certain === true ? adaptFlights(record, impacts, options) : undefined;
  if (between !== undefined) return between;
  const breaksFound = breaksIn(record);
  const whole = adaptLaw(record, options, breaksFound);
  const breaks = whole?.check.verdict === "impacts" ? breaksFound() : undefined;
  if (breaks === undefined || breaks.certain) return whole;
  const { onProgress: _, ...quietly } = options;
  return adaptFlights(record, breaks, quietly) ?? whole;
}

/** The law between impacts; undefined where flights are too short. What it leads across were none. */
function adaptFlights(record: Recording, breaks: Breaks, options: AdaptRecordOptions): Adaptation | undefined {
  const flights = flightsOf(record, breaks);
  if (flights === undefined) return undefined;
  const found = adaptLaw(flights, options);
  if (found === undefined) return undefined;
  if (leadsAcross(flights, found)) {
    const understood = [...record.understood, "one row at every sudden turn is left out: the law leads across them"];
    return { ...found, record: { ...(found.record ?? flights), understood } };
  }
  const reasons = [breaks.reason, ...found.check.reasons];
  return { ...found, record: found.record ?? flights, check: { ...found.check, verdict: "impacts", reasons } };
}

/** Steps of a number that rounding alone may explain, relative to it. */
const STILL = 1e-12;

/** Throws where no coordinate moves: any law would do. */
function refuseStill({ source, motions, space }: Recording): void {
  const d = space.dimension;
  const moves = motions.some(({ positions }) =>
    positions.some((value, k) => k >= d && Math.abs(value - (positions[k % d] as number)) > STILL * Math.abs(value)),
  );
  if (moves) return;
  const places = space.coordinates.map(({ position }, c) => `${position.name} at ${motions[0]?.positions[c]}`);
  throw new UserError(`${source}: nothing moves: ${places.join(", ")} throughout`);
}

function bestOf(record: Recording, law: Adaptation | undefined, options: AdaptRecordOptions): Adaptation {
  const good = law !== undefined && satisfies(law, record);
  // Momenta that no masses explain belong to a general energy: what a law makes of them is no force.
  const general = record.momenta === "given" && law?.momenta?.explained !== true;
  const energyAlone = record.inputs.length === 0 && (general || law === undefined || law.forces.length === 0);
  const process = (good && !general) || !energyAlone ? undefined : tryProcess(record, options);
  const rival = general && process !== undefined && (law === undefined || law.forces.length > 0) ? undefined : law;
  const first = best([rival, process].filter((found) => found !== undefined));
  if (first === undefined)
    throw new UserError(`${record.source}: no law of motion could be followed through the record`);
  const derivatives = energyAlone ? derivativesIn(record) : undefined;
  const structured = derivatives === undefined ? undefined : adaptStructured(record, derivatives, first, options);
  const all = [law, process, structured].filter((found) => found !== undefined);
  const chosen = best(all.filter((found) => found !== law || rival !== undefined));
  const momenta = law?.momenta === undefined ? {} : { momenta: law.momenta };
  const check =
    chosen === law || general
      ? (chosen as Adaptation).check
      : besideLaw((chosen as Adaptation).check, law?.check, (chosen as Adaptation).heldOut.relative);
  const told = chosen === law || check.verdict === "conservative" ? [] : pushesIn(record);
  return {
    ...(chosen as Adaptation),
    ...momenta,
    check: { ...check, reasons: [...check.reasons, ...told] },
    tried: all.flatMap(({ tried }) => tried),
  };
}

/** What stops against its law is undetermined however well that predicts; no energy alone does better. */
const satisfies = ({ heldOut: { relative, expected = 0 }, check }: Adaptation, { stops }: Recording) =>
  relative <= Math.max(SATISFIED_TIMES * expected, SATISFIED_SHARE) &&
  (check.verdict !== "undetermined" || stops !== undefined);

const best = (all: readonly Adaptation[]) => [...all].sort((a, b) => a.heldOut.relative - b.heldOut.relative)[0];

/** The process takes few motions of few coordinates; where it cannot be used, it is left out. */
function tryProcess(record: Recording, options: AdaptRecordOptions): Adaptation | undefined {
  try {
    return adaptProcess(record, options);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
