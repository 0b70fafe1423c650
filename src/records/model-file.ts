import { UserError } from "../base/errors.js";
import { lawFrom } from "../identification/index.js";
import { decodeSafetensors64, encodeSafetensors, type NamedTensor } from "../learning/safetensors.js";
import type { WaveTerm, WeightedTerm } from "./fit/energy-model.js";
import { lawHeaderOf, lawModelOf, lawTensors } from "./law/law-file.js";
import type { EnergyDraw, EnergyModel } from "./model.js";
import type { ModelHeader } from "./model-header.js";
import type { FileUnit, InputQuantity } from "./recording.js";
import { structuredModel } from "./structured-model.js";

/** Where a motion of a record ends. */
export interface RecordEnd {
  readonly id: string;
  readonly time: number;
  readonly state: Float64Array;
  /** What acts from outside there, where the law needs it. */
  readonly inputs?: readonly number[] | undefined;
}

/** A learned energy with what predictions from it need to know of its record. */
export interface SavedModel {
  readonly model: EnergyModel;
  /** Time over which the motion changes. */
  readonly tick: number;
  /** States along the record [n][2d]: where the energy is known. */
  readonly visited: Float64Array;
  /** Where each motion of the record ends: time and state, from which a prediction goes on. */
  readonly ends: readonly RecordEnd[];
  /** The measured inputs that the law needs, in order; none where it is left out. */
  readonly inputs?: readonly InputQuantity[] | undefined;
  /** Units of the record's file, by component of the state, in which predictions are given: see `Recording.fileUnits`. */
  readonly fileUnits?: readonly FileUnit[] | undefined;
  /** Whether it does not explain its record, so that nothing that comes of it is to be relied on. */
  readonly undetermined?: boolean | undefined;
}

/** A saved model that was read from a file. */
export interface ReadModel extends SavedModel {
  /** SHA-256 of the file, which holds; undefined where it has none, so that damage to it cannot be told. */
  readonly digest: string | undefined;
}

const FORMAT = "metahamilton energy 2";
/** Before files had a digest. */
const FORMER = "metahamilton energy 1";

/** A learned energy as a safetensors file of 64-bit tensors; what is not a tensor stands in its metadata. */
export function encodeModel({
  model,
  tick,
  visited,
  ends,
  inputs = [],
  fileUnits,
  undetermined,
}: SavedModel): Uint8Array {
  const { space, time, terms, draws, masses, structured, law } = model;
  const size = 2 * space.dimension;
  const tensors: NamedTensor<Float64Array>[] = [];
  const add = (name: string, data: Float64Array, width: number) =>
    tensors.push({ name, shape: [data.length / width, width], data });
  const addTerms = (prefix: string, list: readonly WeightedTerm[]) => {
    list.forEach(({ components, lengths, centres, weights }, t) => {
      add(`${prefix}${t}.lengths`, lengths, lengths.length);
      add(`${prefix}${t}.centres`, centres, components.length);
      add(`${prefix}${t}.weights`, weights, components.length);
    });
  };
  if (masses !== undefined) add("masses", Float64Array.from(masses), masses.length);
  add("visited", visited, size);
  ends.forEach(({ state }, m) => {
    add(`end.${m}`, state, size);
  });
  if (structured !== undefined) {
    add("points.states", structured.points.states, size);
    add("points.derivatives", structured.points.derivatives, size);
  }
  if (law !== undefined) tensors.push(...lawTensors(law));
  addTerms("term.", terms);
  draws.forEach((draw, k) => {
    addTerms(`draw.${k}.term.`, draw.terms);
    draw.waves.forEach(({ centre, frequencies, phases, amplitudes }, t) => {
      const prefix = `draw.${k}.waves.${t}.`;
      add(`${prefix}centre`, centre, centre.length);
      add(`${prefix}frequencies`, frequencies, centre.length);
      add(`${prefix}phases`, phases, phases.length);
      add(`${prefix}amplitudes`, amplitudes, amplitudes.length);
    });
    add(`draw.${k}.states`, draw.states, size);
  });
  const about: ModelHeader = {
    space: {
      bodies: space.bodies,
      dimension: space.dimension,
      coordinates: space.coordinates.map(plainCoordinate),
      surplus: space.surplus.map(plainCoordinate),
    },
    time: { name: time.name, unit: time.unit },
    tick,
    terms: terms.map(({ components, variance }) => ({ components: [...components], variance })),
    draws: draws.length,
    ends: ends.map(({ id, time, inputs: last }) => ({
      id,
      time,
      ...(last === undefined ? {} : { inputs: [...last] }),
    })),
    ...(inputs.length === 0 ? {} : { inputs: inputs.map(plainInput) }),
    ...(fileUnits === undefined ? {} : { fileUnits: fileUnits.map(({ unit, factor }) => ({ unit, factor })) }),
    ...(structured === undefined ? {} : { structured: { seed: structured.seed } }),
    ...(undetermined === true ? { undetermined } : {}),
    ...(law === undefined ? {} : { law: lawHeaderOf(law) }),
  };
  return encodeSafetensors({ metadata: { format: FORMAT, model: JSON.stringify(about) }, tensors });
}

