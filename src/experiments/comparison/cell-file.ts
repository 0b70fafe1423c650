import { join } from "node:path";
import { UserError } from "../../base/errors.js";
import { atomicWrite, readTextIfThere } from "../../base/files.js";
import { openSealed, sealedJson } from "../../base/sealed.js";
import type { CellResult, ComparisonCell } from "./cell.js";

/** A finished cell's file below the run's folder. */
export function cellPath(directory: string, { method, system, points, noise, seed }: ComparisonCell): string {
  return join(directory, "cells", method, system, `points-${points}-noise-${noise}-seed-${seed}.json`);
}

export function writeCell(directory: string, cell: ComparisonCell, result: CellResult): Promise<void> {
  return atomicWrite(cellPath(directory, cell), sealedJson({ cell, result }));
}

/** The result of a cell that has been finished, else undefined. `UserError` for a file that is damaged or another cell's. */
export async function readCell(directory: string, cell: ComparisonCell): Promise<CellResult | undefined> {
  const path = cellPath(directory, cell);
  const text = await readTextIfThere(path);
  if (text === undefined) return undefined;
  const remedy = "delete the file to have this cell computed again";
  const { cell: of, result } = openSealed(text, { source: path, keys: ["cell", "result"], remedy }) as Partial<{
    cell: ComparisonCell;
    result: Partial<CellResult>;
  }>;
  if (JSON.stringify(of) === JSON.stringify(cell) && result?.mse?.length === cell.trajectories)
    return result as CellResult;
  throw new UserError(`${path} is of another comparison; ${remedy}`);
}
