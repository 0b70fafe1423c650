import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { atomicWrite } from "../../src/base/files.js";
import { drawFigure } from "../figures/draw.js";
import { summaryFigure, summaryTable } from "./summary.js";
import { type PartResult, printTable } from "./table.js";

/** A part's result as its file in the output folder holds it. */
interface ResultFile {
  readonly machine: Readonly<Record<string, string>>;
  /** Seconds that the part took. */
  readonly seconds: number;
  readonly result: PartResult;
}

/** A part's result in Markdown; `figure` is the path of its picture. */
export function describeResult({ part, title, tables, notes }: PartResult, figure?: string): string {
  const picture = figure === undefined ? [] : [`![${title}](${figure})`];
  const list = notes.length === 0 ? [] : [notes.map((note) => `- ${note}`).join("\n")];
  return [`## ${part}`, title, ...tables.map(printTable), ...picture, ...list].join("\n\n");
}

/**
 * Writes NAME.json, NAME.md and, where the part has a figure, NAME.svg and NAME.png, and SUMMARY.md with its figure anew from
 * all results in the folder. NAME is the part's, with what it was restricted to.
 */
export async function writeResult(folder: string, only: string, file: ResultFile): Promise<string> {
  const { part, figure } = file.result;
  const name = [part, ...(only.match(/\w+/g) ?? [])].join("-");
  const picture = figure === undefined ? undefined : await drawFigure(folder, name, figure);
  const text = describeResult(file.result, picture === undefined ? undefined : `${name}.png`);
  await atomicWrite(join(folder, `${name}.json`), JSON.stringify(file, undefined, 1));
  await atomicWrite(join(folder, `${name}.md`), `${machineLines(file)}\n\n${text}\n`);
  await writeSummary(folder);
  return describeResult(file.result, picture);
}

/** Their time over ours in everything that the folder's results hold; of results of the same, the newest. */
export async function writeSummary(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));
  const files = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(folder, name), "utf8")) as ResultFile),
  );
  const results = files
    .filter(({ machine, result }) => machine !== undefined && result !== undefined)
    .toSorted((a, b) => timeOf(a) - timeOf(b))
    .map(({ result }) => result);
  const table = summaryTable(results);
  if (table.rows.length === 0) return;
  const figure = summaryFigure(results);
  if (figure !== undefined) await drawFigure(folder, "summary", figure);
  const picture = figure === undefined ? "" : "\n![Their time / ours](summary.png)\n";
  const legend = "Median of their time / ours; in brackets what is aimed at, bold where it is reached.";
  await atomicWrite(join(folder, "SUMMARY.md"), `${printTable(table)}\n\n${legend}\n${picture}`);
}

const timeOf = ({ machine }: ResultFile) => Date.parse(machine.date ?? "");

function machineLines({ machine, seconds }: ResultFile): string {
  const took = `took: ${Math.round(seconds)} s`;
  return [...Object.entries(machine).map(([key, value]) => `${key}: ${value}`), took]
    .map((line) => `- ${line}`)
    .join("\n");
}
