import { Interrupted } from "./failure.js";
import { say } from "./output.js";
import { showProgress } from "./progress.js";
/** A task that is asked to stop gets this long to finish what it is writing. */
const GRACE_MS = 10_000;
/** One Ctrl-C can arrive twice: from the terminal, and passed on by npm. */
const SAME_SIGNAL_MS = 500;
const stopSignals = ["SIGINT", "SIGTERM"];
/**
 * Does `work` with its progress on stderr. The first SIGINT or SIGTERM aborts the work and prints `whenStopped`, a second
 * one ends the program at once.
 */
export async function runLongTask(whenStopped, work) {
    const progress = showProgress(process.stderr);
    const controller = new AbortController();
    let stoppedAt;
    let grace;
    const removeHandlers = () => {
        for (const name of stopSignals)
            process.off(name, stop);
    };
    // process.exit would tear the threads down first, and an engine that is computing in one of them then crashes the
    // process with a message of its own. The signal's default action does not ask anyone.
    const endAtOnce = () => {
        removeHandlers();
        process.kill(process.pid, "SIGINT");
    };
    function stop() {
        if (stoppedAt !== undefined) {
            if (performance.now() - stoppedAt > SAME_SIGNAL_MS)
                endAtOnce();
            return;
        }
        stoppedAt = performance.now();
        progress.stop();
        say(`metahamilton: stopped; ${whenStopped}`);
        controller.abort(new Interrupted());
        grace = setTimeout(endAtOnce, GRACE_MS).unref();
    }
    for (const name of stopSignals)
        process.on(name, stop);
    try {
        return await work({ onProgress: (event) => progress.report(event), signal: controller.signal });
    }
    catch (error) {
        // Whatever a task that is being torn down throws, it is because the user asked for it.
        throw controller.signal.aborted ? new Interrupted() : error;
    }
    finally {
        progress.stop();
        clearTimeout(grace);
        removeHandlers();
    }
}
/** Never resolves; for work that can be dropped in the middle because it has written nothing. */
export function rejectOnAbort(signal) {
    return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
}
/** An argument as a shell takes it. */
export function shellQuote(text) {
    return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
