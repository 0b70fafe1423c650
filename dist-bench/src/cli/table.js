/** Lines of a table: titles, a rule, a line a row; columns two blanks apart, no blanks at the ends of lines. */
export function formatTable(columns, rows) {
    const widths = columns.map(({ title }, i) => rows.reduce((w, row) => Math.max(w, row[i]?.length ?? 0), title.length));
    const line = (cells) => columns
        .map(({ align }, i) => (cells[i] ?? "")[align === "right" ? "padStart" : "padEnd"](widths[i]))
        .join("  ")
        .trimEnd();
    return [line(columns.map(({ title }) => title)), widths.map((w) => "-".repeat(w)).join("  "), ...rows.map(line)];
}
