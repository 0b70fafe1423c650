/** Stands for ONNX Runtime's native package, which only Node can load. */
throw new Error("there is no native engine in a browser");
