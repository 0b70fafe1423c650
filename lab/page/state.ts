import { systems } from "../../src/mechanics/index.js";
import type { EnginePreference } from "../compute/ladder.js";
import { closedFormIds, gradientIds, type MethodId, type SystemChoice } from "../compute/messages.js";

export const parts = ["adapt", "law", "train", "data", "runs"] as const;
export type LabPart = (typeof parts)[number];
/** Whether a part uses the chosen experiment; a visitor's record and runs need none, nor the engine that computes it. */
export const showsExperiment = (part: LabPart): boolean => part !== "data" && part !== "runs";

/** What the page shows: everything here stands in its address, so that a link shows the same. */
export interface LabState {
  readonly part: LabPart;
  readonly system: SystemChoice;
  readonly seed: number;
  /** Number of the drawn motion. */
  readonly motion: number;
  /** Own state to start from instead of the drawn one. */
  readonly initial: readonly number[] | undefined;
  /** Number of points, or the chosen samples. */
  readonly points: number | readonly number[];
  /** Noise on the points, over the standard deviation of each component along the motion. */
  readonly noise: number;
  readonly rate: number;
  /** The gradient step that is shown. */
  readonly step: number;
  readonly methods: readonly MethodId[];
  /** Whose held-out network adapts: the system's own, that of a named one, or a kept network by its number. */
  readonly network: string;
  /** Index of the coordinate in the phase portrait. */
  readonly coordinate: number;
  /** Indices of the two components of the plane of the law. */
  readonly plane: readonly [number, number] | undefined;
  readonly lawMethod: MethodId;
  /** What computes. */
  readonly engine: EnginePreference;
}

/** Gradient steps that the page goes up to. */
export const MAX_STEPS = 100;
/** Most noise that can be asked for. */
export const MAX_NOISE = 0.5;

export const methodIds: readonly MethodId[] = [...gradientIds, ...closedFormIds];

export const initialState: LabState = {
  part: "adapt",
  system: { kind: "named", name: "pendulum" },
  seed: 0,
  motion: 0,
  initial: undefined,
  points: 50,
  noise: 0,
  rate: 0.5,
  step: 0,
  methods: [...gradientIds, "structured"],
  network: "auto",
  coordinate: 0,
  plane: undefined,
  lawMethod: "meta-trained",
  engine: "auto",
};

/** The paper's systems, for which there is a network that has not seen them. */
export const heldOutNames: readonly string[] = systems.map(({ name }) => name);
