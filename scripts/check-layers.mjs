// Checks the house rules of src/: a file imports only from its own floor and the floors below, some floors are entered by
// their index alone, no power is left to the engine's rounding, and no imports form a cycle, in lab/ neither. Imports of types count,
// and so do re-exports, `import("...")` expressions and `import("...")` types; a dynamic import of a computed path cannot be checked
// and is passed over.
//
//   node scripts/check-layers.mjs [project root]
//
// Prints one line per violation and exits with status 1, or says how many files were checked and exits with 0.

import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, posix, resolve } from "node:path";
import { parseSync } from "vite";

/** The floors from the ground up; "index" and "browser" are src/index.ts and src/browser.ts, the library's front doors. */
const FLOORS = [
  "base",
  "numerics",
  "graph",
  "runtime",
  "mechanics",
  "identification",
  "dataset",
  "models",
  "learning",
  "records",
  "measure",
  "report",
  "server",
  "experiments",
  "sweeps",
  "browser",
  "index",
  "cli",
];

/** Floors that a floor must not import although they lie below it. */
const FORBIDDEN = { report: ["learning"] };

/** Floors that run unchanged in a browser: no modules of Node. */
const PORTABLE = ["numerics", "graph", "mechanics", "identification", "models", "learning", "records", "measure"];

/** Entries of Node's worker threads, on any floor: started by their address, imported by nobody. */
const THREAD_ENTRY = /-thread\.ts$/;

/** Floors whose files other floors reach through the floor's index.ts alone. */
const ENTERED_BY_INDEX = ["graph", "numerics", "runtime", "mechanics", "models", "measure"];

/** Where powers are computed that every engine rounds alike. */
const POWERS = "src/numerics/powers.ts";

/** Syntax that names a module in its `source`. */
const MODULE_SYNTAX = [
  "ImportDeclaration",
  "ExportNamedDeclaration",
  "ExportAllDeclaration",
  "ImportExpression",
  "TSImportType",
];

/** The project that is checked, what was found there, and file -> the files of src that it imports. */
let root = "";
let files = [];
let violations = [];
let edges = new Map();
let ownName;

/** The sources of a project, by their names, and what they break, a line each. */
export function checkLayers(project) {
  root = resolve(project);
  [files, violations, edges, ownName] = [listSources("src"), [], new Map(), packageName()];
  for (const file of files) edges.set(file, checkFile(file));
  // The browser lab has no floors, but no cycles either.
  for (const file of listSources("lab")) edges.set(file, importsWithin("lab", file));
  for (const cycle of findCycles(edges)) violations.push(`import cycle: ${[...cycle, cycle[0]].join(" -> ")}`);
  return { files, violations };
}

if (realpathSync(process.argv[1]) === import.meta.filename) {
  checkLayers(process.argv[2] ?? join(import.meta.dirname, ".."));
  for (const violation of violations) console.error(violation);
  if (files.length === 0) console.error(`check-layers: no TypeScript files under ${join(root, "src")}`);
  else if (violations.length > 0)
    console.error(`check-layers: ${violations.length} violation${violations.length === 1 ? "" : "s"}`);
  else console.log(`check-layers: ${files.length} files, every import goes down, no cycles`);
  process.exitCode = files.length === 0 || violations.length > 0 ? 1 : 0;
}

/** Reports what one file may not import and returns the files of src that it imports. */
function checkFile(file) {
  const source = readFileSync(join(root, file), "utf8");
  const report = (start, message) => violations.push(`${file}:${lineOf(source, start)}: ${message}`);
  const floor = floorOf(file);
  if (!FLOORS.includes(floor)) {
    report(0, `src/${floor} is not a floor of the house; the floors are ${FLOORS.join(", ")}`);
    return [];
  }
  const { program, errors } = parseSync(file, source);
  for (const error of errors) report(error.labels[0]?.start ?? 0, `does not parse: ${error.message}`);

  if (file !== POWERS)
    for (const { start, end } of powersIn(program))
      report(
        start,
        `${source.slice(start, end)} is rounded by the engine, not by all alike; ${POWERS} has powers that are`,
      );

  const targets = new Set();
  for (const { specifier, start } of importsOf(program)) {
    if (isBuiltin(specifier)) {
      if (PORTABLE.includes(floor) && !THREAD_ENTRY.test(file))
        report(start, `${floor} runs in browsers and must not import ${specifier}, a module of Node`);
      continue;
    }
    if (specifier === ownName || specifier.startsWith(`${ownName}/`)) {
      report(start, `imports its own package as ${specifier}; use a relative path`);
      continue;
    }
    if (!specifier.startsWith(".")) continue;
    const target = resolveImport(file, specifier);
    if (target === undefined) {
      report(start, `imports ${specifier}, which does not exist`);
    } else if (!target.startsWith("src/")) {
      report(start, `imports ${target}, which lies outside src`);
    } else {
      targets.add(target);
      const below = floorOf(target);
      if (FORBIDDEN[floor]?.includes(below)) report(start, `${floor} must not import ${below} (${target})`);
      else if (FLOORS.indexOf(below) > FLOORS.indexOf(floor))
        report(start, `${floor} must not import ${below} (${target}), which lies above it`);
      if (below !== floor && ENTERED_BY_INDEX.includes(below) && target !== `src/${below}/index.ts`)
        report(start, `imports ${target}; ${below} is entered by src/${below}/index.ts`);
      if (THREAD_ENTRY.test(target)) report(start, `imports ${target}, which is the entry of a worker thread`);
    }
  }
  return [...targets].filter((target) => files.includes(target));
}

