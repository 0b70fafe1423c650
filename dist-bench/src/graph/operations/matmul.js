import { ShapeError } from "../shape.js";
import { makeTensor } from "../tensor.js";
/** Rows, columns and inner size of op(A) op(B). */
function productSizes(a, b, transposeA, transposeB) {
    const [aRows = 0, aColumns = 0] = a.slice(-2);
    const [bRows = 0, bColumns = 0] = b.slice(-2);
    const [rows, inner] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
    const [innerB, columns] = transposeB ? [bColumns, bRows] : [bRows, bColumns];
    return { rows, inner, innerB, columns };
}
export const matmulOperation = {
    name: "matmul",
    shape([a = [], b = []], attributes) {
        const { transposeA, transposeB } = attributes;
        const what = `matmul${transposeA ? " (first transposed)" : ""}${transposeB ? " (second transposed)" : ""}`;
        if (a.length !== b.length || (a.length !== 2 && a.length !== 3))
            throw new ShapeError(what, "needs two matrices or two stacks of matrices", a, b);
        if (a.length === 3 && a[0] !== b[0])
            throw new ShapeError(what, "stacks of different heights", a, b);
        const { rows, inner, innerB, columns } = productSizes(a, b, transposeA, transposeB);
        if (inner !== innerB)
            throw new ShapeError(what, `inner sizes ${inner} and ${innerB} differ`, a, b);
        return [...a.slice(0, -2), rows, columns];
    },
    vjp(node, g) {
        const [a, b] = node.inputs;
        const { transposeA, transposeB } = node.attributes;
        return [
            transposeA
                ? matmul(b, g, { transposeA: transposeB, transposeB: true })
                : matmul(g, b, { transposeB: !transposeB }),
            transposeB
                ? matmul(g, a, { transposeA: true, transposeB: transposeA })
                : matmul(a, g, { transposeA: !transposeA }),
        ];
    },
    onnx(emitter, node, inputs) {
        const { transposeA, transposeB } = node.attributes;
        if (!transposeA && !transposeB)
            return emitter.node("MatMul", inputs);
        if (node.shape.length === 2)
            return emitter.node("Gemm", inputs, { transA: +transposeA, transB: +transposeB });
        if (emitter.precision === "f32")
            return emitter.node("FusedMatMul", inputs, { transA: +transposeA, transB: +transposeB }, "com.microsoft");
        return emitter.node("MatMul", [
            transposeA ? swapLast(emitter, inputs[0]) : inputs[0],
            transposeB ? swapLast(emitter, inputs[1]) : inputs[1],
        ]);
    },
    productFlops(node) {
        const { rows, inner, columns } = productSizes(node.inputs[0].shape, node.inputs[1].shape, node.attributes.transposeA, node.attributes.transposeB);
        return 2 * rows * inner * columns * (node.shape.length === 3 ? node.shape[0] : 1);
    },
};
// The 64-bit CPU engine has no product of transposed stacks.
const swapLast = (emitter, x) => emitter.node("Transpose", [x], { perm: [0, 2, 1] });
/** Matrix product op(A) op(B) of two matrices [m, k] [k, n], or of two stacks of equally many matrices. */
export function matmul(a, b, { transposeA = false, transposeB = false } = {}) {
    return makeTensor(matmulOperation, [a, b], { transposeA, transposeB });
}
