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

/** Where a canvas stands, kept so that no frame has to ask for the layout. */
interface Place {
  /** In CSS pixels. */
  size: Size;
  inSight: boolean;
}

/** Draws the stage, sixty times a second while the motion runs and can be seen; nothing is computed here, and nothing laid out. */
export class Animation {
  /** Visitors who asked for less motion start with it held. */
  moving = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  #time = 0;
  #shownTime = "";
  #last: number | undefined;
  /** The frame that was asked for: without one a browser has nothing to draw, and rests. */
  #frame: number | undefined;
  #scene: { key: unknown; scene: Scene } | undefined;
  #colours: { readonly theme: string; readonly of: ReadonlyMap<string, string> } | undefined;
  readonly #places = new WeakMap<Element, Place>();
  readonly #sizes = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) this.#placeOf(target).size = contentRect;
    this.drawOnce();
  });
  readonly #sight = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) this.#placeOf(target).inSight = isIntersecting;
    this.#goOn();
  });

  constructor(readonly app: MotionPage) {}

  /** After the page has been drawn: a motion that is held is drawn as it is, one that runs goes on if it can be seen. */
  follow(): void {
    if (this.moving) this.#goOn();
    else this.drawOnce();
  }

  #goOn(): void {
    this.#frame ??= requestAnimationFrame((now) => {
      this.#frame = undefined;
      const runs = this.moving && this.#canDraw() && this.#tiles().some((tile) => this.#placeOf(tile).inSight);
      const passed = this.#last === undefined ? 0 : Math.min((now - this.#last) / 1000, 0.1);
      this.#last = runs ? now : undefined;
      if (!runs) return;
      this.#time += RATE * passed;
      this.drawOnce();
      this.#goOn();
    });
  }

  /** Draws no more. */
  end(): void {
    this.moving = false;
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#sizes.disconnect();
    this.#sight.disconnect();
  }

  seek(seconds: number): void {
    this.moving = false;
    this.#time = seconds;
  }

  /** Draws every tile as it is now. */
  drawOnce(): void {
    const { motion, system, frames, shown } = this.app.session;
    if (motion === undefined || system === undefined || !this.#canDraw()) return;
    const end = motion.t.at(-1) as number;
    if (this.#time > end) this.#time = this.moving ? 0 : end;
    if (this.#scene?.key !== motion) this.#scene = { key: motion, scene: sceneOf(system, motion) };
    const colours = { ink: this.#colour("ink"), grid: this.#colour("grid") };
    for (const canvas of this.#tiles()) {
      const { size, inSight } = this.#placeOf(canvas);
      // One that comes into sight is drawn in the next frame.
      if (this.moving && !inSight) continue;
      const id = canvas.dataset.tile as MethodId | "truth";
      const states =
        id === "truth" ? motion.states : frames[shown]?.predictions.find(({ method }) => method === id)?.states;
      const colour = id === "truth" ? colours.ink : this.#colour(methodLooks[id].style.colour);
      const tile = { canvas, size, states, colour };
      drawTile(tile, this.#scene.scene, motion, this.#time, colours);
    }
    this.#showTime();
  }

  /** Whether there is a stage, and a motion of the chosen system. */
  #canDraw(): boolean {
    const { motion, system } = this.app.session;
    if (motion === undefined || system === undefined || this.app.state.part !== "adapt") return false;
    return motion.states.length === motion.t.length * 2 * system.dimension;
  }

  #tiles(): HTMLCanvasElement[] {
    return [...this.app.root.querySelectorAll<HTMLCanvasElement>("canvas[data-tile]")];
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

  #placeOf(canvas: Element): Place {
    const known = this.#places.get(canvas);
    if (known !== undefined) return known;
    const place = { size: { width: canvas.clientWidth, height: canvas.clientHeight }, inSight: true };
    this.#places.set(canvas, place);
    this.#sizes.observe(canvas);
    this.#sight.observe(canvas);
    return place;
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
