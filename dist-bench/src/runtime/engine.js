/** `native`: ONNX Runtime's CPU engine in Node; `wasm`: ONNX Runtime Web, one file for every platform. */
export const engineNames = ["native", "wasm"];
