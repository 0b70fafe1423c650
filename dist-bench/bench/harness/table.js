/** A table in Markdown, its columns padded so that it also reads as plain text. */
export function printTable({ title, columns, rows }) {
    const widths = columns.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)));
    const line = (cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
    const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
    return [...(title === undefined ? [] : [title, ""]), line(columns), rule, ...rows.map(line)].join("\n");
}
/** Three significant digits, without an exponent. */
export function digits(value) {
    if (!Number.isFinite(value) || value === 0)
        return String(value);
    const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
    return value.toFixed(Math.min(decimals, 8));
}
/** Milliseconds: the median and, in brackets, the quartiles. */
export const milliseconds = ({ median, low, high }) => `${digits(median)} (${digits(low)}-${digits(high)})`;
/** A ratio: the median and, in brackets, the quartiles. */
export const ratio = ({ median, low, high }) => `${median.toFixed(2)} (${low.toFixed(2)}-${high.toFixed(2)})`;
export const mebibytes = (bytes) => `${Math.round(bytes / 2 ** 20)}`;
export const seconds = (ms) => digits(ms / 1000);
