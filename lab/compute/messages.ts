import type { NumberColumns, Recording, RecordResults, RestTime, TableColumn } from "../../src/records/index.js";

/** What the page and its worker say to each other. Numbers travel as typed arrays, without copies. */

/** A system by its name, with constants other than its own where they are given, or by the Hamiltonian that the visitor has written. */
export type SystemChoice =
  | { readonly kind: "named"; readonly name: string; readonly constants?: Readonly<Record<string, number>> }
  | {
      readonly kind: "written";
      readonly formula: string;
      readonly constants: Readonly<Record<string, number>>;
      /** Seconds. */
      readonly duration: number;
    };

/** What the visitor says of a record; columns by index. */
export interface RecordChoices {
  /** Turns velocities into momenta where the file has no momenta; 1 where it is left out. */
  readonly mass?: number | undefined;
  /** Rows a second, where no column has the times. */
  readonly rate?: number | undefined;
  readonly time?: number | undefined;
  /** Tells motions apart. */
  readonly id?: number | undefined;
  /** Coordinates with their velocities or momenta; recognised where it is left out. */
  readonly pairs?: readonly CoordinateChoice[] | undefined;
}

export interface CoordinateChoice {
  readonly position: number;
  readonly velocity?: number | undefined;
  readonly momentum?: number | undefined;
}

/** One motion and the points of it that the networks may see. */
export interface LabExperiment {
  readonly system: SystemChoice;
  /** All randomness follows from it: initial condition, points, random networks. */
  readonly seed: number;
  /** Number of the drawn motion: the same as the test trajectory of that number in a run. */
  readonly motion: number;
  /** Own state to start from instead of the drawn one. */
  readonly state?: readonly number[] | undefined;
  /** How many points to draw, or which samples to take. */
  readonly points: number | readonly number[];
  /** Standard deviation of the noise on the points' states and derivatives, over that of each component along the motion. */
  readonly noise: number;
}

/** The true motion of an experiment. */
export interface TrueMotion {
  /** Seconds, N values. */
  readonly t: Float64Array;
  /** Own states [N][2d]. */
  readonly states: Float64Array;
  /** J at each time. */
  readonly energy: Float64Array;
  /** Samples that the networks may see, ascending. */
  readonly support: readonly number[];
  /** Own states [K][2d] that the networks see of these samples: with the noise that was asked for. */
  readonly observed: Float64Array;
  /** Reach of every component of an own state: what the axes show. */
  readonly box: Float64Array;
  /** J that energy errors are relative to. */
  readonly energyScale: number;
}

/** A meta-trained network: one that comes with the lab, by the system it has not seen, or the bytes of a file. */
export type NetworkChoice =
  | { readonly kind: "pretrained"; readonly heldOut: string }
  | { readonly kind: "file"; readonly name: string; readonly bytes: Uint8Array };

/** Methods that take gradient steps, and those that have an answer at once. */
export const gradientIds = ["meta-trained", "random-graph-network", "hnn"] as const;
export const closedFormIds = ["structured", "process", "in-context"] as const;
export type ClosedFormId = (typeof closedFormIds)[number];
export type MethodId = (typeof gradientIds)[number] | ClosedFormId;

export const isClosedForm = (id: MethodId): id is ClosedFormId => (closedFormIds as readonly MethodId[]).includes(id);

export interface AdaptationOptions {
  readonly methods: readonly MethodId[];
  readonly network: NetworkChoice;
  /** Size of the plain gradient steps on the mean loss. */
  readonly rate: number;
}

/** What one method predicts after a number of steps. */
export interface MethodPrediction {
  readonly method: MethodId;
  /** Own states [N][2d]; after an escape the state stands still. */
  readonly states: Float64Array;
  /** J at each time, by the true Hamiltonian. */
  readonly energy: Float64Array;
  /** Mean squared error over times and components, surplus ones included. */
  readonly mse: number;
  /** Root mean squared error over how far the motion moves: `errorOfSpread`. */
  readonly relative: number;
  /** Largest |H(t) - H(0)| along the motion, relative to the system's scale. */
  readonly energyError: number;
  /** First sample at which the prediction had left the box, or -1. */
  readonly escapedAt: number;
}

/** The predictions of all methods after `step` gradient steps. */
export interface Frame {
  readonly step: number;
  readonly predictions: readonly MethodPrediction[];
}

/** A plane through the initial state: two components of an own state, the others held. */
export interface LawRequest {
  readonly method: MethodId;
  readonly step: number;
  /** Indices of the two components. */
  readonly plane: readonly [number, number];
  /** Grid points along each side. */
  readonly resolution: number;
  /** Arrows along each side. */
  readonly arrows: number;
}

