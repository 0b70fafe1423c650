import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
/** A running contestant. It answers one request at a time: `run` (once, with its own clock), `result`, `memory`. */
export class Contestant {
    name;
    /** Milliseconds from the start of the process to its first result. */
    startup;
    ready;
    #process;
    constructor(name, startup, ready, conversation) {
        this.name = name;
        this.startup = startup;
        this.ready = ready;
        this.#process = conversation;
    }
    /** Starts a contestant and waits for its first result. Rejects with what it wrote last if it ends before. */
    static async start(entry, folder) {
        const began = performance.now();
        const conversation = new Conversation(entry, folder);
        const ready = (await conversation.next());
        return new Contestant(entry.name, performance.now() - began, ready, conversation);
    }
    /** Milliseconds of one run. */
    async run() {
        return (await this.#process.ask("run")).ms;
    }
    /** Named results of the work, for comparison. */
    async result() {
        return (await this.#process.ask("result"));
    }
    /** The most memory the process has had, bytes. */
    async peakMemory() {
        return (await this.#process.ask("memory")).bytes;
    }
    close() {
        return this.#process.close();
    }
}
/** Lines of JSON to and from a process. */
class Conversation {
    #child;
    #answers = [];
    #ended;
    #errors = "";
    #wake;
    #isOver = false;
    constructor({ name, command, environment }, folder) {
        const [program = "", ...args] = command;
        this.#child = spawn(program, [...args, folder], {
            stdio: ["pipe", "pipe", "pipe"],
            env: { ...process.env, ...environment },
        });
        this.#child.stderr?.on("data", (text) => {
            this.#errors = (this.#errors + text.toString()).slice(-2000);
        });
        this.#child.stdin?.on("error", () => { });
        createInterface({ input: this.#child.stdout }).on("line", (line) => {
            this.#answers.push(JSON.parse(line));
            this.#wake?.();
        });
        this.#ended = new Promise((resolve) => {
            const over = () => {
                this.#isOver = true;
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
    ask(request) {
        this.#child.stdin?.write(`${request}\n`);
        return this.next();
    }
    async next() {
        while (this.#answers.length === 0) {
            if (this.#isOver)
                throw new Error(this.#errors.trim().split("\n").slice(-3).join(" | ") || "it ended");
            await new Promise((resolve) => {
                this.#wake = resolve;
            });
        }
        return this.#answers.shift();
    }
    async close() {
        this.#child.stdin?.end();
        await this.#ended;
    }
}
