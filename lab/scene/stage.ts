import type { TrueMotion } from "../compute/messages.js";
import { Pen } from "./pen.js";
import type { Point, Scene } from "./sketch.js";

/** One picture of the stage: whose motion it shows. */
export interface Tile {
  readonly canvas: HTMLCanvasElement;
  /** In CSS pixels. */
  readonly size: { readonly width: number; readonly height: number };
  /** Own states [N][2d]; undefined where nothing has been predicted yet. */
  readonly states: Float64Array | undefined;
  readonly colour: string;
}

/** Share of the motion that a trace shows. */
const TRACE = 0.3;

/** The colours that a canvas needs from the page's style. */
export interface StageColours {
  readonly ink: string;
  readonly grid: string;
}

/** Draws one tile at `time` (s): backdrop, the true motion as a shadow, the tile's own motion. */
export function drawTile(
  { canvas, size: { width, height }, states, colour }: Tile,
  scene: Scene,
  motion: TrueMotion,
  time: number,
  colours: StageColours,
): void {
  const ratio = Math.min(devicePixelRatio || 1, 2);
  if (width === 0 || height === 0) return;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const pen = new Pen(context, width, height, scene);
  for (const curve of scene.backdrop ?? []) pen.polyline(curve, { colour: colours.grid, opacity: 1 }, 1.5);
  const radius = Math.max(5, Math.min(9, width / 34));
  const isTruth = states === motion.states;
  if (!isTruth)
    pen.sketch(scene.sketch(stateAt(motion, motion.states, time)), { colour: colours.ink, opacity: 0.16 }, radius);
  if (states === undefined) return;
  for (const path of traces(scene, motion, states, time)) pen.trace(path, { colour, opacity: 0.75 });
  pen.sketch(scene.sketch(stateAt(motion, states, time)), { colour, opacity: 1 }, radius);
}

/** The state at a time, between two samples in proportion. */
export function stateAt({ t }: Pick<TrueMotion, "t">, states: Float64Array, time: number): Float64Array {
  const last = t.length - 1;
  const size = states.length / t.length;
  const place = Math.min(Math.max((time / (t[last] as number)) * last, 0), last);
  const before = Math.min(Math.floor(place), last - 1);
  const share = place - before;
  const state = new Float64Array(size);
  for (let i = 0; i < size; i++)
    state[i] =
      (1 - share) * (states[before * size + i] as number) + share * (states[(before + 1) * size + i] as number);
  return state;
}

function traces(scene: Scene, motion: TrueMotion, states: Float64Array, time: number): Point[][] {
  const { t } = motion;
  const end = t.at(-1) as number;
  const from = Math.max(0, time - TRACE * end);
  const step = end / (t.length - 1) / 2;
  const bodies = scene.sketch(states).bodies.map((_, i) => i);
  const traced = scene.traced ?? bodies;
  const paths: Point[][] = traced.map(() => []);
  for (let at = from; at < time; at += step) {
    const sketch = scene.sketch(stateAt(motion, states, at));
    traced.forEach((body, k) => {
      paths[k]?.push(sketch.bodies[body] as Point);
    });
  }
  const now = scene.sketch(stateAt(motion, states, time));
  traced.forEach((body, k) => {
    paths[k]?.push(now.bodies[body] as Point);
  });
  return paths;
}
