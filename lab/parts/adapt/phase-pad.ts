import { html, svg, type TemplateResult } from "lit-html";
import type { System } from "../../../src/mechanics/index.js";
import { plainLabel } from "../../../src/report/svg/label.js";
import { type PlotArea, plotArea } from "../../../src/report/svg/panel.js";
import type { Size } from "../../../src/report/svg/size.js";
import type { TrueMotion } from "../../compute/messages.js";
import { type PhaseDomains, phaseDomains, phasePanel, quantityLabel } from "../../figures/panels.js";
import { type Arrangement, panelSize, panelSvg } from "../../figures/svg.js";
import { ownComponents } from "../../page/experiment.js";
import type { MotionPage } from "../../page/page.js";

/** The three charts beside the settings. */
export const adaptCharts: Arrangement = { columns: 3, beside: true, aspect: 0.84 };

/** How close a click must come to a sample, px. */
const NEAR = 14;
/** The plane as it was when a drag began: it must not change under the pointer. */
let pinned: PhaseDomains | undefined;

/**
 * The phase portrait with its two handles on the experiment: the initial state can be dragged (or moved with the arrow
 * keys), and clicking a sample of the motion gives or takes it as a point.
 */
export function phasePad(
  app: MotionPage,
  system: System,
  motion: TrueMotion,
  size: Size = panelSize(adaptCharts),
): TemplateResult {
  const coordinate = Math.min(app.state.coordinate, system.dimension - 1);
  const { frames, shown } = app.session;
  const domains = pinned ?? phaseDomains(system, motion, coordinate);
  const panel = phasePanel(system, motion, frames[shown], coordinate, domains);
  const plane = makePlane(motion, system, coordinate, plotArea(panel, size), domains);
  const [hx, hy] = plane.pixel(motion.states[plane.q] as number, motion.states[plane.p] as number);
  const components = ownComponents(system);
  const names = [components[plane.q], components[plane.p]].map((c) =>
    c === undefined ? "" : plainLabel(quantityLabel(c)),
  );
  const move = (dq: number, dp: number) => {
    const state = Array.from(motion.states.subarray(0, 2 * system.dimension));
    state[plane.q] = (state[plane.q] as number) + dq;
    state[plane.p] = (state[plane.p] as number) + dp;
    app.change({ initial: state });
  };
  return html`
    <div class="pad" @pointerdown=${(event: PointerEvent) => press(event, app, system, motion, plane)}>
      ${panelSvg(panel, size)}
      <svg class="pad-overlay" viewBox="0 0 ${size.width} ${size.height}" aria-hidden="false">
        ${motion.support.map((_, k) => {
          const [x, y] = plane.seen(k);
          return svg`<circle class="support" cx=${x} cy=${y} r="3.2"/>`;
        })}
        <g class="handle" tabindex="0" role="button"
          aria-label="Initial state, ${names.join(" and ")}: drag it, or move it with the arrow keys"
          @keydown=${(event: KeyboardEvent) => {
            const by = arrows[event.key];
            if (by === undefined) return;
            event.preventDefault();
            const fine = event.shiftKey ? 0.005 : 0.03;
            move(by[0] * fine * (motion.box[plane.q] as number), by[1] * fine * (motion.box[plane.p] as number));
          }}>
          ${svg`<circle class="handle-reach" cx=${hx} cy=${hy} r="18"/><circle class="handle-dot" cx=${hx} cy=${hy} r="7"/>`}
        </g>
      </svg>
    </div>
    <figcaption class="hint">Drag the ring to start elsewhere. Click the curve to give or take a point.</figcaption>
  `;
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** The plane of one coordinate and its momentum on the panel. */
interface Plane {
  readonly q: number;
  readonly p: number;
  readonly domains: PhaseDomains;
  pixel(q: number, p: number): [number, number];
  value(x: number, y: number): [number, number];
  /** Where a sample of the true motion is. */
  sample(index: number): [number, number];
  /** Where the networks see the k-th of their points. */
  seen(k: number): [number, number];
}

function makePlane(
  motion: TrueMotion,
  system: System,
  coordinate: number,
  { left, top, width, height }: PlotArea,
  domains: PhaseDomains,
): Plane {
  const [q, p] = [coordinate, system.dimension + coordinate];
  const [[q0, q1], [p0, p1]] = [domains.q, domains.p];
  const pixel = (a: number, b: number): [number, number] => [
    left + ((a - q0) / (q1 - q0)) * width,
    top + ((p1 - b) / (p1 - p0)) * height,
  ];
  const stride = 2 * system.dimension;
  const at = (states: Float64Array, row: number) =>
    pixel(states[row * stride + q] as number, states[row * stride + p] as number);
  return {
    q,
    p,
    domains,
    pixel,
    value: (x, y) => [q0 + ((x - left) / width) * (q1 - q0), p1 - ((y - top) / height) * (p1 - p0)],
    sample: (index) => at(motion.states, index),
    seen: (k) => at(motion.observed, k),
  };
}

/** Begins a drag at the handle, else gives or takes the sample under the pointer. */
function press(event: PointerEvent, app: MotionPage, system: System, motion: TrueMotion, plane: Plane): void {
  const pad = event.currentTarget as HTMLElement;
  const overlay = pad.querySelector<SVGSVGElement>(".pad-overlay");
  if (overlay === null || event.button !== 0) return;
  const at = (pointer: PointerEvent): [number, number] => {
    const box = overlay.getBoundingClientRect();
    const scale = overlay.viewBox.baseVal.width / box.width;
    return [(pointer.clientX - box.left) * scale, (pointer.clientY - box.top) * scale];
  };
  const [x, y] = at(event);
  const [hx, hy] = plane.sample(0);
  if (Math.hypot(x - hx, y - hy) > 22) {
    toggleNearest(x, y, app, motion, plane);
    return;
  }
  event.preventDefault();
  pad.setPointerCapture(event.pointerId);
  pinned = plane.domains;
  const state = Array.from(motion.states.subarray(0, 2 * system.dimension));
  const drag = (pointer: PointerEvent) => {
    const [q, p] = plane.value(...at(pointer));
    const within = (value: number, reach: number) => Math.min(Math.max(value, -reach), reach);
    state[plane.q] = within(q, motion.box[plane.q] as number);
    state[plane.p] = within(p, motion.box[plane.p] as number);
    app.change({ initial: [...state] });
  };
  const drop = () => {
    pinned = undefined;
    app.redraw();
    pad.removeEventListener("pointermove", drag);
    pad.removeEventListener("pointerup", drop);
    pad.removeEventListener("pointercancel", drop);
  };
  pad.addEventListener("pointermove", drag);
  pad.addEventListener("pointerup", drop);
  pad.addEventListener("pointercancel", drop);
}

function toggleNearest(x: number, y: number, app: MotionPage, { t, support }: TrueMotion, plane: Plane): void {
  let nearest = -1;
  let distance = NEAR;
  for (let i = 0; i < t.length; i++) {
    const [sx, sy] = plane.sample(i);
    const away = Math.hypot(sx - x, sy - y);
    if (away < distance) [nearest, distance] = [i, away];
  }
  if (nearest < 0) return;
  const others = support.filter((index) => index !== nearest);
  const points = others.length < support.length ? others : [...support, nearest].sort((a, b) => a - b);
  if (points.length > 0) app.change({ points });
}
