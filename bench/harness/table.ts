import type { Figure } from "../../src/report/svg/figure.js";
import type { Summary } from "./statistics.js";

/** What a part found: tables for reading, and everything measured, run by run, for `--json`. */
export interface PartResult {
  readonly part: string;
  readonly title: string;
  readonly tables: readonly Table[];
  readonly notes: readonly string[];
  readonly measured: unknown;
  /** Of every subject and every peer, where the part compares with peers. */
  readonly ratios?: readonly PeerRatio[];
  readonly figure?: Figure;
}

/** Their time over ours, over the runs of a peer. */
export interface PeerRatio extends Summary {
  readonly subject: string;
  readonly peer: string;
  /** The peer was stopped before its first result, so that the ratio is at least this. */
  readonly isBound?: boolean;
}

export interface Table {
  readonly title?: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A table in Markdown, its columns padded so that it also reads as plain text. */
export function printTable({ title, columns, rows }: Table): string {
  const widths = columns.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
  return [...(title === undefined ? [] : [title, ""]), line(columns), rule, ...rows.map(line)].join("\n");
}

/** Three significant digits, without an exponent. */
export function digits(value: number): string {
  if (!Number.isFinite(value) || value === 0) return String(value);
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(decimals, 8));
}

/** Milliseconds: the median and, in brackets, the quartiles. */
export const milliseconds = ({ median, low, high }: Summary) => `${digits(median)} (${digits(low)}-${digits(high)})`;

/** A ratio: the median and, in brackets, the quartiles. */
export const ratio = ({ median, low, high }: Summary) => `${median.toFixed(2)} (${low.toFixed(2)}-${high.toFixed(2)})`;

export const mebibytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)}`;
export const seconds = (ms: number) => digits(ms / 1000);
