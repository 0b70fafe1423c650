// Prints a comparison's tables in Markdown. Usage: node scripts/compare-table.mjs RESULTS.json [options]
//   --points K --noise LEVEL   geometric means of the trajectory error, systems down, methods across, the lowest of a row in
//                              bold (10 points without noise by default)
//   --method NAME              these methods only (several)
//   --plain                    without intervals
//   --against NAME             instead: how many times lower the first method's error is than the lowest of these methods'
//                              (several), systems across, with the geometric mean over systems
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    points: { type: "string", default: "10" },
    noise: { type: "string", default: "0" },
    method: { type: "string", multiple: true },
    against: { type: "string", multiple: true },
    plain: { type: "boolean", default: false },
  },
});
const [path] = positionals;
if (path === undefined) {
  console.error("usage: node scripts/compare-table.mjs RESULTS.json [options]; see the head of the file");
  process.exit(2);
}
const results = JSON.parse(readFileSync(path, "utf8"));
const names = options.method ?? results.methods.map(({ name }) => name);
const entryOf = (method, system, points, noise) =>
  results.entries.find(
    (entry) => entry.method === method && entry.system === system && entry.points === points && entry.noise === noise,
  );
const short = (value) => value.toExponential(1).replace("e+", "e");
const print = (cells) => console.log(`| ${cells.join(" | ")} |`);
const head = (cells) => {
  print(cells);
  console.log(`|${"---|".repeat(cells.length)}`);
};

if (options.against === undefined) errors(Number(options.points), Number(options.noise));
else ratios(names[0], options.against);

function errors(points, noise) {
  head(["held out", ...names]);
  for (const { name, title } of results.systems) {
    const row = names.map((method) => entryOf(method, name, points, noise));
    const lowest = Math.min(...row.map((entry) => entry?.mse.geometricMean ?? Number.POSITIVE_INFINITY));
    const cells = row.map((entry) => {
      if (entry === undefined) return "–";
      const { geometricMean, low, high } = entry.mse;
      const text = geometricMean === lowest ? `**${short(geometricMean)}**` : short(geometricMean);
      const interval = options.plain ? "" : ` [${short(low)}, ${short(high)}]`;
      return `${text}${interval}${entry.escaped === 0 ? "" : `, ${entry.escaped} escaped`}`;
    });
    print([title, ...cells]);
  }
}

/** Above 1 the first method is better; in brackets where the intervals overlap. */
function ratios(first, opponents) {
  head(["noise", "points", ...results.systems.map(({ title }) => title), "all"]);
  for (const noise of results.noise)
    for (const points of results.points) {
      const factors = results.systems.map(({ name }) => {
        const own = entryOf(first, name, points, noise);
        const others = opponents.map((method) => entryOf(method, name, points, noise));
        const best = others.reduce((a, b) => (b.mse.geometricMean < a.mse.geometricMean ? b : a));
        const apart = own.mse.high < best.mse.low || own.mse.low > best.mse.high;
        return { factor: best.mse.geometricMean / own.mse.geometricMean, apart };
      });
      const all = Math.exp(factors.reduce((sum, { factor }) => sum + Math.log(factor), 0) / factors.length);
      const cells = factors.map(({ factor, apart }) => (apart ? times(factor) : `(${times(factor)})`));
      print([noise === 0 ? "none" : `${100 * noise} %`, points, ...cells, `**${times(all)}**`]);
    }
}

function times(factor) {
  return factor >= 1e4 || factor < 0.01 ? short(factor) : String(Number(factor.toPrecision(2)));
}
