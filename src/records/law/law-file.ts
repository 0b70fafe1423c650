import type { LearnedLaw, TermSpec } from "../../identification/index.js";
import type { NamedTensor } from "../../learning/index.js";
import type { LawHeader, LawTerm } from "./law-header.js";
import type { LawModel } from "./model.js";
import type { MomentumScale } from "./states.js";

export function lawHeaderOf(model: LawModel): LawHeader {
  const { law, active, energyScale, momentumScale, velocities, draws } = model;
  const plain = (terms: readonly TermSpec[]) => terms.map((spec) => structuredClone(spec) as LawTerm);
  const others = [...new Set(draws.map(({ terms }) => terms).filter((terms) => terms !== undefined))];
  return {
    terms: plain(law.terms),
    tick: law.tick,
    looseness: law.looseness,
    inputs: law.inputs,
    active: [...active],
    energyScale,
    ...(momentumScale === undefined ? {} : { momenta: true }),
    draws: draws.length,
    ...(others.length === 0
      ? {}
      : {
          others: others.map(plain),
          drawnFrom: draws.map(({ terms }) => (terms === undefined ? -1 : others.indexOf(terms))),
        }),
    velocities: {
      kind: velocities.kind,
      model: { ...velocities.model, factors: [...velocities.model.factors] },
      ...(velocities.filters === undefined
        ? {}
        : { filters: velocities.filters.map((filter) => ({ ...filter, weights: [...filter.weights] })) }),
      factors: [...velocities.factors],
      lag: velocities.lag,
      smoothed: velocities.smoothed,
    },
  };
}

/** The tensors of a law, each [rows][width]. */
export function lawTensors({ law, rest, momentumScale, draws }: LawModel): NamedTensor<Float64Array>[] {
  const tensor = (name: string, data: Float64Array, width: number) => ({
    name,
    shape: [data.length / width, width],
    data,
  });
  const P = law.coefficients.length;
  const n = 2 * law.dimension;
  return [
    tensor("law.coefficients", law.coefficients, P),
    tensor("law.covariance", law.covariance, P),
    tensor("law.spreads", law.spreads, n),
    tensor("law.rest", rest, rest.length),
    ...(momentumScale === undefined
      ? []
      : [
          tensor("law.scale", Float64Array.of(momentumScale.value, momentumScale.variance), 2),
          tensor("law.scale.covariances", momentumScale.covariances, P),
        ]),
    ...draws.flatMap(({ coefficients, states, momentumScale }, k) => [
      tensor(`law.draw.${k}.coefficients`, coefficients, coefficients.length),
      tensor(`law.draw.${k}.states`, states, n),
      ...(momentumScale === undefined ? [] : [tensor(`law.draw.${k}.scale`, Float64Array.of(momentumScale), 1)]),
    ]),
  ];
}

/** The law of a header and of tensors by name and width. */
export function lawModelOf(
  header: LawHeader,
  dimension: number,
  count: (terms: readonly TermSpec[]) => number,
  get: (name: string, width: number) => Float64Array,
): LawModel {
  const { terms, tick, looseness, inputs, active, energyScale, momenta = false, draws } = header;
  const { filters, ...velocities } = header.velocities;
  const P = count(terms);
  const n = 2 * active.length;
  const law: LearnedLaw = {
    dimension: active.length,
    terms,
    coefficients: get("law.coefficients", P),
    covariance: get("law.covariance", P),
    tick,
    spreads: get("law.spreads", n),
    looseness,
    inputs,
  };
  return {
    law,
    active,
    rest: get("law.rest", dimension),
    ...(momenta ? { momentumScale: momentumScaleFrom(get, P) } : {}),
    energyScale,
    velocities: {
      ...velocities,
      ...(filters === undefined
        ? {}
        : { filters: filters.map((filter) => ({ ...filter, weights: Float64Array.from(filter.weights) })) }),
    },
    draws: Array.from({ length: draws }, (_, k) => {
      const other = header.others?.[header.drawnFrom?.[k] ?? -1];
      return {
        ...(other === undefined ? {} : { terms: other }),
        coefficients: get(`law.draw.${k}.coefficients`, other === undefined ? P : count(other)),
        states: get(`law.draw.${k}.states`, n),
        ...(!momenta ? {} : { momentumScale: get(`law.draw.${k}.scale`, 1)[0] as number }),
      };
    }),
  };
}

function momentumScaleFrom(get: (name: string, width: number) => Float64Array, P: number): MomentumScale {
  const [value = Number.NaN, variance = Number.NaN] = get("law.scale", 2);
  return { value, variance, covariances: get("law.scale.covariances", P) };
}
