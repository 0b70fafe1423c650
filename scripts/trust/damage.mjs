// Damages what metahamilton writes and reads back, file by file, and counts what comes of it:
// node scripts/trust/damage.mjs [FILES, 20000] [SEED, 0]. Build first. Ends with 1 where a damaged file was read as something else in silence.
import { randomStream } from "../../dist/base/random.js";
import { damage, kindsOfFiles, kindsWithoutChecksum, outcomeOf } from "./damages.mjs";

const [files = 20_000, seed = 0] = process.argv.slice(2).map(Number);
const { kinds, close } = await kindsOfFiles();
const all = [...kinds, ...(await kindsWithoutChecksum())];
const counts = new Map(all.map(({ name }) => [name, { refused: 0, same: 0, said: 0, other: 0 }]));
const whole = new Map();
for (const kind of all) whole.set(kind, (await kind.read(kind.bytes)).text);
for (let i = 0; i < files; i++) {
  const kind = all[i % all.length];
  const damaged = damage(kind.bytes, randomStream(seed, "damage", i));
  const outcome = await outcomeOf(kind, damaged, whole.get(kind));
  counts.get(kind.name)[outcome]++;
  if (outcome === "other" && kind.silent === undefined)
    console.error(`file ${i}: ${kind.name} was read as something else`);
}
await close();
console.log("refused  same  said  other");
for (const { name, silent } of all) {
  const { refused, same, said, other } = counts.get(name);
  const numbers = [refused, same, said, other].map((n, i) => String(n).padStart([7, 4, 4, 5][i]));
  console.log(`${numbers.join("  ")}  ${name}${silent === undefined ? "" : ` (${silent})`}`);
}
process.exitCode = all.some(({ name, silent }) => silent === undefined && counts.get(name).other > 0) ? 1 : 0;
