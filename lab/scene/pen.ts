import type { Point, Scene, Sketch } from "./sketch.js";

/** Turns of a drawn spring. */
const TURNS = 11;

export interface Ink {
  readonly colour: string;
  readonly opacity: number;
}

/** Draws sketches on a canvas whose context already measures CSS pixels. */
export class Pen {
  readonly #scale: number;
  readonly #origin: Point;

  constructor(
    readonly context: CanvasRenderingContext2D,
    readonly width: number,
    readonly height: number,
    { view }: Scene,
  ) {
    const [worldWidth, worldHeight] = [view.x[1] - view.x[0], view.y[1] - view.y[0]];
    this.#scale = Math.min(width / worldWidth, height / worldHeight);
    this.#origin = [
      width / 2 - (this.#scale * (view.x[0] + view.x[1])) / 2,
      height / 2 + (this.#scale * (view.y[0] + view.y[1])) / 2,
    ];
    context.lineCap = "round";
    context.lineJoin = "round";
  }

  /** Where a point is on the canvas. */
  at([x, y]: Point): Point {
    return [this.#origin[0] + this.#scale * x, this.#origin[1] - this.#scale * y];
  }

  polyline(points: readonly Point[], { colour, opacity }: Ink, width: number): void {
    const { context } = this;
    context.globalAlpha = opacity;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    points.forEach((point, i) => {
      const [x, y] = this.at(point);
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    });
    context.stroke();
  }

  /** A path that fades towards its beginning. */
  trace(points: readonly Point[], { colour, opacity }: Ink): void {
    const parts = 14;
    for (let part = 0; part < parts; part++) {
      const from = Math.floor((part * (points.length - 1)) / parts);
      const to = Math.floor(((part + 1) * (points.length - 1)) / parts);
      if (to > from) this.polyline(points.slice(from, to + 1), { colour, opacity: (opacity * (part + 1)) / parts }, 2);
    }
  }

  sketch({ bodies, rods = [], springs = [], fixed = [] }: Sketch, ink: Ink, radius: number): void {
    for (const rod of rods) this.polyline(rod, ink, 2.5);
    for (const [from, to] of springs) this.#spring(from, to, ink);
    for (const point of fixed) this.dot(point, { ...ink, opacity: 0.6 * ink.opacity }, 3);
    for (const point of bodies) this.dot(point, ink, radius);
  }

  dot(point: Point, { colour, opacity }: Ink, radius: number): void {
    const { context } = this;
    const [x, y] = this.at(point);
    context.globalAlpha = opacity;
    context.fillStyle = colour;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
  }

  #spring(from: Point, to: Point, ink: Ink): void {
    const [[ax, ay], [bx, by]] = [from, to];
    const length = Math.hypot(bx - ax, by - ay) || 1;
    const across = 7 / this.#scale;
    const [nx, ny] = [(-(by - ay) / length) * across, ((bx - ax) / length) * across];
    const points = Array.from({ length: 2 * TURNS + 1 }, (_, i): Point => {
      const share = 0.08 + (0.84 * i) / (2 * TURNS);
      const side = i === 0 || i === 2 * TURNS ? 0 : i % 2 === 0 ? 1 : -1;
      return [ax + share * (bx - ax) + side * nx, ay + share * (by - ay) + side * ny];
    });
    this.polyline([from, ...points, to], ink, 1.8);
  }
}
