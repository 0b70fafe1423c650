import { input, program, tanh, writeOnnx } from "../graph/index.js";

/**
 * Whether one of ONNX Runtime's execution providers works here, found out by running a small program in a process of its
 * own: drivers print what they miss, and some end the process.
 */
export async function probeProvider(provider: string): Promise<boolean> {
  const { spawn } = await import(/* @vite-ignore */ "node:child_process");
  const model = Buffer.from(writeOnnx(program({ y: tanh(input("x", [4])) }), "f32")).toString("base64");
  const script = `
    const { InferenceSession, Tensor } = await import(${JSON.stringify(import.meta.resolve("onnxruntime-node"))});
    const options = { executionProviders: [${JSON.stringify(provider)}], logSeverityLevel: 4 };
    const session = await InferenceSession.create(Buffer.from("${model}", "base64"), options);
    await session.run({ x: new Tensor("float32", new Float32Array(4), [4]) });
    process.exit(0);`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], { stdio: "ignore" });
  return new Promise((resolve) => {
    child.on("error", () => resolve(false));
    child.on("close", (code) => resolve(code === 0));
  });
}
