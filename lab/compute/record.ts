import {
  adaptRecord,
  blobSource,
  type Recording,
  type RecordResults,
  readRecord,
  recordResults,
} from "../../src/records/index.js";

/** Reads a record of the visitor's; `mass` turns velocities into momenta. */
export function readFile(name: string, file: Blob, mass: number): Promise<Recording> {
  return readRecord(blobSource(name, file), { masses: { value: mass, unit: "" } });
}

/** What `metahamilton adapt` finds of the same file with its usual settings, and what its report shows. */
export async function learnRecord(name: string, file: Blob, mass: number): Promise<RecordResults> {
  const began = performance.now();
  const record = await readFile(name, file, mass);
  const options = { seed: 0 };
  const adaptation = adaptRecord(record, options);
  return recordResults(record, adaptation, {
    command: `metahamilton adapt ${name}${record.momenta === "given" ? "" : ` --mass ${mass}`}`,
    options,
    versions: {},
    seconds: (performance.now() - began) / 1000,
    date: new Date().toISOString().slice(0, 16).replace("T", " "),
  });
}
