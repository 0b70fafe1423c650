import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { JSHandle, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeViolations } from "../../bench/pages/axe.js";
import { type StaticHost, startStaticHost } from "../../bench/pages/static-host.js";
import { allSystems } from "../../src/mechanics/index.js";
import { lab } from "./lab.js";

const page_ = lab();
const root = fileURLToPath(new URL("../../", import.meta.url));
let host: StaticHost;

beforeAll(async () => {
  host = await startStaticHost(`${root}dist/lab`, {
    "/cell.html": `<!doctype html><html lang="en"><head><title>Notebook</title></head><body><main><h1>Notebook</h1><div id="cell"></div></main>
      <script type="module">
        const source = await (await fetch("/widget.js")).text();
        window.widget = (await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })))).default;
      </script></body></html>`,
  });
});
afterAll(() => host.close());

/** What the tests do with a widget's model: anywidget's, whose changes from Python come as events. */
interface Model {
  readonly values: Record<string, unknown>;
  /** How often the page has sent its changes to Python. */
  readonly saved: number;
  /** A change that comes from Python. */
  fromPython(name: string, value: unknown): void;
  listeners(): number;
}

interface Cell {
  readonly model: Model;
  readonly end: () => void;
}

/**
 * Renders the widget as anywidget does: the module is imported from its text, and its default export's `render` gets model and element. The
 * model stands in for anywidget's: get, set, save_changes, on and off of its documented interface.
 */
async function render(page: Page, values: Record<string, unknown>): Promise<JSHandle<Cell>> {
  await page.waitForFunction(() => "widget" in window);
  return page.evaluateHandle(async (given) => {
    const { widget } = window as unknown as { widget: { render(cell: object): () => void } };
    const listeners = new Map<string, Set<() => void>>();
    const model = {
      values: { ...given } as Record<string, unknown>,
      saved: 0,
      get: (name: string) => model.values[name],
      set(name: string, value: unknown) {
        model.values[name] = value;
        for (const listener of listeners.get(`change:${name}`) ?? []) listener();
      },
      save_changes: () => void model.saved++,
      on: (event: string, listener: () => void) =>
        void listeners.set(event, (listeners.get(event) ?? new Set()).add(listener)),
      off: (event: string, listener: () => void) => void listeners.get(event)?.delete(listener),
      fromPython: (name: string, value: unknown) => model.set(name, value),
      listeners: () => [...listeners.values()].reduce((sum, { size }) => sum + size, 0),
    };
    const end = await widget.render({ model, el: document.querySelector("#cell") });
    return { model, end };
  }, values);
}

interface Found {
  readonly law: { readonly constants: readonly { name: string; value: number; deviation: number }[] };
}

test("a motion in a cell: its law and state come to Python, and Python's state to the page", async () => {
  const page = await page_.open("cell.html", { url: host.url });
  const cell = await render(page, { view: "motion", system: "pendulum", noise: 0.01, state: [1, 0], law: {} });
  await page.locator(".drawn-law[data-verdict]").waitFor();
  const values = () => cell.evaluate(({ model }) => ({ ...model.values, saved: model.saved }));
  await expect.poll(async () => (await values()).saved).toBe(1);
  const { state, law } = (await values()) as unknown as { state: number[]; law: Found };
  expect(state).toEqual([1, 0]);
  // All constants of the pendulum are one.
  const found = law.law.constants.find(({ name }) => name === "g/l");
  expect(Math.abs((found?.value as number) - 1)).toBeLessThan(5 * (found?.deviation as number));
  await cell.evaluate(({ model }) => model.fromPython("state", [0, 1.2]));
  await expect.poll(async () => (await values()).saved).toBe(2);
  expect(((await values()) as unknown as { state: number[] }).state).toEqual([0, 1.2]);
  await page.getByRole("button", { name: "Initial state" }).press("ArrowUp");
  await expect.poll(async () => (await values()).saved).toBe(3);
  expect(((await values()) as unknown as { state: number[] }).state[1]).toBeGreaterThan(1.2);
  await page.locator('[data-choice="system"]').selectOption("duffing");
  await expect.poll(async () => (await values()).saved).toBe(4);
  const other = (await values()) as unknown as { system: string; state: number[]; law: Found };
  expect([other.system, other.state.length, other.law.law.constants.some(({ name }) => name === "g/l")]).toEqual([
    "duffing",
    2,
    false,
  ]);
  expect(other.state).not.toEqual([1, 0]);
  expect(await axeViolations(page)).toEqual([]);
  await cell.evaluate(({ end }) => end());
  expect(await page.locator("#cell > *").count()).toBe(0);
  expect(await cell.evaluate(({ model }) => model.listeners())).toBe(0);
});