/** Values over a plane, row by row from the smallest second component. */
export interface LawPlane {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly trueEnergy: Float64Array;
  /** Learned H, shifted so that its mean over the plane is that of the true one: H is defined up to a constant. */
  readonly learnedEnergy: Float64Array;
  /** Where the arrows stand, and the field's two components in the plane there, [row][column]. */
  readonly arrowX: Float64Array;
  readonly arrowY: Float64Array;
  readonly trueField: Float64Array;
  readonly learnedField: Float64Array;
  /** Root mean squared difference of the two energies, J, and of the two fields. */
  readonly energyDifference: number;
  readonly fieldDifference: number;
}

export interface TrainingOptions {
  /** Names of the systems to train on. */
  readonly systems: readonly string[];
  readonly seed: number;
  readonly width: number;
  readonly iterations: number;
  /** Trajectories of every system. */
  readonly trajectories: number;
  readonly tasksPerSystem: number;
  /** Support points a task, and as many query points. */
  readonly points: number;
  readonly innerRate: number;
  readonly outerRate: number;
}

export type TrainingProgress =
  | { readonly phase: "data"; readonly done: number; readonly total: number }
  | {
      readonly phase: "training";
      readonly done: number;
      readonly total: number;
      /** Mean loss a task since the last report, and that of fresh trajectories. */
      readonly loss: number;
      readonly validationLoss: number;
      readonly secondsPerStep: number;
    };

export interface TrainingResult {
  /** The network as a safetensors file. */
  readonly file: Uint8Array;
  readonly stopped: boolean;
}

/** How far the learning of a record is: a share from 0 to 1, and what is being done. */
export interface LearningProgress {
  readonly share: number;
  readonly what: string;
}

/** A motion to predict by the law that was learned last. */
export interface PredictionRequest {
  /** Which of the record's motions goes on. */
  readonly motion: number;
  /** How far, in the record's unit of time. */
  readonly duration: number;
  /** Another state to begin from than the end of the motion: positions, then velocities or momenta, in the units of the file. */
  readonly from?: readonly number[] | undefined;
  /** Whether to predict from a state that the record says nothing about. */
  readonly force: boolean;
}

/** A predicted motion: columns of time, the components of the state, their standard deviations and the energy, and what to beware of. */
export interface RecordPrediction {
  readonly columns: NumberColumns;
  /** The same with as many points as a curve needs. */
  readonly drawn: NumberColumns;
  /** Components of the state; their deviations follow where there are any. */
  readonly components: number;
  /** From when on it rests, where it does at the end. */
  readonly rest?: RestTime | undefined;
  readonly warnings: readonly string[];
}

/** What a worker computes with: ONNX Runtime on WebAssembly, or on the browser's graphics processor. */
export type EngineChoice = { readonly engine: "wasm"; readonly threads: number } | { readonly engine: "webgpu" };

/** Everything that the page can ask of the worker. */
export interface Compute {
  /** Starts the engine and runs a first program on it. */
  start(choice: EngineChoice): Promise<void>;
  /** Milliseconds of one gradient step of all methods of an experiment, in the engine that was started. */
  timeAdaptation(experiment: LabExperiment, options: AdaptationOptions): Promise<number>;
  /** Milliseconds of one outer step of a training. */
  timeTraining(options: TrainingOptions): Promise<number>;
  /** Milliseconds that WebGPU needs for as many empty operations as a step has; rejects where there is no WebGPU. */
  graphicsBound(): Promise<number>;
  motion(experiment: LabExperiment): Promise<TrueMotion>;
  /** Begins an adaptation on the motion asked for last; the answer is step 0. */
  adapt(options: AdaptationOptions): Promise<Frame>;
  /** One more gradient step of every method. */
  step(): Promise<Frame>;
  /** A method without gradient steps, on an experiment of its own; for a worker that needs no engine. */
  closedForm(method: ClosedFormId, experiment: LabExperiment): Promise<MethodPrediction>;
  law(request: LawRequest): Promise<LawPlane>;
  train(options: TrainingOptions): Promise<TrainingResult>;
  /** Ends a training after its current step. */
  stopTraining(): Promise<void>;
  /** Reads a record of the visitor's; `mass` turns velocities into momenta. */
  readRecord(name: string, file: Blob, choices: RecordChoices): Promise<Recording>;
  /** The columns of a visitor's file. */
  readColumns(name: string, file: Blob): Promise<readonly TableColumn[]>;
  /** Learns the law of such a record, as `metahamilton adapt` does, and reports `LearningProgress`. */
  learnRecord(name: string, file: Blob, choices: RecordChoices): Promise<RecordResults>;
  /** A motion by the law that `learnRecord` found last. */
  predictRecord(request: PredictionRequest): Promise<RecordPrediction>;
  /** Where that law has the end of each motion, in the units of the file. */
  recordEnds(): Promise<readonly number[][]>;
  /** That law as a file: what `adapt` keeps of it, or ONNX. */
  recordModel(format: "safetensors" | "onnx"): Promise<Uint8Array>;
  /** The learned vector field as an ONNX model, [rows, body, 4] to the same. */
  exportOnnx(network: NetworkChoice, bodies: number): Promise<Uint8Array>;
}
