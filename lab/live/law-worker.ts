import { UserError } from "../../src/base/errors.js";
import { adaptRecord } from "../../src/records/adapt.js";
import { readTable } from "../../src/records/read-table.js";
import { type RecordResults, recordResults } from "../../src/records/results.js";
import { columnsTable } from "../../src/records/tables/binary/columns.js";
import { type Port, report, serve } from "../compute/rpc.js";

/** A measured motion in memory: columns of equal length, the first that of times. */
export interface DrawnRecord {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly unit: string; readonly values: Float64Array }[];
}

/** What the page asks: the law of a motion, as `metahamilton adapt` finds it; reports `LearningProgress`. */
export interface LawFinder {
  learn(record: DrawnRecord): Promise<RecordResults>;
}

const port = self as unknown as Port;

const finder: LawFinder = {
  async learn({ name, columns }) {
    const began = performance.now();
    const rows = columns[0]?.values.length ?? 0;
    const stored = columns.map((column) => ({
      name: column.name,
      unit: column.unit,
      at: (row: number) => column.values[row] as number,
    }));
    const record = await readTable(columnsTable(name, "a motion of the page", stored, { rows, notes: [] }));
    const options = { seed: 0 };
    const onProgress = (done: number, total: number, what: string) => report(port, { share: done / total, what });
    return recordResults(record, adaptRecord(record, { ...options, onProgress }), {
      command: "",
      options,
      versions: {},
      seconds: (performance.now() - began) / 1000,
      date: "",
    });
  },
};

serve(port, finder, (error) => error instanceof UserError);
