import type { Size } from "./size.js";

/** Columns and panel size for one panel a held-out system: 2 by 2 for four, 3 by 2 for six, one large panel for one. */
export function systemGrid(count: number, tallied: boolean): { readonly columns: number; readonly panelSize: Size } {
  const columns = count <= 1 ? 1 : count === 2 || count === 4 ? 2 : 3;
  const base = columns === 1 ? { width: 560, height: 360 } : { width: 360, height: 270 };
  return { columns, panelSize: { width: base.width, height: base.height + (tallied ? 30 : 0) } };
}
