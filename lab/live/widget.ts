import { DrawPage } from "./draw.js";
import LawWorker from "./law-worker.js?worker&inline";
import type { LiveRoot } from "./live-root.js";
import { ResultsPage } from "./results.js";

/** What a notebook's host gives of a widget's state (anywidget's front-end module): values that Python and the page share. */
interface Model {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  on(event: string, listener: () => void): void;
  off(event: string, listener: () => void): void;
}

/** Puts a view into a notebook's cell; what it gives back ends it. */
function render({ model, el }: { readonly model: Model; readonly el: HTMLElement }): () => void {
  const host = document.createElement("div");
  el.append(host);
  const page = model.get("view") === "results" ? results(host, model) : motion(host, model);
  page.start();
  return () => {
    page.end();
    host.remove();
  };
}

/** `results`: the runs to show. */
function results(host: HTMLElement, model: Model): LiveRoot {
  const page = new ResultsPage(host);
  const show = () => page.show(Object(model.get("results")) as Record<string, unknown>);
  model.on("change:results", show);
  show();
  page.ends.push(() => model.off("change:results", show));
  return page;
}

/** `system`, `noise` and `state` (initial, empty for a drawn one) are taken and given; `law` is what was found, as in `results.json`. */
function motion(host: HTMLElement, model: Model): LiveRoot {
  /** While Python is told something: no wish of its own. */
  let telling = false;
  const asked = () => ({
    system: { kind: "named", name: String(model.get("system")) } as const,
    noise: Number(model.get("noise")),
    initial: (model.get("state") as readonly number[]).length === 0 ? undefined : (model.get("state") as number[]),
  });
  const page = new DrawPage(
    host,
    () => new LawWorker(),
    asked(),
    (found, { system, noise }) => {
      const start = page.session.motion?.states.subarray(0, 2 * (page.session.system?.dimension ?? 0)) ?? [];
      telling = true;
      model.set("system", system.kind === "named" ? system.name : system.formula);
      model.set("noise", noise);
      model.set("state", [...start]);
      model.set("law", JSON.parse(JSON.stringify(found)));
      telling = false;
      model.save_changes();
    },
  );
  const follow = () => {
    if (!telling) page.change(asked());
  };
  const names = ["system", "noise", "state"];
  for (const name of names) model.on(`change:${name}`, follow);
  page.ends.push(() => {
    for (const name of names) model.off(`change:${name}`, follow);
  });
  return page;
}

export default { render };
