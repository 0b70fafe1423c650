import { lawFrom } from "../../identification/index.js";
import type { Recording } from "../recording.js";
import { isFriction, type LearnedForce } from "./force-kinds.js";
import { valuesAlong, weightsOf } from "./linear-function.js";
import type { LawModel } from "./model.js";
import { lawUnits, massKnown, unitProduct } from "./units.js";

/** A constant of a law with its standard error. */
export interface LawConstant {
  /** A symbol such as omega_0. */
  readonly name: string;
  readonly value: number;
  readonly deviation: number;
  /** "" where the record does not say, "1" for plain numbers. */
  readonly unit: string;
  /** What it is, in a few words. */
  readonly meaning: string;
}

/** Steps in which the lowest place of a potential is looked for, and the halvings that follow. */
const [STEPS, HALVINGS] = [400, 60];

/**
 * Constants that one can name without knowing the law's formula: forces, masses and, for one coordinate about a place of rest, the angular frequency and period of small
 * swings, and with viscous friction the quality factor and the times in which amplitude and energy fall to 1/e.
 */
export function lawConstants(record: Recording, model: LawModel, forces: readonly LearnedForce[]): LawConstant[] {
  return [
    ...restConstants(record, model, forces),
    ...massConstants(record, model),
    ...forceConstants(forces, massKnown(record)),
  ];
}

const SYMBOLS: Readonly<Record<string, string>> = {
  viscous: "gamma",
  "place-dependent": "delta_gamma",
  gyroscopic: "omega_g",
  lift: "s",
};

/** Friction in proportion to the velocity is c, and gamma per mass. */
function forceConstants(forces: readonly LearnedForce[], known: boolean): LawConstant[] {
  const several = new Set(forces.map(({ coordinate }) => coordinate)).size > 1;
  return forces.flatMap((force): LawConstant[] => {
    const { kind, coordinate, value, deviation, unit, input, factor, frequency, phase } = force;
    const of = `on ${coordinate}`;
    if (kind === "harmonic" || kind === "parametric")
      return [
        {
          ...{ name: "A", value, deviation, unit },
          meaning: `amplitude of the drive ${of}${factor === undefined ? "" : `, in proportion to ${factor}`}`,
        },
        ...(frequency === undefined
          ? []
          : [{ ...frequency, name: "omega", meaning: "angular frequency of the drive" }]),
        ...(phase === undefined ? [] : [{ ...phase, name: "phi", meaning: "phase of the drive at time 0" }]),
      ];
    if (kind === "smooth")
      return [{ name: "F", value, deviation, unit, meaning: `root mean square of the force of time ${of}` }];
    if (kind === "input")
      return [{ name: `k_${input}`, value, deviation, unit, meaning: `force ${of} for one unit of ${input}` }];
    const words = {
      dry: "dry friction, whatever the speed,",
      viscous: "friction in proportion to the velocity,",
      quadratic: "friction in proportion to the square of the velocity,",
      cubic: "friction in proportion to the cube of the velocity,",
      lift: "force across the velocity that grows with its square (lift),",
      gyroscopic: "force across the velocity, as of a magnetic field or a turning frame,",
      "place-dependent": "root mean square of what the coefficient of friction changes by from place to place,",
    }[kind];
    const index = several ? `_${coordinate.replaceAll(", ", "_")}` : "";
    return [
      {
        name: `${kind === "viscous" && known ? "c" : (SYMBOLS[kind] ?? `c_${kind}`)}${index}`,
        value,
        deviation,
        unit,
        meaning: `${words} ${of}`,
      },
    ];
  });
}

/** Constant masses that were found: relative to the first coordinate's, unless masses are known; with momenta the first too. */
function massConstants(record: Recording, model: LawModel): LawConstant[] {
  const { law, active, momentumScale } = model;
  const n = law.dimension;
  const { offsets } = lawFrom(n, law.terms, () => {}, law.inputs);
  const units = lawUnits(record);
  const names = active.map((c) => record.space.coordinates[c]?.position.name ?? "");
  return law.terms.flatMap((spec, t): LawConstant[] => {
    if (spec.kind !== "kinetic") return [];
    const k = offsets[t] as number;
    const on = names.filter((_, i) => spec.pattern[i * n + i] !== 0);
    const i = spec.pattern.findIndex((e) => e !== 0) % n;
    const unit = unitProduct([units.energy, 1], [units.time, 2], [units.position(active[i] as number), -2]);
    if (spec.basis === undefined && spec.constant === 1 && momentumScale !== undefined) {
      const { value, variance } = momentumScale;
      const meaning = `mass of ${on.join(", ")}`;
      return [{ name: `m_${on.join("_")}`, value, deviation: Math.sqrt(variance), unit, meaning }];
    }
    if (spec.basis?.kind !== "constant") return [];
    const relative = units.mass === "1" && momentumScale === undefined ? ` (that of ${names[0]} is 1)` : "";
    const { y, deviation } = valuesAlong(model, [0], (_, into) => {
      into[k] = 1;
    });
    return [
      {
        name: `m_${on.join("_")}`,
        value: y[0] as number,
        deviation: deviation[0] as number,
        unit,
        meaning: `mass of ${on.join(", ")}${relative}`,
      },
    ];
  });
}

