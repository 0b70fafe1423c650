import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { CommanderError } from "commander";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { commands } from "../src/cli/commands.js";
import { createProgram } from "../src/cli/program.js";
import { planSweep } from "../src/sweeps/index.js";
import { start, temporaryFolder } from "./cli/process.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const text = (path: string) => readFileSync(`${root}${path}`, "utf8");
const names = (folder: string, ending: string) =>
  readdirSync(`${root}${folder}`)
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`);

const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "examples/records/PROVENANCE.md",
  "models/README.md",
  ...names("docs", ".md"),
  ...names("site/pages", ".md"),
];

interface Block {
  readonly page: string;
  readonly language: string;
  readonly code: string;
}

const blocks: readonly Block[] = pages.flatMap((page) =>
  [...text(page).matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = "", code = ""]) => ({
    page,
    language,
    code,
  })),
);

/** The comments of documentation in the sources, from which the site has its pages of the interface. */
const comments = readdirSync(`${root}src`, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => (text(`src/${name}`).match(/\/\*\*[\s\S]*?\*\//g) ?? []).join("\n"));

// A page of the site is compiled, where a formula in angle brackets would be an element without an end.
test.each([...pages.map((page) => [page, text(page)] as const), ["the comments of src", comments.join("\n")] as const])(
  "%s: what stands in angle brackets is HTML",
  (_, whole) => {
    const prose = whole.replace(/^```[\s\S]*?^```$/gm, "").replace(/`[^`\n]*`/g, "");
    const elements = [...prose.matchAll(/<\/?([a-z][\w-]*)(?=[\s/>])/gi)].map(([, name]) => name);
    expect(elements.filter((name) => !/^(picture|source|img|br|sub|sup|LivePart)$/.test(name as string))).toEqual([]);
  },
);

test.each(pages)("%s: every column of a table has a heading, for those who have it read", (page) => {
  const headings = text(page).match(/^\|.*\|(?=\n\|[-| :]+\|$)/gm) ?? [];
  expect(headings.filter((heading) => /\|\s*\|/.test(heading))).toEqual([]);
});

