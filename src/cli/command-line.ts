import { isAbsolute, relative } from "node:path";
import { shellQuote } from "../base/text.js";

/** Options with the values that were given, in the order in which they shall stand; undefined for one that was not given. */
export type GivenOptions = Readonly<Record<string, string | number | readonly (string | number)[] | undefined>>;

/** A command line as a shell takes it. */
export function commandLine(words: readonly string[], options: GivenOptions = {}): string {
  return ["metahamilton", ...partsOf(words, options)].join(" ");
}

/** The same for whoever reads it on a terminal: with what starts the program there, which in a checkout is no command of the name. */
export function shellLine(words: readonly string[], options: GivenOptions = {}): string {
  return [...startedAs(process.argv[1] ?? "", process.cwd()), ...partsOf(words, options)].join(" ");
}

/** What starts the program from `folder`, where `path` was started. */
export function startedAs(path: string, folder: string): string[] {
  const from = relative(folder, path);
  const below = !from.startsWith("..") && !isAbsolute(from);
  const plain = (below ? from : path).replaceAll("\\", "/");
  if (/(^|\/)node_modules\//.test(plain)) return below ? ["npx", "metahamilton"] : ["metahamilton"];
  return plain.endsWith("/dist/node/main.js") || plain === "dist/node/main.js"
    ? ["node", shellQuote(plain)]
    : ["metahamilton"];
}

function partsOf(words: readonly string[], options: GivenOptions): string[] {
  const given = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, ...[value].flat().map(String)],
  );
  return [...words, ...given].map(shellQuote);
}
