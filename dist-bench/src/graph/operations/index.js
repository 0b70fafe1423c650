import * as elementwise from "./elementwise.js";
import * as leaves from "./leaves.js";
import { matmulOperation } from "./matmul.js";
import * as structural from "./structural.js";
/**
 * The table of operations. An entry is complete by its type: shape rule, vector-Jacobian product and ONNX form are
 * required. Everything else (gradient, optimisation, printing, both compilers) works from these entries alone.
 */
export const operations = [
    leaves.inputOperation,
    leaves.fillOperation,
    leaves.tableOperation,
    ...elementwise.binaryOperations,
    ...elementwise.unaryOperations,
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
