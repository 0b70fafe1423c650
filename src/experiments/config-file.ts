import { readFile, stat } from "node:fs/promises";
import { extname } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { UserError } from "../base/errors.js";
import { hasKey, isLoose, isTooDeep, type Loose } from "../base/keys.js";
import { isTextTooDeep } from "../base/text-depth.js";

/** Reads a YAML or JSON file, told apart by its name; what it holds must be keys with values. */
export async function readConfigFile(path: string): Promise<Loose> {
  const ending = extname(path).toLowerCase();
  if (ending !== ".json" && ending !== ".yaml" && ending !== ".yml")
    throw new UserError(`${path}: a configuration file's name ends in .yaml, .yml or .json`);
  const text = await readText(path);
  const value = ending === ".json" ? parseConfigText(text, path) : parseYaml(text, path);
  // An empty file changes nothing.
  if (value === null && ending !== ".json") return {};
  if (!isLoose(value)) throw new UserError(`${path}: expected keys with values at the top, got ${describe(value)}`);
  return value;
}

/** Longer files are no configurations; the parser of YAML takes a time that grows with the square of the number of keys. */
const MAX_CHARACTERS = { yaml: 2 ** 18, json: 2 ** 24 };

/** Parses YAML; the `UserError` for a mistake names line and column. */
export function parseYaml(text: string, source: string): unknown {
  if (text.length > MAX_CHARACTERS.yaml) throw tooLong(source, text.length, MAX_CHARACTERS.yaml);
  const problem = yamlProblem(text);
  if (problem !== undefined) throw new UserError(`${source}: ${problem}`);
  const value = yamlValue(text, source);
  refuseProto(value, source);
  return value;
}

const tooLong = (source: string, found: number, limit: number) =>
  new UserError(`${source}: ${found} characters are too long for a configuration, of which at most ${limit} are read`);

/** A key that would change what an object is, not what it holds. */
function refuseProto(value: unknown, source: string): void {
  if (hasKey(value, "__proto__")) throw new UserError(`${source}: there is no key __proto__`);
}

function yamlValue(text: string, source: string): unknown {
  try {
    const value: unknown = parseDocument(text).toJS();
    // An alias can put a value inside itself, which nothing later expects.
    JSON.stringify(value);
    if (isTooDeep(value)) throw new RangeError(DEEP);
    return value;
  } catch (error) {
    if (error instanceof RangeError) throw new UserError(`${source}: ${DEEP}`);
    throw new UserError(`${source}: its aliases are too many or refer to themselves (${firstLine(error)})`);
  }
}

/** Parses JSON; the `UserError` for a mistake names line and column. */
export function parseConfigText(text: string, source: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError(`${source}: ${locateJsonProblem(text, firstLine(error))}`);
  }
  if (isTooDeep(value)) throw new UserError(`${source}: ${DEEP}`);
  refuseProto(value, source);
  return value;
}

const DEEP = "lists or keys stand in each other too deep for a configuration";

/** JSON's own parser often does not say where; what is not even YAML, the YAML parser finds the place of. */
function locateJsonProblem(text: string, message: string): string {
  const position = /^(.*?) at position (\d+)/.exec(message);
  if (position === null) return (text.length > MAX_CHARACTERS.yaml ? undefined : yamlProblem(text)) ?? message;
  const before = text.slice(0, Number(position[2])).split("\n");
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: ${position[1]}`;
}

const firstLine = (error: unknown) => (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";

/** "line l, column c: what is wrong" for the first mistake, undefined where there is none. */
function yamlProblem(text: string): string | undefined {
  if (isTextTooDeep(text)) return DEEP;
  const lineCounter = new LineCounter();
  const { errors, warnings } = parseDocument(text, { lineCounter, prettyErrors: false });
  const first = errors[0] ?? warnings[0];
  if (first === undefined) return undefined;
  const { line, col } = lineCounter.linePos(first.pos[0]);
  return `line ${line}, column ${col}: ${first.message}`;
}

async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_CHARACTERS.json) throw tooLong(path, size, MAX_CHARACTERS.json);
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw new UserError(`${path}: there is no such file`);
    throw error;
  }
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return value === null ? "nothing" : `the ${typeof value} ${JSON.stringify(value)}`;
}
