import { randomStream } from "../../src/base/random.js";
import { nodeComponents, type System, systemNamed, writtenSystem } from "../../src/mechanics/index.js";
import type { LabExperiment, NetworkChoice } from "../compute/messages.js";
import { findKept } from "../kept/networks.js";
import { heldOutNames, type LabState } from "./state.js";

/** The system that the state names or writes; throws `UserError` for one that is not there or cannot be read. */
export function labSystem({ system }: LabState): System {
  const plain = system.kind === "named" ? systemNamed(system.name) : writtenSystem(system.formula);
  const constants = Object.fromEntries(
    Object.entries(system.constants ?? {}).filter(([name]) => Object.hasOwn(plain.constants, name)),
  );
  if (system.kind === "named") return plain.withConstants(constants);
  const { formula, duration } = system;
  return writtenSystem(formula, { constants, duration });
}

export function labExperiment(
  { system: choice, seed, motion, initial, points, noise }: LabState,
  system: System,
): LabExperiment {
  return {
    system: { ...choice, constants: { ...system.constants } },
    seed,
    motion,
    state: initial?.length === 2 * system.dimension ? initial : undefined,
    points: typeof points === "number" ? Math.min(points, system.samples) : points.filter((i) => i < system.samples),
    noise,
  };
}

/** The network that adapts: by default the one that has not seen the system; a written system was seen by none. */
export async function networkOf({ network, system }: LabState): Promise<NetworkChoice> {
  const kept = /^kept:(\d+)$/.exec(network)?.[1];
  if (kept !== undefined) {
    const found = await findKept(Number(kept));
    if (found === undefined) throw new Error("the kept network is no longer in this browser");
    return { kind: "file", name: found.name, bytes: found.bytes };
  }
  if (heldOutNames.includes(network)) return { kind: "pretrained", heldOut: network };
  const own = system.kind === "named" && heldOutNames.includes(system.name);
  return { kind: "pretrained", heldOut: own ? system.name : "three-body" };
}

/** What decides motion and predictions, as text. */
export function experimentKey({
  system,
  seed,
  motion,
  initial,
  points,
  noise,
  rate,
  methods,
  network,
  engine,
}: LabState): string {
  return JSON.stringify([system, seed, motion, initial, points, noise, rate, methods, network, engine]);
}

/** Whether a system is that of the state, whatever its constants. */
export function isOf(known: System | undefined, { system }: LabState): boolean {
  return system.kind === "named" ? known?.name === system.name : known?.formula === `H = ${system.formula}`;
}

/** Names of the components of an own state, positions first. */
export function ownComponents(system: System): { readonly name: string; readonly unit: string }[] {
  return nodeComponents(system)
    .flatMap(({ name, unit, own }) => (own === undefined ? [] : [{ name, unit, own }]))
    .sort((a, b) => a.own - b.own);
}

/** The own state that the motion of the state is to begin from, as far as it is known without integrating it. */
export function startingState({ initial, seed, motion }: LabState, system: System): Float64Array | undefined {
  if (initial?.length === 2 * system.dimension) return Float64Array.from(initial);
  try {
    return system.initialState(randomStream(seed, "trajectory", system.name, "test", motion));
  } catch {
    // Constants that leave nothing to draw.
    return undefined;
  }
}
