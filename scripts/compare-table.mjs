// Prints the tables of one comparison, or of several together, in Markdown.
//   node scripts/compare-table.mjs RESULTS.json... [options]
// Several must have seen the same points of the same trajectories and rolled out alike: else it says what differs, and stops.
//   --points K --noise LEVEL   geometric means of the trajectory error, systems down, methods across, the lowest of a row in
//                              bold (10 points without noise by default)
//   --overall                  instead: geometric means over all systems, noise and points down, methods across
//   --coverage                 instead: how much of the truth the 90 % bands hold, mean over systems and range of systems
//   --method NAME              these methods only (several)
//   --plain                    without intervals
//   --figures FOLDER           instead: draws the figures of a comparison, of all of them together, on light and on dark ground
//   --against NAME             instead: how many times lower the first method's error is than the lowest of these methods'
//                              (several), systems across, with the geometric mean over systems; where one of them has
//                              no result there is no factor
import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    points: { type: "string", default: "10" },
    noise: { type: "string", default: "0" },
    method: { type: "string", multiple: true },
    overall: { type: "boolean", default: false },
    coverage: { type: "boolean", default: false },
    against: { type: "string", multiple: true },
    figures: { type: "string" },
    plain: { type: "boolean", default: false },
  },
});
if (positionals.length === 0) {
  console.error("usage: node scripts/compare-table.mjs RESULTS.json... [options]; see the head of the file");
  process.exit(2);
}
const results = positionals.map(read).reduce(together);
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

if (options.figures !== undefined) await draw(options.figures);
else if (options.against !== undefined) ratios(names[0], options.against);
else if (options.overall) means();
else if (options.coverage) coverages();
else errors(Number(options.points), Number(options.noise));

/** The figures of the methods that are asked for, in their order. */
async function draw(folder) {
  const { comparisonFigures } = await import("../dist/report/index.js");
  const methods = names.map((name) => results.methods.find((method) => method.name === name));
  const entries = results.entries.filter(({ method }) => names.includes(method));
  await mkdir(folder, { recursive: true });
  for (const [theme, ending] of [
    ["light", ".svg"],
    ["dark", "-dark.svg"],
  ])
    for (const [name, svg] of comparisonFigures({ ...results, methods, entries }, { theme })) {
      await writeFile(join(folder, name + ending), svg);
      console.log(join(folder, name + ending));
    }
}

function read(path) {
  try {
    return { path, ...JSON.parse(readFileSync(path, "utf8")) };
  } catch (error) {
    return stop(`${path}: ${error.message} (several methods are --method A --method B)`);
  }
}

/** Two comparisons as one; their methods differ, what their methods were given does not. */
function together(a, b) {
  for (const key of ["seeds", "split", "trajectories", "integrator", "stepsPerSample"]) {
    const [here, there] = [a, b].map(({ config }) => JSON.stringify(config[key]));
    if (here !== there) stop(`${key} is ${here} in ${a.path} and ${there} in ${b.path}`);
  }
  const twice = b.methods.find(({ name }) => a.methods.some((method) => method.name === name));
  if (twice !== undefined) stop(`${twice.name} is in ${a.path} and in ${b.path}`);
  const joined = (key, sort) => [...new Set([...a[key], ...b[key]])].sort(sort);
  const systems = b.systems.filter(({ name }) => a.systems.every((system) => system.name !== name));
  return {
    ...a,
    methods: [...a.methods, ...b.methods],
    systems: [...a.systems, ...systems],
    points: joined("points", (x, y) => x - y),
    noise: joined("noise", (x, y) => x - y),
    entries: [...a.entries, ...b.entries],
  };
}

function stop(message) {
  console.error(`compare-table: ${message}`);
  process.exit(1);
}

function errors(points, noise) {
  head(["held out", ...names]);
  for (const { name, title } of results.systems) {
    const row = names.map((method) => entryOf(method, name, points, noise));
    const texts = withLowestBold(row.map((entry) => entry?.mse.geometricMean));
    const cells = row.map((entry, i) => {
      if (entry === undefined) return "–";
      const { low, high } = entry.mse;
      const text = texts[i];
      const interval = options.plain ? "" : ` [${short(low)}, ${short(high)}]`;
      return `${text}${interval}${entry.escaped === 0 ? "" : `, ${entry.escaped} escaped`}`;
    });
    print([title, ...cells]);
  }
}

/** Values of the methods in their order; the lowest of those that compete is bold. */
function withLowestBold(values) {
  const competes = (i) => results.methods.find(({ name }) => name === names[i])?.limit !== true;
  const lowest = Math.min(...values.filter((value, i) => value !== undefined && competes(i)));
  return values.map((value, i) => {
    if (value === undefined) return "–";
    return value === lowest && competes(i) ? `**${short(value)}**` : short(value);
  });
}

function geometricMean(values) {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** Noise and points down, methods across: `cells` makes a row of what `measured` says of every system, method by method; undefined where one says nothing. */
function settings(measured, cells) {
  head(["noise", "points", ...names]);
  for (const noise of results.noise)
    for (const points of results.points) {
      const values = names.map((method) => {
        const all = results.systems.map(({ name }) => measured(entryOf(method, name, points, noise)));
        return all.some((value) => typeof value !== "number") ? undefined : all;
      });
      print([noiseWords(noise), points, ...cells(values)]);
    }
}

function means() {
  settings(
    (entry) => entry?.mse.geometricMean,
    (values) => withLowestBold(values.map((all) => all && geometricMean(all))),
  );
}

function coverages() {
  const percent = (share) => (100 * share).toFixed(0);
  settings(
    (entry) => entry?.coverage,
    (values) =>
      values.map((shares) => {
        if (shares === undefined) return "–";
        const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
        return `${percent(mean)} % (${percent(Math.min(...shares))} to ${percent(Math.max(...shares))})`;
      }),
  );
}

function noiseWords(noise) {
  return noise === 0 ? "none" : `${100 * noise} %`;
}

/** Above 1 the first method is better; in brackets where the intervals overlap. */
function ratios(first, opponents) {
  head(["noise", "points", ...results.systems.map(({ title }) => title), "all"]);
  for (const noise of results.noise)
    for (const points of results.points) {
      const factors = results.systems.map(({ name }) => {
        const own = entryOf(first, name, points, noise);
        const others = opponents.map((method) => entryOf(method, name, points, noise));
        if (own === undefined || others.includes(undefined)) return undefined;
        const best = others.reduce((a, b) => (b.mse.geometricMean < a.mse.geometricMean ? b : a));
        const apart = own.mse.high < best.mse.low || own.mse.low > best.mse.high;
        return { factor: best.mse.geometricMean / own.mse.geometricMean, apart };
      });
      const known = factors.filter((factor) => factor !== undefined);
      if (known.length === 0) continue;
      const all = geometricMean(known.map(({ factor }) => factor));
      const cells = factors.map((one) => {
        if (one === undefined) return "–";
        return one.apart ? times(one.factor) : `(${times(one.factor)})`;
      });
      const mean = known.length === factors.length ? `**${times(all)}**` : `${times(all)} of ${known.length}`;
      print([noiseWords(noise), points, ...cells, mean]);
    }
}

function times(factor) {
  return factor >= 1e4 || factor < 0.01 ? short(factor) : String(Number(factor.toPrecision(2)));
}
