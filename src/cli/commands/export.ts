import { join } from "node:path";
import type { Command } from "commander";
import { UserError } from "../../base/errors.js";
import { atomicWrite } from "../../base/files.js";
import { contentOf, inFolder } from "../../base/run-lock.js";
import {
  encodeModel,
  modelToOnnx,
  pythonSnippet,
  type SavedModel,
  typescriptSnippet,
  UNEXPLAINED,
  verifyOnnx,
} from "../../records/index.js";
import { findEngine } from "../../runtime/index.js";
import { print } from "../output.js";
import { readSavedModel } from "../record/saved-model.js";

const examples = `
Writes model.onnx (input state [rows, 2d]; outputs derivative [rows, 2d] and energy [rows, 1], 64 bits, any number of rows),
model.safetensors, and use.py and use.ts, which show how to use it from any folder. A law with a drive also takes time [rows, 1], one with
measured inputs input [rows, k]. Dry friction is smoothed in it: what should rest creeps. The ONNX model is run before it is kept.

Examples:
  metahamilton export runs/pendulum
  metahamilton export runs/pendulum --out exported && python exported/use.py`;

/** `metahamilton export`: a learned energy for other programs. */
export function addExport(program: Command): void {
  program
    .command("export")
    .description("write what adapt has learned as ONNX, with programs that use it")
    .argument("<run>", "folder that adapt has made")
    .option("--out <folder>", "where to write, new or empty (default: <run>/export)")
    .addHelpText("after", examples)
    .action(async (directory: string, { out = join(directory, "export") }: { out?: string }) => {
      const saved = await readSavedModel(directory);
      await print(await inFolder(out, () => exportTo(out, saved)));
    });
}

/** Writes the files; what is to be printed. */
async function exportTo(out: string, saved: SavedModel): Promise<string> {
  if ((await contentOf(out)).length > 0) throw new UserError(`${out} is not empty; choose another folder with --out`);
  const onnx = modelToOnnx(saved.model);
  const engine = await findEngine();
  const difference = await verifyOnnx(onnx, saved.model, saved.visited, engine);
  await atomicWrite(join(out, "model.onnx"), onnx);
  await atomicWrite(join(out, "model.safetensors"), encodeModel(saved));
  await atomicWrite(join(out, "use.py"), pythonSnippet(saved));
  await atomicWrite(join(out, "use.ts"), typescriptSnippet(saved));
  return (
    `${saved.undetermined === true ? `Beware: this is ${UNEXPLAINED}.\n` : ""}${out}: model.onnx, model.safetensors, use.py, use.ts\n` +
    `The ONNX model was run by ${engine.version}: it agrees with the learned energy to ${difference.toExponential(1)}\n`
  );
}
