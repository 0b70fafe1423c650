/** A module of its own, so that only those who want this method load it and what other systems taught it. */
export { structuredProcess, teachersFor } from "../../../src/learning/index.js";
