import { EARLIER } from "./builds.js";
import type { PeerRatio } from "./table.js";

/** How many times faster than a peer we mean to be. */
export interface Aim {
  readonly part: string;
  /** Subjects that begin with this. */
  readonly subject: string;
  readonly peer: string;
  readonly ratio: number;
}

const [jax, compile, eager] = ["JAX, jit", "PyTorch, torch.compile", "PyTorch, eager"] as const;

function learning(part: string, subject: string, ...ratios: readonly [number, number, number]): Aim[] {
  return [jax, compile, eager].map((peer, i) => ({ part, subject, peer, ratio: ratios[i] as number }));
}

function earlier(part: string, ratios: readonly (readonly [subject: string, ratio: number])[]): Aim[] {
  return ratios.map(([subject, ratio]) => ({ part, subject, peer: EARLIER, ratio }));
}

/** What the library is built to reach. */
export const aims: readonly Aim[] = [
  ...learning("meta-step", "direct, tanh", 2.2, 1.7, 3),
  ...learning("meta-step", "hamiltonian, tanh", 2.3, 1.6, 2.3),
  ...learning("meta-step", "hamiltonian, mish", 2.3, 1.6, 2.3),
  ...learning("training-step", "", 2.5, 1.7, 3),
  ...learning("evaluation", "", 2, 2, 4),
  { part: "cold-start", subject: "", peer: jax, ratio: 3 },
  { part: "cold-start", subject: "", peer: compile, ratio: 20 },
  { part: "ground-truth", subject: "", peer: "SciPy, DOP853", ratio: 20 },
  { part: "ground-truth", subject: "", peer: "SciPy, LSODA", ratio: 20 },
  { part: "ground-truth", subject: "", peer: "JAX, odeint, vmap", ratio: 2 },
  // Against the build of commit e8220af.
  ...earlier("evaluation", [
    ["pendulum", 1.7],
    ["double-pendulum", 1.5],
  ]),
  ...earlier("training-step", [["", 1.25]]),
  ...earlier("meta-step", [["hamiltonian, tanh", 1.2]]),
  ...earlier("commands", [
    ["npm start", 2.6],
    ["adapt", 2.5],
    ["--version", 5],
    ["systems", 5],
  ]),
  { part: "browser", subject: "", peer: "TensorFlow.js, WASM", ratio: 10 },
];

/** The aim for one peer in one subject, if there is any. */
export const aimOf = (part: string, { subject, peer }: PeerRatio): number | undefined =>
  aims.find((aim) => aim.part === part && aim.peer === peer && subject.startsWith(aim.subject))?.ratio;
