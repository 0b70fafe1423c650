// Gives the model files that are named a digest, which files of earlier versions lack: `node scripts/trust/add-digests.mjs
// models/*.safetensors results/paper/*/seed-0/model.safetensors`. The tensors stay what they are, byte for byte, and are held against
// the old file before that is replaced. Build first. How the committed models got theirs.
import { readFile, writeFile } from "node:fs/promises";
import { decodeCheckpoint, decodeSafetensors, encodeCheckpoint } from "../../dist/learning/index.js";

for (const path of process.argv.slice(2)) {
  const before = await readFile(path);
  const checkpoint = decodeCheckpoint(before, path);
  if (checkpoint.digest !== undefined) {
    console.log(`${path} has its digest already`);
    continue;
  }
  const { tensors } = decodeSafetensors(before, path);
  const moments = tensors.some(({ name }) => name.startsWith("adam."));
  const after = encodeCheckpoint(checkpoint, { moments });
  const same = decodeSafetensors(after, path).tensors.every(
    ({ name, data }, i) =>
      name === tensors[i].name && Buffer.compare(Buffer.from(data.buffer), Buffer.from(tensors[i].data.buffer)) === 0,
  );
  if (!same) throw new Error(`${path}: its tensors would change`);
  await writeFile(path, after);
  console.log(`${path}: ${decodeCheckpoint(after, path).digest}`);
}
