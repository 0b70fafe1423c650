import { UserError } from "../../base/errors.js";
import { nearest, quote } from "../../base/text.js";
import { MOST_BODIES, numberedLaw } from "../laws/random-law.js";
import type { System } from "../system.js";
import { chargedParticle } from "./charged-particle.js";
import { doublePendulum } from "./double-pendulum.js";
import { duffing } from "./duffing.js";
import { harmonicOscillator2d } from "./harmonic-oscillator-2d.js";
import { henonHeiles } from "./henon-heiles.js";
import { kepler } from "./kepler.js";
import { magneticMirror } from "./magnetic-mirror.js";
import { massSpring } from "./mass-spring.js";
import { nBody } from "./n-body.js";
import { pendulum } from "./pendulum.js";
import { springChain } from "./spring-chain.js";
import { threeBody } from "./three-body.js";
import { twoBody } from "./two-body.js";

export {
  chargedParticle,
  doublePendulum,
  duffing,
  harmonicOscillator2d,
  henonHeiles,
  kepler,
  magneticMirror,
  massSpring,
  nBody,
  pendulum,
  springChain,
  threeBody,
  twoBody,
};

/** The six systems of the paper. */
export const systems: readonly System[] = [massSpring, pendulum, doublePendulum, twoBody, threeBody, magneticMirror];

/** Every built-in system: the paper's six first, and of those of any number of bodies the one with four. */
export const allSystems: readonly System[] = [
  ...systems,
  henonHeiles,
  kepler,
  harmonicOscillator2d,
  duffing,
  chargedParticle,
  nBody(4),
  springChain(4),
];

/** Systems with a number, by what their names begin with: of any number of bodies, and random laws. */
const families: Readonly<Record<string, (number: number) => System>> = {
  "n-body-": nBody,
  "spring-chain-": springChain,
  ...Object.fromEntries(
    Array.from({ length: MOST_BODIES }, (_, i) => [`law-${i + 1}-`, (number: number) => numberedLaw(i + 1, number)]),
  ),
};

/** Systems that `registerSystem` has added. */
const registered = new Map<string, System>();

/**
 * Makes a system known by its name to everything that takes names. Throws `UserError` where the name belongs to another.
 */
export function registerSystem(system: System): void {
  const other = findSystem(system.name);
  if (other !== undefined && other !== system) throw new UserError(`there is already a system "${system.name}"`);
  registered.set(system.name, system);
}

/** Every system that is known by name; of those of any number of bodies the one with four. */
export function knownSystems(): readonly System[] {
  return [...allSystems, ...registered.values()];
}

/**
 * The system called `name`: a built-in or registered one, of any number of bodies, such as `n-body-5` or `spring-chain-10`, or a
 * random law, such as `law-2-17`.
 * Throws `UserError` with the known names, the most similar first.
 */
export function systemNamed(name: string): System {
  const found = findSystem(name);
  if (found !== undefined) return found;
  const names = knownSystems().map((system) => system.name);
  const suggestion = nearest(name, names);
  const hint = suggestion === undefined ? "; the" : `; did you mean ${suggestion}? The`;
  throw new UserError(`there is no system ${quote(name)}${hint} systems are ${names.join(", ")}`);
}

function findSystem(name: string): System | undefined {
  const found = knownSystems().find((system) => system.name === name);
  if (found !== undefined) return found;
  const [, prefix = "", bodies] = /^(.*-)([1-9]\d*)$/.exec(name) ?? [];
  return Object.hasOwn(families, prefix) ? families[prefix]?.(Number(bodies)) : undefined;
}
