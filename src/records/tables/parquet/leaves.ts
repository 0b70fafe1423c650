import type { SchemaTree } from "hyparquet";

/** A column of a Parquet file: one of the table, or a field of a structure in one. */
export interface ParquetLeaf {
  readonly node: SchemaTree;
  /** Names from the table's column to the field. */
  readonly path: readonly string[];
  /** The structures that it is in, from the outermost. */
  readonly within: readonly SchemaTree[];
}

/** Structures within structures that are followed. */
const MAX_DEPTH = 4;

/** The columns of single values of a schema, and the names of those whose cells are lists. Throws an `Error` for a column without a name. */
export function parquetLeaves(root: SchemaTree): { leaves: ParquetLeaf[]; lists: string[] } {
  const leaves: ParquetLeaf[] = [];
  const lists: string[] = [];
  const walk = (parent: SchemaTree, path: readonly string[], within: readonly SchemaTree[]) => {
    for (const node of parent.children) {
      if (typeof node.element?.name !== "string") throw new Error("a column has no name");
      const own = [...path, node.element.name];
      if (node.element.repetition_type === "REPEATED" || own.length > MAX_DEPTH) lists.push(own.join("."));
      else if (node.children.length === 0) leaves.push({ node, path: own, within });
      // A list is a group whose only child repeats.
      else if (node.children.some(({ element }) => element?.repetition_type === "REPEATED")) lists.push(own.join("."));
      else walk(node, own, [...within, node]);
    }
  };
  walk(root, [], []);
  return { leaves, lists };
}
