import type { System } from "../../src/mechanics/index.js";
import { extent, logDomain, roundFactor } from "../../src/report/svg/domain.js";
import { joinLabels, type Label, symbolLabel, unitText } from "../../src/report/svg/label.js";
import type { Mark } from "../../src/report/svg/marks.js";
import type { Panel } from "../../src/report/svg/panel.js";
import type { Style } from "../../src/report/svg/style.js";
import { type Frame, isClosedForm, type MethodPrediction, type TrueMotion } from "../compute/messages.js";
import { ownComponents } from "../page/experiment.js";
import { methodLooks } from "./methods.js";

export const truthStyle: Style = { colour: "ink", width: 5, opacity: 0.22 };

/** A symbol with its unit: θ (rad). */
export function quantityLabel({ name, unit }: { readonly name: string; readonly unit: string }): Label {
  return unit === "1" || unit === "" ? symbolLabel(name) : joinLabels(symbolLabel(name), ` (${unitText(unit)})`);
}

/** Every `stride`-th of a list of states' component. */
const column = (states: Float64Array, size: number, component: number) =>
  Array.from({ length: states.length / size }, (_, i) => states[i * size + component] as number);

/** A range about zero with room around the motion of a component, in steps of the box, so that it seldom changes. */
export function reachDomain({ box, states, t }: TrueMotion, component: number): [number, number] {
  const size = states.length / t.length;
  let largest = 0;
  for (let i = component; i < states.length; i += size) largest = Math.max(largest, Math.abs(states[i] as number));
  const full = 1.12 * (box[component] as number);
  const share = [0.25, 0.4, 0.6, 0.8].find((part) => part * full >= 1.25 * largest) ?? 1;
  return [-share * full, share * full];
}

/** The plane of a phase portrait. */
export interface PhaseDomains {
  readonly q: [number, number];
  readonly p: [number, number];
}

/** The plane that shows a motion of one coordinate. */
export function phaseDomains(system: System, motion: TrueMotion, coordinate: number): PhaseDomains {
  return { q: reachDomain(motion, coordinate), p: reachDomain(motion, system.dimension + coordinate) };
}

/** Position against momentum of one coordinate: truth and predictions. */
export function phasePanel(
  system: System,
  motion: TrueMotion,
  frame: Frame | undefined,
  coordinate: number,
  domains: PhaseDomains = phaseDomains(system, motion, coordinate),
): Panel {
  const [q, p] = [coordinate, system.dimension + coordinate];
  const size = 2 * system.dimension;
  const components = ownComponents(system);
  const [position, momentum] = [components[q], components[p]] as const;
  if (position === undefined || momentum === undefined) throw new RangeError(`there is no coordinate ${coordinate}`);
  const marks: Mark[] = [
    { type: "line", x: column(motion.states, size, q), y: column(motion.states, size, p), style: truthStyle },
    ...(frame?.predictions ?? []).map(
      ({ method, states }): Mark => ({
        type: "line",
        x: column(states, size, q),
        y: column(states, size, p),
        style: { ...methodLooks[method].style, marker: undefined, opacity: 0.85 },
      }),
    ),
  ];
  return {
    heading: joinLabels("Phase portrait (", symbolLabel(position.name), ", ", symbolLabel(momentum.name), ")"),
    x: { kind: "linear", domain: domains.q, label: quantityLabel(position) },
    y: { kind: "linear", domain: domains.p, label: quantityLabel(momentum) },
    marks,
  };
}

/** Errors this much below those of the networks are drawn along the lower edge, so that the networks' own course stays visible. */
const BELOW = 1e-3;

/** Errors that lie below the axis of `errorPanel`. */
export function errorsBelow(frames: readonly Frame[]): readonly MethodPrediction[] {
  const floor = errorFloor(frames);
  return (frames[0]?.predictions ?? []).filter(({ method, mse }) => isClosedForm(method) && mse < floor);
}

function errorFloor(frames: readonly Frame[]): number {
  const networks = frames.flatMap(({ predictions }) => predictions.filter(({ method }) => !isClosedForm(method)));
  const least = extent(networks.map(({ mse }) => mse).filter((mse) => mse > 0))?.[0];
  return least === undefined ? 0 : roundFactor(BELOW * least, "down");
}

/** Error of every method against the gradient step, growing as steps are done. */
export function errorPanel(frames: readonly Frame[], shown: number, steps: number): Panel {
  const methods = frames[0]?.predictions.map(({ method }) => method) ?? [];
  const floor = errorFloor(frames);
  const curve = (method: string) =>
    frames.map(({ predictions }) => predictions.find((one) => one.method === method)?.mse ?? Number.NaN);
  const curves = methods.map((method) => ({ method, values: curve(method).map((mse) => Math.max(mse, floor)) }));
  const domain = logDomain(curves.flatMap(({ values }) => values));
  return {
    heading: "Error against gradient step",
    x: { kind: "linear", domain: [0, 1.02 * steps], label: "Gradient step" },
    y: { kind: "log", domain, label: "Trajectory MSE (units²)" },
    marks: [
      { type: "line", x: [shown, shown], y: domain, style: { colour: "muted", width: 1, dash: "2 3" } },
      ...curves.map(
        ({ method, values }): Mark => ({
          type: "line",
          x: frames.map(({ step }) => step),
          y: values,
          style: methodLooks[method].style,
          markersAt: [Math.min(shown, values.length - 1)],
        }),
      ),
    ],
  };
}

/** True energy along the predicted motions, minus that at the start. Its range changes in large steps, not with every one. */
export function energyPanel(motion: TrueMotion, frame: Frame | undefined): Panel {
  const t = Array.from(motion.t);
  const drift = (energy: Float64Array) => Array.from(energy, (value) => value - (energy[0] as number));
  const curves = (frame?.predictions ?? []).map(({ method, energy }) => ({ method, values: drift(energy) }));
  const room = 2 * motion.energyScale;
  const shown = curves.flatMap(({ values }) => extent(values) ?? []).map((v) => Math.min(Math.max(v, -room), room));
  const least = 0.01 * motion.energyScale;
  const [low, high] = extent([-least, least, ...shown]) as [number, number];
  return {
    heading: "Energy drift along the motion",
    x: { kind: "linear", domain: [0, t.at(-1) ?? 1], label: "Time (s)" },
    y: { kind: "linear", domain: [-roundFactor(-low, "up"), roundFactor(high, "up")], label: "H(t) − H(0) (J)" },
    marks: [
      { type: "line", x: t, y: drift(motion.energy), style: truthStyle },
      ...curves.map(
        ({ method, values }): Mark => ({
          type: "line",
          x: t,
          y: values,
          style: { ...methodLooks[method].style, marker: undefined },
        }),
      ),
    ],
  };
}