function restConstants(record: Recording, model: LawModel, forces: readonly LearnedForce[]): LawConstant[] {
  const { law, active, energyScale } = model;
  const [kinetic, ...others] = law.terms.filter(({ kind }) => kind === "kinetic");
  if (law.dimension !== 1 || kinetic?.kind !== "kinetic" || others.length > 0 || kinetic.basis !== undefined) return [];
  const mass = energyScale * kinetic.constant * (kinetic.pattern[0] as number);
  const { offsets } = lawFrom(1, law.terms, () => {}, law.inputs);
  const terms = law.terms.flatMap((spec, t) =>
    spec.kind === "potential" && spec.feature.kind === "linear" && spec.feature.coefficients[0] === 1
      ? [{ first: offsets[t] as number, basis: spec.basis }]
      : [],
  );
  const part = (which: "value" | "slope" | "curvature", z: number) => {
    const { y, deviation } = valuesAlong(model, [z], weightsOf(terms, which));
    return { value: y[0] as number, deviation: deviation[0] as number };
  };
  const q0 = lowest(record, active[0] as number, (z) => part("slope", z).value);
  if (q0 === undefined) return [];
  const stiffness = part("curvature", q0);
  if (!(stiffness.value > 0)) return [];
  const units = lawUnits(record);
  const name = record.space.coordinates[active[0] as number]?.position.name ?? "q";
  const position = units.position(active[0] as number);
  const omega = Math.sqrt(stiffness.value / mass);
  const share = stiffness.deviation / stiffness.value / 2;
  const rest: LawConstant[] = [
    {
      name: `${name}_0`,
      value: q0,
      deviation: part("slope", q0).deviation / stiffness.value,
      unit: position,
      meaning: "place of rest",
    },
    {
      name: "omega_0",
      value: omega,
      deviation: share * omega,
      unit: rate(units.time, "rad"),
      meaning: "angular frequency of small swings without friction",
    },
    {
      name: "T_0",
      value: (2 * Math.PI) / omega,
      deviation: (share * 2 * Math.PI) / omega,
      unit: units.time,
      meaning: "period of small swings",
    },
  ];
  const friction = forces.filter(isFriction);
  const [viscous] = friction;
  if (friction.length !== 1 || viscous?.kind !== "viscous" || !(viscous.value > 0)) return rest;
  // Forces are given for the mass: the rate is that of an acceleration.
  const gamma = viscous.value / mass;
  const relative = viscous.deviation / viscous.value;
  const [Q, decay] = [omega / gamma, 2 / gamma];
  return [
    ...rest,
    {
      name: "Q",
      value: Q,
      deviation: Q * Math.hypot(relative, share),
      unit: "1",
      meaning: "quality factor, angular frequency over rate of loss",
    },
    {
      name: "tau",
      value: decay,
      deviation: decay * relative,
      unit: units.time,
      meaning: "time in which the swing falls to 37 % (1/e)",
    },
    {
      name: "tau_E",
      value: decay / 2,
      deviation: (decay / 2) * relative,
      unit: units.time,
      meaning: "time in which the energy falls to 37 % (1/e)",
    },
  ];
}

const rate = (time: string, angle: string) => (time === "" ? "" : `${angle}/${time}`);

/** Where a slope goes through zero upwards, within the range of a coordinate; the one nearest to the middle of the record. */
function lowest({ motions, space }: Recording, c: number, slope: (z: number) => number): number | undefined {
  let [low, high, sum, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (const { positions } of motions)
    for (let k = c; k < positions.length; k += space.dimension) {
      const z = positions[k] as number;
      [low, high, sum, count] = [Math.min(low, z), Math.max(high, z), sum + z, count + 1];
    }
  const found: number[] = [];
  const at = (i: number) => low + ((high - low) * i) / STEPS;
  for (let i = 0; i < STEPS; i++) {
    let [a, b] = [at(i), at(i + 1)];
    if (!(slope(a) < 0 && slope(b) >= 0)) continue;
    for (let k = 0; k < HALVINGS; k++) {
      const middle = (a + b) / 2;
      if (slope(middle) < 0) a = middle;
      else b = middle;
    }
    found.push((a + b) / 2);
  }
  const middle = sum / count;
  return found.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
}
