import {
  basisOf,
  type DriveFactor,
  type FittedCandidate,
  featureOf,
  type SmoothedRecord,
  splinesOn,
  squaredText,
  type TermSpec,
} from "../../identification/index.js";
import type { Recording } from "../recording.js";
import type { LearnedForce } from "./force-kinds.js";

/** Friction forces and drives of a fitted law, per mass, or in units of force where `mass` is given. */
export function forcesOf(
  record: Recording,
  active: readonly number[],
  { fit, candidate, law, seen }: FittedCandidate,
  shares: ReadonlyMap<number, number>,
  mass: { readonly value: number; readonly unit: string },
): LearnedForce[] {
  const P = fit.theta.length;
  const covariance = fit.posterior.covariance();
  const value = (k: number) => fit.theta[k] as number;
  const between = (k: number, l: number) => covariance[k * P + l] as number;
  // A mass that momenta tell has an uncertainty of its own.
  const s = fit.problem.velocities.momenta === true ? law.count : undefined;
  /** A function of coefficients times the mass, by its value and its slopes. */
  const estimate = (own: number, slopes: readonly (readonly [k: number, slope: number])[]) => {
    const all = [
      ...slopes.map(([k, slope]) => [k, mass.value * slope] as const),
      ...(s === undefined ? [] : [[s, own] as const]),
    ];
    let variance = 0;
    for (const [k, x] of all) for (const [l, y] of all) variance += x * y * between(k, l);
    return { value: mass.value * own, deviation: Math.sqrt(Math.max(0, variance)) };
  };
  const names = active.map((c) => record.space.coordinates[c]?.position.name ?? "");
  const units = active.map((c) => record.space.coordinates[c]?.position.unit ?? "");
  const time = record.time.unit;
  return candidate.terms.flatMap(({ spec }, t): LearnedForce[] => {
    const at = law.offsets[t] as number;
    const share = shares.get(t) ?? 0;
    if (spec.kind === "friction") {
      const on = spec.directions.map((direction) => direction.findIndex((x) => x !== 0));
      const power = { dry: 0, viscous: 1, quadratic: 2, cubic: 3 }[spec.law];
      // Acceleration over a power of the velocity: q^(1 - n) t^(n - 2).
      const unit = joined([mass.unit, powered(units[on[0] as number] ?? "", 1 - power), powered(time, power - 2)]);
      return [
        {
          kind: spec.law,
          coordinate: spec.directions.map((direction) => labelOf(direction, names)).join(", "),
          ...estimate(value(at), [[at, 1]]),
          unit,
          share,
        },
      ];
    }
    if (spec.kind === "gyroscopic") {
      const own = [spec.first, spec.second].map((row) => names[row.findIndex((x) => x !== 0)] ?? "");
      const length = record.space.coordinates[spec.first.findIndex((x) => x !== 0)]?.position.unit ?? "";
      const unit = joined([mass.unit, powered(spec.lift === true ? length : time, -1)]);
      const kind = spec.lift === true ? "lift" : "gyroscopic";
      return [{ kind, coordinate: own.join(", "), ...estimate(value(at), [[at, 1]]), unit, share }];
    }
    if (spec.kind === "place-friction" && spec.basis.kind === "sum") {
      const unit = joined([mass.unit, powered(time, -1)]);
      const c = spec.direction.findIndex((x) => x !== 0);
      const by = spec.feature.kind === "linear" ? spec.feature.coefficients.findIndex((x) => x !== 0) : c;
      const factor = by === c ? {} : { factor: `${names[by]}^2` };
      const force = { kind: "viscous", coordinate: names[c] ?? "", ...factor } as const;
      return [{ ...force, ...estimate(value(at), [[at, 1]]), unit, share }];
    }
    if (spec.kind === "place-friction" || spec.kind === "time") {
      const c = spec.direction.findIndex((x) => x !== 0);
      const smooth = spec.kind === "time";
      const { value: own, slopes } = meanSquare(functionsAlong(spec, seen), fit.theta, at);
      return [
        {
          kind: smooth ? "smooth" : "place-dependent",
          coordinate: names[c] ?? "",
          ...estimate(own, slopes),
          unit: joined([mass.unit, smooth ? (units[c] ?? "") : "", powered(time, smooth ? -2 : -1)]),
          share,
        },
      ];
    }
    if (spec.kind === "harmonic") {
      const c = spec.direction.findIndex((x) => x !== 0);
      const { factor } = spec;
      const [a, b, w] = [value(at), value(at + 1), value(at + 2)];
      const amplitude = Math.hypot(a, b);
      // a cos(w s) + b sin(w s) = A cos(w s - psi), with s = t - origin.
      const psi = Math.atan2(b, a);
      const turn = [-b / amplitude ** 2, a / amplitude ** 2];
      const spread = (weights: readonly number[]) =>
        Math.sqrt(
          Math.max(
            0,
            weights.reduce(
              (sum, x, i) => sum + weights.reduce((inner, y, j) => inner + x * y * between(at + i, at + j), 0),
              0,
            ),
          ),
        );
      return [
        {
          kind: factor === undefined ? "harmonic" : "parametric",
          coordinate: names[c] ?? "",
          ...(factor === undefined ? {} : { factor: factorText(factor, names[c] ?? "") }),
          ...estimate(amplitude, [
            [at, a / amplitude],
            [at + 1, b / amplitude],
          ]),
          unit: joined([
            mass.unit,
            factor?.kind === "place" || factor?.kind === "velocity" ? "" : (units[c] ?? ""),
            powered(time, factor?.kind === "velocity" ? -1 : -2),
          ]),
          frequency: { value: w, deviation: spread([0, 0, 1]), unit: time === "" ? "" : `rad/${time}` },
          phase: {
            value: Math.atan2(Math.sin(-psi - w * spec.origin), Math.cos(-psi - w * spec.origin)),
            deviation: spread([...turn.map((x) => -x), -spec.origin]),
            unit: "rad",
          },
          share,
        },
      ];
    }
    if (spec.kind === "input") {
      const c = spec.direction.findIndex((x) => x !== 0);
      return spec.inputs.map((index, k) => ({
        kind: "input",
        coordinate: names[c] ?? "",
        input: squaredText(record.inputs[index]?.name ?? "", spec.squared, names[c] ?? ""),
        ...estimate(value(at + k), [[at + k, 1]]),
        unit: joined([
          mass.unit,
          spec.squared === "place" ? "" : (units[c] ?? ""),
          powered(time, -2),
          powered(record.inputs[index]?.unit ?? "", spec.squared === undefined ? -1 : -2),
        ]),
        share,
      }));
    }
    return [];
  });
}

