export type { CoordinateKind } from "../identification/index.js";
export { adaptRecord } from "./adapt.js";
export {
  type Adaptation,
  type AdaptRecordOptions,
  DEFAULT_HOLD_OUT,
  FEWEST_SAMPLES,
  type FittedMotion,
  type HeldOutError,
  type RecordMethod,
} from "./adaptation.js";
export type { ColumnChoices } from "./columns/choose.js";
export type { Mass, Masses } from "./columns/space.js";
export { modelToOnnx, verifyOnnx } from "./export/onnx.js";
export { energyProgram } from "./export/program.js";
export { pythonSnippet, typescriptSnippet } from "./export/snippets.js";
export { type AdaptedRecord, adapt, predict, type RecordFile } from "./face.js";
export type { ConservativeCheck } from "./fit/conservative.js";
export type { Constant, LearnedFormula } from "./law/formula.js";
export { explainsRecord, UNEXPLAINED } from "./law/verdict/unexplained.js";
export { type EnergyDraw, type EnergyModel, energyOf, fieldOf } from "./model.js";
export { decodeModel, encodeModel, type ReadModel, type SavedModel } from "./model-file.js";
export { MAX_MOTIONS } from "./motions/collect.js";
export { glance, type MotionGlance } from "./motions/glance.js";
export { MAX_SAMPLES } from "./motions/rows.js";
export {
  type Prediction,
  type PredictionOptions,
  type PredictionStart,
  predictMotion,
  type RestTime,
} from "./predict.js";
export { type FutureInput, readFutureInput } from "./prediction/input-signal.js";
export { stateNames } from "./prediction/known.js";
export {
  MAX_PREDICTED_POINTS,
  type PredictedMotion,
  type PredictRecordOptions,
  type PredictWords,
  predictSaved,
} from "./prediction/predict-saved.js";
export { errorText } from "./prediction/unpredictable.js";
export { readRecord } from "./read.js";
export { type ReadOptions, readTable } from "./read-table.js";
export type { MomentumOrigin, Motion, Recording } from "./recording.js";
export { headingOf, type NumberColumns, predictedColumns, predictionColumns, toCsv } from "./results/table.js";
export { type RecordFacts, type RecordResults, recordResults } from "./results.js";
export { savedModel } from "./saved.js";
export { type ByteSource, blobSource, bytesSource } from "./source.js";
export { RECORD_ENDINGS } from "./tables/endings.js";
export { openTable } from "./tables/open.js";
export { type PartTable, stackedTables } from "./tables/stacked.js";
export type { Batch, Table, TableColumn } from "./tables/table.js";
export { zarrTable } from "./tables/zarr.js";
export type { ZarrGroup } from "./tables/zarr-group.js";
