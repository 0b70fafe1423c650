import type { NamedArray } from "../named-array.js";
import type { Cell, CountedTime } from "../table.js";

// Frames and series as pandas' `to_hdf` keeps them (https://pandas.pydata.org/docs/user_guide/io.html#hdf5-pytables), which has no
// specification: "fixed" as labels, an index and blocks of values, "table" as one compound dataset whose columns its attributes name.

/** What is read of a group or dataset of HDF5. */
export interface PandasNode {
  has(key: string): boolean;
  /** Values of a dataset; undefined where there is none that can be read. */
  read(key: string): { readonly shape: readonly number[]; readonly data: ArrayLike<Cell> } | undefined;
  /** Fields of a compound dataset, each [rows] or [rows, width]. */
  fields(key: string): readonly NamedArray[];
  /** The text of an attribute, of the group itself where `key` is "". */
  attribute(key: string, name: string): string | undefined;
}

/** The arrays of a frame or series; undefined for any other group. */
export function pandasArrays(node: PandasNode, group: string): { arrays: NamedArray[]; leftOut: string[] } | undefined {
  const kind = node.attribute("", "pandas_type");
  if (node.has("block0_items") && node.has("axis1")) return fixedFrame(node, group);
  if (kind === "series" && node.has("values")) return series(node, group);
  if (kind?.endsWith("_table") === true && node.has("table")) return frameTable(node, group);
  return undefined;
}

function fixedFrame(node: PandasNode, group: string) {
  const arrays: NamedArray[] = [];
  const leftOut: string[] = [];
  for (let block = 0; node.has(`block${block}_items`); block++) {
    const items = node.read(`block${block}_items`);
    const labels = Array.from({ length: items?.data.length ?? 0 }, (_, i) => String(items?.data[i]));
    const values = node.read(`block${block}_values`);
    if (values?.shape.length !== 2) leftOut.push(...labels);
    else arrays.push({ name: `block${block}`, unit: "", ...values, labels, group });
  }
  return { arrays: [...arrays, ...indexOf(node, "axis1", group)], leftOut };
}

function series(node: PandasNode, group: string) {
  const values = node.read("values");
  const name = plainText(node.attribute("", "name")) ?? "value";
  const arrays: NamedArray[] = values === undefined ? [] : [{ name, unit: "", ...values, group }];
  return { arrays: [...arrays, ...indexOf(node, "index", group)], leftOut: [] };
}

function indexOf(node: PandasNode, key: string, group: string): NamedArray[] {
  const values = node.read(key);
  if (values === undefined) return [];
  const kind = node.attribute(key, "kind");
  const name = indexName(plainText(node.attribute(key, "name")), kind);
  return [{ name, unit: "", ...values, counts: countsOf(kind), group }];
}

function frameTable(node: PandasNode, group: string) {
  const of = (name: string) => node.attribute("table", name);
  const arrays = node.fields("table").map((field): NamedArray => {
    const kind = of(`${field.name}_kind`);
    if (field.name === "index") {
      const [name] = pickledTexts(/index_name[\s\S]*/.exec(node.attribute("", "info") ?? "")?.[0]);
      return { ...field, name: indexName(name, kind), counts: countsOf(kind), group };
    }
    const labels = pickledTexts(kind);
    if (field.shape.length === 1) return { ...field, name: labels[0] ?? field.name, group };
    return { ...field, labels, group };
  });
  return { arrays, leftOut: [] };
}

/** An index that is not the count of the rows is mostly the time. */
const indexName = (name: string | undefined, kind: string | undefined) =>
  name ?? (kind === "float" || countsOf(kind) !== undefined ? "time" : "index");

function countsOf(kind: string | undefined): CountedTime | undefined {
  if (kind === "timedelta64") return { kind: "duration", unit: "ns" };
  return kind === "datetime64" ? { kind: "instant", unit: "ns" } : undefined;
}

/** An attribute that is a text; "N." is Python's None, pickled. */
const plainText = (text: string | undefined) =>
  text === undefined || text === "N." || text === "" ? undefined : (pickledTexts(text)[0] ?? text);

/** The texts of a pickle of protocol 0, which is lines: "V" and a text. Nothing of it is carried out. */
function pickledTexts(text: string | undefined): string[] {
  return Array.from((text ?? "").matchAll(/(?:^|\n|[(asN])V([^\n]*)\n/g), ([, escaped = ""]) =>
    escaped.replace(/\\u([0-9a-fA-F]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  );
}
