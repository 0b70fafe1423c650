// Prints a comparison's table in Markdown: geometric means of the trajectory error, systems down, methods across; the
// lowest of a row is set in bold. Usage: node scripts/compare-table.mjs RESULTS.json [POINTS] [NOISE]
import { readFileSync } from "node:fs";

const [path, points = "10", noise = "0"] = process.argv.slice(2);
if (path === undefined) {
  console.error("usage: node scripts/compare-table.mjs RESULTS.json [POINTS] [NOISE]");
  process.exit(2);
}
const { systems, methods, entries } = JSON.parse(readFileSync(path, "utf8"));
const short = (value) => value.toExponential(1).replace("e+", "e");
console.log(`| held out | ${methods.map(({ name }) => name).join(" | ")} |`);
console.log(`|${"---|".repeat(methods.length + 1)}`);
for (const { name, title } of systems) {
  const row = methods.map((method) =>
    entries.find(
      (entry) =>
        entry.system === name &&
        entry.method === method.name &&
        entry.points === Number(points) &&
        entry.noise === Number(noise),
    ),
  );
  const lowest = Math.min(...row.map((entry) => entry?.mse.geometricMean ?? Number.POSITIVE_INFINITY));
  const cells = row.map((entry) => {
    if (entry === undefined) return "–";
    const { geometricMean, low, high } = entry.mse;
    const text = short(geometricMean);
    const escaped = entry.escaped === 0 ? "" : `, ${entry.escaped} escaped`;
    return `${geometricMean === lowest ? `**${text}**` : text} [${short(low)}, ${short(high)}]${escaped}`;
  });
  console.log(`| ${title} | ${cells.join(" | ")} |`);
}
