import { UserError } from "../../base/errors.js";
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

/** Systems of any number of bodies, by what their names begin with. */
const families: Readonly<Record<string, (bodies: number) => System>> = {
  "n-body-": nBody,
  "spring-chain-": springChain,
};

/**
 * The system called `name`: one of `allSystems`, or of any number of bodies, such as `n-body-5` or `spring-chain-10`.
 * Throws `UserError` with the known names.
 */
export function systemNamed(name: string): System {
  const found = allSystems.find((system) => system.name === name);
  if (found !== undefined) return found;
  const [, prefix = "", bodies] = /^(.*-)([1-9]\d*)$/.exec(name) ?? [];
  const family = Object.hasOwn(families, prefix) ? families[prefix] : undefined;
  if (family !== undefined) return family(Number(bodies));
  throw new UserError(`there is no system "${name}"; the systems are ${allSystems.map((s) => s.name).join(", ")}`);
}