function factorText({ kind, origin }: DriveFactor, name: string): string {
  if (kind === "velocity") return `${name}'`;
  const z = origin === 0 ? name : `${name} ${origin < 0 ? "+" : "-"} ${Number(Math.abs(origin).toPrecision(6))}`;
  return kind === "place" ? z : `${kind === "sine" ? "sin" : "cos"}(${z})`;
}

type TermOfFunctions = Extract<TermSpec, { kind: "place-friction" | "time" }>;

/** Values of a term's functions, of place or of time, at every row of a record. */
function functionsAlong(spec: TermOfFunctions, { states, motions, dimension: d }: SmoothedRecord): Float64Array[] {
  const place =
    spec.kind === "place-friction" ? { basis: basisOf(spec.basis), feature: featureOf(spec.feature) } : null;
  const splines = spec.kind === "time" ? splinesOn(spec.knots) : null;
  const count = place?.basis.count ?? (spec.kind === "time" ? spec.knots.length : 0);
  const [slopes, curvatures] = [new Float64Array(count), new Float64Array(count)];
  return states.flatMap((own, m) =>
    Array.from(motions[m]?.times ?? [], (t, i) => {
      const values = new Float64Array(count);
      place?.basis.evaluate(place.feature.at(own.subarray(2 * d * i, 2 * d * i + d)), values, slopes, curvatures);
      splines?.(t, values);
      return values;
    }),
  );
}