/** The files of a folder that one of its files imports. */
function importsWithin(folder, file) {
  const { program } = parseSync(file, readFileSync(join(root, file), "utf8"));
  const targets = importsOf(program).map(({ specifier }) =>
    specifier.startsWith(".") ? resolveImport(file, specifier) : undefined,
  );
  return [...new Set(targets.filter((target) => target?.startsWith(`${folder}/`) && /\.ts$/.test(target)))];
}

/** Every module specifier written in a syntax tree, with its position. */
function importsOf(node, found = []) {
  if (Array.isArray(node)) {
    for (const child of node) importsOf(child, found);
  } else if (node !== null && typeof node === "object") {
    const name = MODULE_SYNTAX.includes(node.type) ? node.source : null;
    const specifier = name === null ? undefined : literalText(name);
    if (typeof specifier === "string") found.push({ specifier, start: node.start });
    for (const child of Object.values(node)) importsOf(child, found);
  }
  return found;
}

/** Powers that not all engines round alike: any but squares and whole powers of 2, 256 and big integers. */
function powersIn(node, found = []) {
  if (Array.isArray(node)) {
    for (const child of node) powersIn(child, found);
  } else if (node !== null && typeof node === "object") {
    const exact =
      node.right?.value === 2 || [2, 256].includes(node.left?.value) || typeof node.right?.value === "bigint";
    const member = node.type === "MemberExpression" && node.object.name === "Math" && node.property.name === "pow";
    if (member || ((node.operator === "**" || node.operator === "**=") && !exact)) found.push(node);
    for (const child of Object.values(node)) powersIn(child, found);
  }
  return found;
}

/** A string literal's or a plain template's text. */
function literalText(node) {
  if (node.type === "TemplateLiteral" && node.quasis.length === 1) return node.quasis[0].value.cooked;
  return node.type === "Literal" ? node.value : undefined;
}

/** The file that a relative import means: `./x.js` stands for x.ts; undefined where there is none. */
function resolveImport(file, specifier) {
  const path = posix.join(posix.dirname(file), specifier);
  const candidates = [
    path.replace(/\.(m?)js$/, ".$1ts"),
    path.replace(/\.js$/, ".tsx"),
    path.replace(/\.js$/, ".d.ts"),
    path,
  ];
  return candidates.find((candidate) => existsSync(join(root, candidate)));
}

/** src/graph/x.ts and src/graph/more/x.ts stand on "graph", src/index.ts on "index". */
function floorOf(file) {
  return (file.split("/")[1] ?? "").replace(/\.m?tsx?$/, "");
}

function listSources(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((name) => posix.join(folder, name.replaceAll("\\", "/")))
    .filter((path) => /\.m?tsx?$/.test(path))
    .sort();
}

function packageName() {
  const file = join(root, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).name : undefined;
}

function lineOf(source, start) {
  return source.slice(0, start).split("\n").length;
}

/** The shortest cycle through the first file of each knot (strongly connected component) of files. */
function findCycles(graph) {
  const cycles = [];
  const knotted = new Set();
  for (const start of graph.keys()) {
    if (knotted.has(start)) continue;
    const cycle = shortestCycle(graph, start);
    if (cycle === undefined) continue;
    cycles.push(cycle);
    const reachable = reach(graph, start);
    for (const file of reachable) if (reach(graph, file).has(start)) knotted.add(file);
  }
  return cycles;
}

function reach(graph, start) {
  const seen = new Set();
  const open = [start];
  while (open.length > 0) {
    for (const next of graph.get(open.pop()) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return seen;
}

/** Breadth-first from `start` back to `start`; undefined where no path returns. */
function shortestCycle(graph, start) {
  const cameFrom = new Map();
  const open = [start];
  for (const file of open) {
    for (const next of graph.get(file) ?? []) {
      if (next === start) {
        const cycle = [file];
        while (cycle[0] !== start) cycle.unshift(cameFrom.get(cycle[0]));
        return cycle;
      }
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, file);
      open.push(next);
    }
  }
  return undefined;
}