/** The words of a line of shell, without its comment; quotation marks hold words together. */
const words = (line: string) =>
  [...line.matchAll(/#.*$|(?:[^\s"'#]|"[^"]*"|'[^']*')+/g)]
    .map(([word]) => word)
    .filter((word) => !word.startsWith("#"))
    .map((word) => word.replace(/["']/g, ""));

/** Lines of shell with the values of their own variables, `name="value"` on a line before. */
function expanded(lines: readonly string[]): string[] {
  const values = new Map<string, string>();
  return lines.flatMap((line) => {
    const [, name, value] = /^(\w+)="([^"]*)"$/.exec(line) ?? [];
    if (name === undefined) return [line.replace(/\$(\w+)/g, (whole, own) => values.get(own) ?? whole)];
    values.set(name, value as string);
    return [];
  });
}

/** Every simple command of lines of shell, as words. */
const simpleCommands = (lines: readonly string[]) =>
  lines.flatMap((line) => line.split(/&&|;/).map(words)).filter((command) => command.length > 0);

const shown = blocks
  .filter(({ language }) => language === "sh")
  .flatMap(({ page, code }) => simpleCommands(expanded(code.split("\n"))).map((command) => ({ page, command })));

/** Throws unless the command line knows the command, its options and the form of their values. */
async function understood(args: readonly string[]): Promise<void> {
  const program = await createProgram(args);
  const [name] = args;
  const command = program.commands.find((one) => one.name() === name);
  if (command === undefined) throw new Error(`there is no command ${name}`);
  command.exitOverride().configureOutput({ outputError: () => {} });
  command.action(() => {});
  await program.parseAsync([...args], { from: "user" });
}

describe("what the documentation shows", () => {
  const lines = shown.filter(({ command }) => command[0] === "metahamilton");

  test.each(lines.map(({ page, command }) => [page, command.join(" "), command] as const))(
    "%s: %s",
    async (_, __, command) => {
      await understood(command.slice(1));
    },
  );

  test("a wrong option is noticed", async () => {
    await expect(understood(["adapt", "x.csv", "--no-such-option"])).rejects.toThrow(CommanderError);
    await expect(understood(["no-such-command"])).rejects.toThrow(/there is no command/);
    expect(lines.length).toBeGreaterThan(30);
  });

  test.each(
    shown
      .filter(({ command }) => command[0] === "npm")
      .map(({ page, command }) => [page, command.join(" "), command] as const),
  )("%s: %s", (_, __, [, first = "", second = ""]) => {
    const { scripts } = JSON.parse(text("package.json")) as { scripts: Record<string, string> };
    if (first === "run") expect(Object.keys(scripts)).toContain(second);
    else if (first === "start" || first === "test") expect(Object.keys(scripts)).toContain(first);
    else expect(["ci", "install", "rebuild"]).toContain(first);
  });

  test.each(shown.flatMap(({ page, command: [program, file = ""] }) => (program === "node" ? [[page, file]] : [])))(
    "%s: node %s",
    (_, file) => {
      expect(existsSync(`${root}${file}`)).toBe(true);
    },
  );

  test.each(blocks.filter(({ language }) => language === "yaml"))("$page: $code", ({ page, code }) => {
    const content = parse(code) as Record<string, unknown>;
    // A part of a file is put into the page's whole one.
    const whole = content.task === undefined ? { task: "experiment", profile: "quick", sweep: { seeds: [0] } } : {};
    expect(planSweep({ ...whole, ...content }, page).runs.length).toBeGreaterThan(0);
  });
});

test.each(commands.map(({ name }) => name))("the examples in the help of %s", async (name) => {
  const program = await createProgram([name]);
  let help = "";
  const command = program.commands.find((one) => one.name() === name);
  command?.configureOutput({ writeOut: (part) => (help += part) });
  command?.outputHelp();
  const examples = simpleCommands(help.split("\n").filter((line) => /^ +metahamilton /.test(line)));
  for (const [program, ...args] of examples) if (program === "metahamilton") await understood(args);
});

// A system of one's own is a file beside its page: tests/cli/own-system.test.ts.
const programs = blocks.filter(({ language, code }) => /^[jt]s$/.test(language) && !code.includes("defineSystem"));

/** What came of each program: one process runs all of them, one after the other, as files beside the installed package. */
const ended = new Map<string, { readonly error?: string; readonly stderr: string }>();
const folder = temporaryFolder();
beforeAll(async () => {
  await mkdir(folder.in("node_modules"));
  await symlink(root, folder.in("node_modules", "metahamilton"), "junction");
  await Promise.all(programs.map(({ code }, i) => writeFile(folder.in(`${i}.mjs`), code)));
  const runner = `import { writeFileSync } from "node:fs";
    const all = [];
    for (let i = 0; i < ${programs.length}; i++) {
      const ended = { stderr: "" };
      process.stderr.write = (text) => (ended.stderr += text, true);
      await import("./" + i + ".mjs").catch((error) => (ended.error = String(error.stack ?? error)));
      all.push(ended);
    }
    writeFileSync(${JSON.stringify(folder.in("ended.json"))}, JSON.stringify(all));`;
  await writeFile(folder.in("all.mjs"), runner);
  const { code, stderr } = await start(process.execPath, [folder.in("all.mjs")], { cwd: root }).finished;
  expect([code, stderr]).toEqual([0, ""]);
  const all = JSON.parse(await readFile(folder.in("ended.json"), "utf8"));
  for (const [i, { code }] of programs.entries()) ended.set(code, all[i]);
});

test.each(programs)("$page: $code", ({ code }) => {
  expect(ended.get(code)).toEqual({ stderr: "" });
});