/** Where rather the place of rest drifts, a straight line has this share of a smooth force's square, and its coordinate goes through its mean so often. */
const [STRAIGHT, SWINGS] = [0.9, 8];

/** Whether every smooth force of a law grows or falls steadily while the coordinate that it acts on swings, in every motion. */
export function growSteadily({ fit, candidate, law, seen }: FittedCandidate): boolean {
  const { states, motions, dimension: d } = seen;
  return candidate.terms.every(({ spec }, t) => {
    if (spec.kind !== "time") return true;
    const at = law.offsets[t] as number;
    const c = spec.direction.findIndex((x) => x !== 0);
    const forces = functionsAlong(spec, seen).map((row) =>
      row.reduce((sum, x, k) => sum + x * (fit.theta[at + k] as number), 0),
    );
    let first = 0;
    return motions.every(({ times }, m) => {
      const own = forces.slice(first, first + times.length);
      first += times.length;
      const places = Array.from(times, (_, i) => states[m]?.[2 * d * i + c] as number);
      return straightShare(times, own) > STRAIGHT && crossings(places) >= SWINGS;
    });
  });
}

/** Share of the variance of values that a straight line in time has. */
function straightShare(times: Float64Array, values: readonly number[]): number {
  const n = values.length;
  const [t, x] = [times, values].map((own) => Array.from(own).reduce((sum, value) => sum + value, 0) / n) as [
    number,
    number,
  ];
  let [tt, tx, xx] = [0, 0, 0];
  values.forEach((value, i) => {
    const s = (times[i] as number) - t;
    tt += s * s;
    tx += s * (value - x);
    xx += (value - x) ** 2;
  });
  return tx ** 2 / (tt * xx);
}

/** How often values go through their mean. */
function crossings(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.filter((value, i) => i > 0 && (value - mean) * ((values[i - 1] as number) - mean) < 0).length;
}

/** Root mean square of a sum of functions, of coefficients from `first` on, and its slopes by them. */
function meanSquare(rows: readonly Float64Array[], theta: Float64Array, first: number) {
  const count = rows[0]?.length ?? 0;
  const slopes = new Float64Array(count);
  let squares = 0;
  for (const row of rows) {
    const sum = row.reduce((total, x, k) => total + x * (theta[first + k] as number), 0);
    squares += sum ** 2 / rows.length;
    row.forEach((x, k) => {
      slopes[k] = (slopes[k] as number) + (sum * x) / rows.length;
    });
  }
  const value = Math.sqrt(squares);
  return { value, slopes: Array.from(slopes, (slope, k) => [first + k, value > 0 ? slope / value : 0] as const) };
}

/** "s^-1" of "s" and -1; "" where the unit is not known or the power is 0. */
function powered(unit: string, power: number): string {
  if (unit === "" || unit === "1" || power === 0) return "";
  const base = /^[\p{L}°%]+$/u.test(unit) ? unit : `(${unit})`;
  return power === 1 ? base : `${base}^${power}`;
}

/** Units side by side; powers below zero after a slash where there is something before it. */
function joined(units: readonly string[]): string {
  const own = units.filter((unit) => unit !== "");
  const over = own.filter((unit) => !unit.includes("^-"));
  const under = own.filter((unit) => unit.includes("^-")).map((unit) => unit.replace("^-", "^").replace(/\^1$/, ""));
  if (own.length === 0) return "";
  return under.length === 0
    ? over.join(" ")
    : `${over.length === 0 ? "1" : over.join(" ")}/${under.length > 1 ? `(${under.join(" ")})` : under[0]}`;
}

/** Names of the coordinates along a direction: one, or the difference of two. */
const labelOf = (direction: readonly number[], names: readonly string[]) =>
  direction.flatMap((x, c) => (x === 0 ? [] : [`${x < 0 ? "- " : ""}${names[c]}`])).join(" ");
