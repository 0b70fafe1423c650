import { lightTheme } from "../../src/report/svg/theme.js";
import type { MethodId } from "../compute/messages.js";
import { methodLooks } from "../figures/methods.js";
import { sceneOf } from "../scene/scene.js";
import type { Scene } from "../scene/sketch.js";
import { drawTile } from "../scene/stage.js";
import type { App } from "./app.js";

/** Seconds of the motion in a second of the visitor's. */
const RATE = 1.6;

/** Draws the stage, sixty times a second while the motion runs; nothing is computed here. */
export class Animation {
  /** Visitors who asked for less motion start with it held. */
  moving = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  #time = 0;
  #last: number | undefined;
  #scene: { key: unknown; scene: Scene } | undefined;

  constructor(readonly app: App) {}

  start(): void {
    const frame = (now: number) => {
      const passed = this.#last === undefined ? 0 : Math.min((now - this.#last) / 1000, 0.1);
      this.#last = now;
      if (this.moving && this.app.state.part === "adapt") {
        this.#time += RATE * passed;
        this.drawOnce();
      }
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
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
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string) => style.getPropertyValue(`--figure-${name}`).trim() || lightTheme.ink;
    const colours = { ink: colour("ink"), grid: colour("grid") };
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>("canvas[data-tile]")) {
      const id = canvas.dataset.tile as MethodId | "truth";
      const states =
        id === "truth" ? motion.states : frames[shown]?.predictions.find(({ method }) => method === id)?.states;
      const ink = id === "truth" ? colours.ink : colour(methodLooks[id].style.colour);
      drawTile({ canvas, states, colour: ink }, this.#scene.scene, motion, this.#time, colours);
    }
    const slider = document.querySelector<HTMLInputElement>("#time");
    if (slider !== null && document.activeElement !== slider) slider.value = String(this.#time);
    const reading = document.querySelector("#time-reading");
    if (reading !== null) reading.textContent = `${this.#time.toFixed(1)} s`;
  }
}
