import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { peakMemoryOf } from "./peak-memory.js";

/** How to start one side of a comparison: a process that reads a job folder and answers on its standard output. */
export interface Entry {
  readonly name: string;
  /** Program and arguments; the job's folder is appended. */
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** What a contestant says once it has done its work for the first time. */
export interface Ready {
  /** Milliseconds that its stages took, in order: loading code, building, compiling, first run. */
  readonly stages: Readonly<Record<string, number>>;
  readonly versions: Readonly<Record<string, string>>;
}

type Answer = Readonly<Record<string, unknown>>;

/** A contestant had not got to its first result after so many seconds. */
export class TooSlow extends Error {
  constructor(readonly seconds: number) {
    super(`no result within ${seconds} s`);
  }
}

/** A running contestant. It answers one request at a time: `run` (once, with its own clock), `result`, `memory`. */
export class Contestant {
  readonly name: string;
  /** Milliseconds from the start of the process to its first result. */
  readonly startup: number;
  readonly ready: Ready;
  readonly #process: Conversation;

  private constructor(name: string, startup: number, ready: Ready, conversation: Conversation) {
    this.name = name;
    this.startup = startup;
    this.ready = ready;
    this.#process = conversation;
  }

  /**
   * Starts a contestant and waits for its first result, but not longer than `patience` seconds: then it is stopped. Rejects
   * with `TooSlow`, or with what it wrote last if it ends before.
   */
  static async start(entry: Entry, folder: string, patience = Number.POSITIVE_INFINITY): Promise<Contestant> {
    const began = performance.now();
    const conversation = new Conversation(entry, folder);
    const alarm = Number.isFinite(patience) ? setTimeout(() => conversation.stop(), 1000 * patience) : undefined;
    try {
      const ready = (await conversation.next()) as unknown as Ready;
      return new Contestant(entry.name, performance.now() - began, ready, conversation);
    } catch (error) {
      throw conversation.isStopped ? new TooSlow(patience) : error;
    } finally {
      clearTimeout(alarm);
    }
  }

  /** Milliseconds of one run. */
  async run(): Promise<number> {
    return (await this.#process.ask("run")).ms as number;
  }

  /** Named results of the work, for comparison. */
  async result(): Promise<Readonly<Record<string, readonly number[]>>> {
    return (await this.#process.ask("result")) as Readonly<Record<string, readonly number[]>>;
  }

  /** The most memory the process has had, bytes. */
  async peakMemory(): Promise<number> {
    return peakMemoryOf(this.#process.pid) ?? ((await this.#process.ask("memory")).bytes as number);
  }

  close(): Promise<void> {
    return this.#process.close();
  }
}

/** What a process that ended said last, without rulers and hints. */
function lastMessage(errors: string): string {
  const lines = errors.split("\n").filter((line) => /\w/.test(line) && !line.startsWith("For simplicity"));
  return lines.at(-1)?.trim() ?? "it ended without a word";
}

/** Lines of JSON to and from a process. */
class Conversation {
  readonly #child: ChildProcess;
  readonly #answers: Answer[] = [];
  readonly #ended: Promise<void>;
  #errors = "";
  #wake: (() => void) | undefined;
  #isOver = false;
  #isStopped = false;

  get pid(): number | undefined {
    return this.#child.pid;
  }

  constructor({ name, command, environment }: Entry, folder: string) {
    const [program = "", ...args] = command;
    this.#child = spawn(program, [...args, folder], {
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, ...environment },
    });
    this.#child.stderr?.on("data", (text: Buffer) => {
      this.#errors = (this.#errors + text.toString()).slice(-2000);
    });
    this.#child.stdin?.on("error", () => {});
    const stop = () => this.#child.kill();
    process.once("exit", stop);
    createInterface({ input: this.#child.stdout as NodeJS.ReadableStream }).on("line", (line) => {
      this.#answers.push(JSON.parse(line) as Answer);
      this.#wake?.();
    });
    this.#ended = new Promise((resolve) => {
      const over = () => {
        this.#isOver = true;
        process.off("exit", stop);
        this.#wake?.();
        resolve();
      };
      this.#child.on("close", over);
      this.#child.on("error", (error) => {
        this.#errors += `${name}: ${error.message}`;
        over();
      });
    });
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Ends the process without asking; processes that it has started may take a moment longer. */
  stop(): void {
    this.#isStopped = true;
    this.#isOver = true;
    this.#child.kill();
    this.#wake?.();
  }

  ask(request: string): Promise<Answer> {
    this.#child.stdin?.write(`${request}\n`);
    return this.next();
  }

  async next(): Promise<Answer> {
    while (this.#answers.length === 0) {
      if (this.#isOver) throw new Error(lastMessage(this.#errors));
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#answers.shift() as Answer;
  }

  async close(): Promise<void> {
    this.#child.stdin?.end();
    await this.#ended;
  }
}
