import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What a program prints in Python. */
export const inPython = async (program: string): Promise<string> => (await run("python3", ["-c", program])).stdout;

/** Whether there is a Python with SymPy. */
export const hasSympy: boolean = await inPython("import sympy").then(
  () => true,
  () => false,
);
