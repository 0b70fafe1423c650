import { messageOf } from "../../compute/failure.js";
import type { ShownLaw } from "../../figures/law.js";
import { ownComponents } from "../../page/experiment.js";
import type { Page } from "../../page/page.js";

const RESOLUTION = 48;
const ARROWS = 13;

/** Asks for the law that the page shows, one at a time, whenever another step, method or plane is chosen. */
export class LawDesk {
  current: ShownLaw | undefined;
  problem: string | undefined;
  #wanted = "";
  #busy = false;

  constructor(readonly app: Page) {}

  /** Called with every drawing of the part: cheap where nothing has changed. */
  refresh(): void {
    const { session, state } = this.app;
    const { system, motion, frames, shown } = session;
    const method = state.methods.includes(state.lawMethod) ? state.lawMethod : (state.methods[0] ?? "meta-trained");
    const predicted = frames[shown]?.predictions.some((prediction) => prediction.method === method) ?? false;
    if (system === undefined || motion === undefined || !predicted || this.#busy) return;
    const d = system.dimension;
    const usual: readonly [number, number] = [0, d];
    const plane = state.plane?.every((i) => i < 2 * d) && state.plane[0] !== state.plane[1] ? state.plane : usual;
    const key = JSON.stringify([
      plane,
      method,
      shown,
      system.formula,
      Array.from(motion.states.subarray(0, 2 * d)),
      state.rate,
      motion.support,
      state.network,
    ]);
    if (key === this.#wanted) return;
    this.#wanted = key;
    this.#busy = true;
    const column = (component: number) =>
      Array.from({ length: motion.t.length }, (_, i) => motion.states[i * 2 * d + component] as number);
    const components = ownComponents(system);
    const ask = async () => {
      try {
        const { compute } = await this.app.conductor.lawClient(method);
        const law = await compute.law({ method, step: shown, plane, resolution: RESOLUTION, arrows: ARROWS });
        this.current = {
          law,
          method,
          step: shown,
          title: system.title,
          axes: [components[plane[0]] ?? { name: "", unit: "1" }, components[plane[1]] ?? { name: "", unit: "1" }],
          path: { x: column(plane[0]), y: column(plane[1]) },
        };
        this.problem = undefined;
      } catch (error) {
        this.current = undefined;
        this.problem = messageOf(error);
      } finally {
        this.#busy = false;
        this.app.redraw();
      }
    };
    void ask();
  }
}