const plainInput = ({ name, unit, held, rateOf }: InputQuantity) => ({
  name,
  unit,
  ...(held === undefined ? {} : { held }),
  ...(rateOf === undefined ? {} : { rateOf }),
});

/** Reads what `encodeModel` wrote; `UserError` for anything else, and for what was damaged since. */
export async function decodeModel(bytes: Uint8Array, source: string): Promise<ReadModel> {
  const { metadata, tensors, digest } = decodeSafetensors64(bytes, source);
  const fail = (problem: string) =>
    new UserError(`${source}: ${problem}; expected a model that metahamilton adapt wrote`);
  const { format = "none" } = metadata;
  if (format !== FORMAT && format !== FORMER) throw fail(`format "${format}"`);
  if (format === FORMAT && digest === undefined)
    throw new UserError(`${source}: damaged: it lacks the digest that it was written with; take another copy of it`);
  const { parseHeader } = await import("./model-header.js");
  const about = parseHeader(metadata.model ?? "", fail);
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const { dimension } = about.space;
  const size = 2 * dimension;
  const get = (name: string, width: number): Float64Array => {
    const tensor = byName.get(name);
    if (tensor === undefined) throw fail(`tensor "${name}" is missing`);
    if (tensor.shape.length !== 2 || tensor.shape[1] !== width)
      throw fail(`tensor "${name}" has shape [${tensor.shape}]`);
    return tensor.data;
  };
  const readTerms = (prefix: string): WeightedTerm[] =>
    about.terms.map(({ components, variance }, t) => {
      if (components.some((c) => c >= size)) throw fail(`term ${t} has a component beyond the state`);
      const width = components.length;
      const [centres, weights] = [get(`${prefix}${t}.centres`, width), get(`${prefix}${t}.weights`, width)];
      if (centres.length !== weights.length) throw fail(`term ${t} has as many centres as weights`);
      return { components, variance, lengths: get(`${prefix}${t}.lengths`, width), centres, weights };
    });
  const readWaves = (k: number): WaveTerm[] =>
    about.terms.map(({ components }, t) => {
      const prefix = `draw.${k}.waves.${t}.`;
      const frequencies = get(`${prefix}frequencies`, components.length);
      const count = frequencies.length / components.length;
      return {
        components,
        centre: get(`${prefix}centre`, components.length),
        frequencies,
        phases: get(`${prefix}phases`, count),
        amplitudes: get(`${prefix}amplitudes`, count),
      };
    });
  const draws = Array.from(
    { length: about.draws },
    (_, k): EnergyDraw => ({
      terms: readTerms(`draw.${k}.term.`),
      waves: readWaves(k),
      states: get(`draw.${k}.states`, size),
    }),
  );
  const rest = {
    digest,
    tick: about.tick,
    visited: get("visited", size),
    ends: about.ends.map((end, m) => ({ ...end, state: get(`end.${m}`, size) })),
    ...(about.inputs === undefined ? {} : { inputs: about.inputs }),
    ...(about.fileUnits === undefined ? {} : { fileUnits: about.fileUnits }),
    ...(about.undetermined === true ? { undetermined: true } : {}),
  };
  if (about.fileUnits !== undefined && about.fileUnits.length !== size)
    throw fail(`it has ${about.fileUnits.length} units of its file for ${size} components`);
  if (about.law !== undefined) {
    const n = about.law.active.length;
    if (n === 0 || about.law.active.some((c) => c >= dimension))
      throw fail("its law has a coordinate beyond the state");
    if (about.law.inputs !== (about.inputs ?? []).length) throw fail("its law has other inputs than it names");
    // Laws of momenta had a scale for every coordinate once, which says something else now.
    if (byName.get("law.scales")?.data.some((scale) => scale !== 1) === true)
      throw new UserError(`${source}: its law has momenta as an earlier version wrote them; adapt the record again`);
    const law = lawModelOf(about.law, dimension, (specs) => lawFrom(n, specs).count, get);
    return { model: { space: about.space, time: about.time, terms: [], draws: [], law }, ...rest };
  }
  if (about.structured !== undefined) {
    const [states, derivatives] = [get("points.states", size), get("points.derivatives", size)];
    if (states.length !== derivatives.length) throw fail("it has other numbers of states and derivatives");
    const points = { count: states.length / size, states, derivatives };
    const options = { draws: about.draws, seed: about.structured.seed };
    const model = structuredModel(about.space, about.time, points, options);
    const withStates = model.draws.map((draw, k) => ({ ...draw, states: draws[k]?.states ?? draw.states }));
    return { model: { ...model, draws: withStates }, ...rest };
  }
  return {
    model: {
      space: about.space,
      time: about.time,
      masses: byName.has("masses") ? get("masses", dimension) : undefined,
      terms: readTerms("term."),
      draws,
    },
    ...rest,
  };
}

const plainCoordinate = ({ body, slot, position, momentum }: EnergyModel["space"]["coordinates"][number]) => ({
  body,
  slot,
  position: { name: position.name, unit: position.unit },
  momentum: { name: momentum.name, unit: momentum.unit },
});