test("results of runs in a cell, and others when Python gives others", async () => {
  const page = await page_.open("cell.html", { url: host.url });
  const read = (path: string) => JSON.parse(readFileSync(root + path, "utf8")) as unknown;
  const cell = await render(page, { view: "results", results: { paper: read("results/paper/results.json") } });
  await page.locator('.runs-kind[data-kind="reproduce"]').waitFor();
  await cell.evaluate(
    ({ model }, results) => model.fromPython("results", { bands: results }),
    read("results/bands/results.json"),
  );
  await page.locator('.runs-kind[data-kind="compare"]').waitFor();
  expect(await page.locator(".runs-kind").count()).toBe(1);
  expect(await axeViolations(page)).toEqual([]);
  await cell.evaluate(({ model }) => model.fromPython("results", { mine: { version: 2 } }));
  await page.getByText("mine: not the results of a run").waitFor();
});

/** anywidget and traitlets where Python has them; else stand-ins that know as much of them as the class uses. */
const inPython = `
import importlib.util, json, sys, types
sys.path.insert(0, ${JSON.stringify(`${root}dist/lab`)})
real = all(importlib.util.find_spec(name) for name in ("anywidget", "traitlets"))
if not real:
    class Trait:
        def __init__(self, default=None): self.default = default
        def tag(self, sync): self.sync = sync; return self
    traits = types.ModuleType("traitlets")
    traits.Unicode = traits.Float = Trait
    traits.default = lambda _: lambda own: own
    traits.Dict = traits.List = lambda *_: Trait()
    widgets = types.ModuleType("anywidget")
    widgets.AnyWidget = type("AnyWidget", (), {})
    sys.modules.update(anywidget=widgets, traitlets=traits)
import metahamilton_lab
refused = []
for wrong in ({"view": "motions"}, {"system": "pendulumm"}):
    try: metahamilton_lab.Lab(**wrong)
    except ValueError as error: refused.append(str(error))
if real:
    widget = metahamilton_lab.Lab(view="motion", state=[1.0, 0.0])
    names = [name for name in widget.keys if not name.startswith("_") and name not in ("comm", "layout", "tabbable", "tooltip")]
    source = str(widget._esm)
else:
    names = [name for name, value in vars(metahamilton_lab.Lab).items() if getattr(value, "sync", False)]
    source = metahamilton_lab.Lab._esm.read_text(encoding="utf-8")
print(json.dumps({"real": real, "names": sorted(names), "bytes": len(source.encode()), "refused": refused, "systems": metahamilton_lab.SYSTEMS}))
`;

test("Python's class loads the built module and has the values that it asks for", async (context) => {
  const python = process.env.METAHAMILTON_PYTHON ?? "python3";
  const output = await promisify(execFile)(python, ["-c", inPython]).catch(
    (error: Error & { code?: unknown }) => error,
  );
  if (output instanceof Error) {
    if (output.code !== "ENOENT") throw output;
    return context.skip(`there is no ${python}`);
  }
  const { names, bytes, refused, systems } = JSON.parse(output.stdout) as {
    names: string[];
    bytes: number;
    refused: string[];
    systems: string[];
  };
  expect(refused).toEqual([
    "Lab: there is no view 'motions'; there are results, motion",
    expect.stringMatching(
      /^Lab: there is no system 'pendulumm'; there are mass-spring, pendulum, .*, n-body-4, spring-chain-4$/,
    ),
  ]);
  expect([...systems, "n-body-4", "spring-chain-4"]).toEqual(allSystems.map(({ name }) => name));
  const asked = readFileSync(`${root}lab/live/widget.ts`, "utf8").matchAll(/model\.(?:get|set)\("(\w+)"/g);
  expect(names).toEqual([...new Set([...asked].map(([, name]) => name as string))].sort());
  expect(bytes).toBe(readFileSync(`${root}dist/lab/widget.js`).length);
});

test("every file of the built lab is one that is opened, or is named by another on the way there", () => {
  const folder = `${root}dist/lab/`;
  const built = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  // The pages and modules that others load by name, and what is only read.
  const found = built.filter((file) =>
    /^(index\.html|service-worker\.js|live\.js|widget\.js|licences\.txt|icon\.svg|.*\.py)$/.test(
      relative(folder, file),
    ),
  );
  // The service worker names what the page keeps for later, not what it uses.
  for (const file of found)
    if (/\.(html|js|css|mjs)$/.test(file) && basename(file) !== "service-worker.js") {
      const text = readFileSync(file, "utf8");
      found.push(...built.filter((other) => !found.includes(other) && text.includes(basename(other))));
    }
  expect(built.filter((file) => !found.includes(file))).toEqual([]);
});
