import type { TableColumn } from "./table.js";

/** "theta [rad]", "x (m)" and "t / s" as name and unit; a name alone has the unit "". */
export function parseHeading(text: string): TableColumn {
  const trimmed = text.trim();
  const bracketed = /^(.+?)\s*(?:\[([^\]]*)\]|\(([^)]*)\))$/.exec(trimmed);
  if (bracketed !== null) return { name: bracketed[1] ?? "", unit: (bracketed[2] ?? bracketed[3] ?? "").trim() };
  // With blanks around it, a slash stands between quantity and unit (ISO 80000); without, as in dx/dt, it does not.
  const divided = /^(\S+)\s+\/\s+(.+)$/.exec(trimmed);
  return divided === null ? { name: trimmed, unit: "" } : { name: divided[1] ?? "", unit: divided[2] ?? "" };
}
