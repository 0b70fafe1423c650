import { register } from "node:module";
import { expect, test } from "vitest";
import { input, mul, program } from "../../src/graph/index.js";
import { compile, findEngine } from "../../src/runtime/index.js";

// A platform without the native package, or without a binary in it.
const hooks = `export const resolve = async (name, context, next) => {
  if (name === "onnxruntime-node") throw Object.assign(new Error("Cannot find package 'onnxruntime-node'"), { code: "ERR_MODULE_NOT_FOUND" });
  return next(name, context);
};`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);

test("without a native binary the WASM engine runs programs", async () => {
  expect((await findEngine()).name).toBe("wasm");
  const executable = await compile(program({ y: mul(input("x", [2]), 3) }), { threads: 1 });
  expect(executable.engine.name).toBe("wasm");
  expect([...(await executable.run({ x: Float32Array.of(1, 2) })).y]).toEqual([3, 6]);
  await executable.close();
});

test("the native engine, asked for by name, is not replaced", async () => {
  await expect(findEngine("native")).rejects.toThrow(
    /^the engine native needs the package onnxruntime-node, which is not here; ONNXRUNTIME_NODE_INSTALL=skip npm install /,
  );
  await expect(compile(program({ y: input("x", []) }), { engine: "native" })).rejects.toThrow();
});
