import type { Size } from "../../src/report/svg/size.js";
import { type Colour, lightTheme } from "../../src/report/svg/theme.js";
import type { MethodId } from "../compute/messages.js";
import { methodLooks } from "../figures/methods.js";
import { sceneOf } from "../scene/scene.js";
import type { Scene } from "../scene/sketch.js";
import { drawTile } from "../scene/stage.js";
import type { MotionPage } from "./page.js";

/** Seconds of the motion in a second of the visitor's. */
const RATE = 1.6;

/** Draws the stage, sixty times a second while the motion runs; nothing is computed here, and nothing laid out. */
export class Animation {
  /** Visitors who asked for less motion start with it held. */
  moving = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  #time = 0;
  #shownTime = "";
  #last: number | undefined;
  #frame = 0;
  #scene: { key: unknown; scene: Scene } | undefined;
  #colours: { readonly theme: string; readonly of: ReadonlyMap<string, string> } | undefined;
  /** Sizes of the canvases in CSS pixels, kept so that no frame has to ask for the layout. */
  readonly #sizes = new WeakMap<Element, Size>();
  readonly #watch = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) this.#sizes.set(target, contentRect);
    this.drawOnce();
  });

  constructor(readonly app: MotionPage) {}

  start(): void {
    const frame = (now: number) => {
      const passed = this.#last === undefined ? 0 : Math.min((now - this.#last) / 1000, 0.1);
      this.#last = now;
      if (this.moving && this.app.state.part === "adapt") {
        this.#time += RATE * passed;
        this.drawOnce();
      }
      this.#frame = requestAnimationFrame(frame);
    };
    this.#frame = requestAnimationFrame(frame);
  }

  /** Draws no more. */
  end(): void {
    cancelAnimationFrame(this.#frame);
    this.#watch.disconnect();
  }

  seek(seconds: number): void {
    this.moving = false;
    this.#time = seconds;
  }

  /** Draws every tile as it is now. */
  drawOnce(): void {
    const { motion, system, frames, shown } = this.app.session;
    if (motion === undefined || system === undefined || this.app.state.part !== "adapt") return;
    if (motion.states.length !== motion.t.length * 2 * system.dimension) return;
    const end = motion.t.at(-1) as number;
    if (this.#time > end) this.#time = this.moving ? 0 : end;
    if (this.#scene?.key !== motion) this.#scene = { key: motion, scene: sceneOf(system, motion) };
    const colours = { ink: this.#colour("ink"), grid: this.#colour("grid") };
    for (const canvas of this.app.root.querySelectorAll<HTMLCanvasElement>("canvas[data-tile]")) {
      const id = canvas.dataset.tile as MethodId | "truth";
      const states =
        id === "truth" ? motion.states : frames[shown]?.predictions.find(({ method }) => method === id)?.states;
      const colour = id === "truth" ? colours.ink : this.#colour(methodLooks[id].style.colour);
      const tile = { canvas, size: this.#sizeOf(canvas), states, colour };
      drawTile(tile, this.#scene.scene, motion, this.#time, colours);
    }
    this.#showTime();
  }

  /** Slider and reading, as often as the reading changes. */
  #showTime(): void {
    const text = `${this.#time.toFixed(1)} s`;
    const slider = this.app.root.querySelector<HTMLInputElement>("#time");
    const reading = this.app.root.querySelector("#time-reading");
    if (slider === null || reading === null || (text === this.#shownTime && reading.textContent === text)) return;
    this.#shownTime = text;
    reading.textContent = text;
    if (!slider.matches(":focus")) slider.value = String(this.#time);
  }

  #sizeOf(canvas: HTMLCanvasElement): Size {
    const known = this.#sizes.get(canvas);
    if (known !== undefined) return known;
    const size = { width: canvas.clientWidth, height: canvas.clientHeight };
    this.#sizes.set(canvas, size);
    this.#watch.observe(canvas);
    return size;
  }

  /** A colour of the page's figures in the theme of now. */
  #colour(name: string): string {
    const { theme, root } = this.app;
    if (this.#colours?.theme !== theme) {
      const style = getComputedStyle(root);
      const names = Object.keys(lightTheme) as Colour[];
      const value = (key: Colour) => style.getPropertyValue(`--figure-${key}`).trim() || lightTheme[key];
      this.#colours = { theme, of: new Map(names.map((key) => [key, value(key)])) };
    }
    return this.#colours.of.get(name) ?? lightTheme.ink;
  }
}
