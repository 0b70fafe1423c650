import { type EnginePreference, enginePreferences } from "../compute/ladder.js";
import type { MethodId, SystemChoice } from "../compute/messages.js";
import { initialState, type LabPart, type LabState, MAX_NOISE, MAX_STEPS, methodIds, parts } from "./state.js";

/** The state as a query; what is as at first is left out. */
export function toQuery(state: LabState): string {
  const query = new URLSearchParams();
  const put = (name: string, value: string, usual: string) => {
    if (value !== usual) query.set(name, value);
  };
  put("part", state.part, initialState.part);
  const { system } = state;
  put("constants", writeConstants(system.constants ?? {}), "");
  if (system.kind === "named") put("system", system.name, "pendulum");
  else {
    query.set("h", system.formula);
    put("duration", String(system.duration), "10");
  }
  put("seed", String(state.seed), "0");
  put("motion", String(state.motion), "0");
  if (state.initial !== undefined) query.set("from", state.initial.map(short).join(","));
  if (typeof state.points === "number") put("k", String(state.points), String(initialState.points));
  else query.set("points", state.points.join(","));
  put("noise", String(state.noise), "0");
  put("rate", String(state.rate), String(initialState.rate));
  put("step", String(state.step), "0");
  put("methods", state.methods.join(","), initialState.methods.join(","));
  put("network", state.network, "auto");
  put("coordinate", String(state.coordinate), "0");
  if (state.plane !== undefined) query.set("plane", state.plane.join(","));
  put("law", state.lawMethod, initialState.lawMethod);
  put("engine", state.engine, "auto");
  return query.toString();
}

/** The state in a query; what is missing or makes no sense is as at first. */
export function fromQuery(text: string): LabState {
  const query = new URLSearchParams(text);
  const whole = (name: string, usual: number, high: number) => {
    const value = Number(query.get(name) ?? usual);
    return Number.isSafeInteger(value) && value >= 0 && value <= high ? value : usual;
  };
  const plane = numbers(query.get("plane"));
  const initial = numbers(query.get("from"));
  const samples = numbers(query.get("points"))?.filter((value) => Number.isSafeInteger(value) && value >= 0);
  const rate = Number(query.get("rate") ?? initialState.rate);
  const noise = Number(query.get("noise") ?? 0);
  const methods = query.get("methods")?.split(",").filter(isMethod);
  const law = query.get("law") ?? "";
  const part = query.get("part") as LabPart;
  const engine = query.get("engine") as EnginePreference;
  return {
    part: parts.includes(part) ? part : initialState.part,
    system: readSystem(query),
    seed: whole("seed", 0, Number.MAX_SAFE_INTEGER),
    motion: whole("motion", 0, 1e6),
    initial,
    points: samples !== undefined && samples.length > 0 ? samples : Math.max(1, whole("k", 50, 100)),
    rate: rate > 0 && rate <= 10 ? rate : initialState.rate,
    noise: noise >= 0 && noise <= MAX_NOISE ? noise : 0,
    step: whole("step", 0, MAX_STEPS),
    methods: methods === undefined || methods.length === 0 ? initialState.methods : methods,
    network: query.get("network") ?? "auto",
    coordinate: whole("coordinate", 0, 20),
    plane:
      plane?.length === 2 && plane.every((i) => Number.isSafeInteger(i) && i >= 0)
        ? (plane as [number, number])
        : undefined,
    lawMethod: isMethod(law) ? law : initialState.lawMethod,
    engine: enginePreferences.includes(engine) ? engine : "auto",
  };
}

/** Constants as `g = 9.81, l = 1`. */
export function writeConstants(constants: Readonly<Record<string, number>>): string {
  return Object.entries(constants)
    .map(([name, value]) => `${name}=${value}`)
    .join(",");
}

function readConstants(text: string | null): Record<string, number> {
  const pairs = (text ?? "").split(",").map((pair) => pair.split("="));
  return Object.fromEntries(
    pairs.flatMap(([name = "", value = ""]) => {
      const number = Number(value);
      return name.trim() !== "" && value.trim() !== "" && Number.isFinite(number) ? [[name.trim(), number]] : [];
    }),
  );
}

function readSystem(query: URLSearchParams): SystemChoice {
  const formula = query.get("h");
  const constants = readConstants(query.get("constants"));
  if (formula === null) {
    const name = query.get("system") ?? "pendulum";
    return Object.keys(constants).length === 0 ? { kind: "named", name } : { kind: "named", name, constants };
  }
  const duration = Number(query.get("duration") ?? 10);
  return {
    kind: "written",
    formula,
    constants,
    duration: duration > 0 && duration <= 100 ? duration : 10,
  };
}

function numbers(text: string | null): number[] | undefined {
  const values = text?.split(",").map(Number);
  return values?.every((value) => Number.isFinite(value)) ? values : undefined;
}

const isMethod = (text: string): text is MethodId => (methodIds as readonly string[]).includes(text);

/** Five significant digits: enough to show the same, short enough for an address. */
const short = (value: number) => String(Number(value.toPrecision(5)));
