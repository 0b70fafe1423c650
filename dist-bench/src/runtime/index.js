export { compile, findEngine } from "./compile.js";
export { engineNames } from "./engine.js";
