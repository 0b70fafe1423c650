/** Writes to stdout and waits until it is written. A failing stdout ends the program, see `guardStreams`. */
export function print(text) {
    return new Promise((resolve) => {
        process.stdout.write(text, (error) => {
            if (!error)
                resolve();
        });
    });
}
/** Prints a value as one line of JSON. */
export function printJson(value) {
    return print(`${JSON.stringify(value)}\n`);
}
/** Prints a line to stderr. */
export function say(line) {
    process.stderr.write(`${line}\n`);
}
/**
 * Who reads our output may stop reading (`| head`): that ends the program quietly. Any other failure of stdout goes to
 * `onFailure`. A failing stderr is ignored: there is nowhere left to say so, and a long run should not die of it.
 */
export function guardStreams(onFailure) {
    process.stdout.on("error", (error) => {
        if (error.code === "EPIPE")
            process.exit(0);
        onFailure(Object.assign(error, { path: "stdout" }));
    });
    process.stderr.on("error", () => { });
}
