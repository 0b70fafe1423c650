import type { Operation } from "../tensor.js";
import { unaryOperations } from "./activations.js";
import * as elementwise from "./elementwise.js";
import * as leaves from "./leaves.js";
import { matmulOperation } from "./matmul.js";
import { smoothOperation } from "./smooth.js";
import * as structural from "./structural.js";

/**
 * The table of operations. An entry is complete by its type: shape rule, vector-Jacobian product and ONNX form are
 * required. Everything else (gradient, optimisation, printing, both compilers) works from these entries alone.
 */
export const operations: readonly Operation[] = [
  leaves.inputOperation,
  leaves.fillOperation,
  leaves.tableOperation,
  ...elementwise.binaryOperations,
  ...unaryOperations,
  smoothOperation,
  structural.reshapeOperation,
  structural.transposeOperation,
  structural.sliceOperation,
  structural.padOperation,
  structural.concatOperation,
  structural.broadcastOperation,
  structural.sumOperation,
  structural.detachOperation,
  structural.aliasOperation,
  matmulOperation,
];
