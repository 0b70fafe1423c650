import { cached } from "../base/cached.js";
import { inputName, sizeOf, writeOnnx } from "../graph/index.js";
import { nativeEngine } from "./native.js";
import { wasmEngine } from "./wasm.js";
const engines = new Map();
/** The engine of that name; without a name the native one, or WASM where the platform has no native binary. */
export function findEngine(name) {
    if (name === undefined)
        return findEngine("native").catch(() => findEngine("wasm"));
    return cached(engines, name, name === "native" ? nativeEngine : wasmEngine);
}
/** Compiles a program: to ONNX, then to a session of the engine. */
export async function compile(program, { precision = "f32", threads, engine: wanted } = {}) {
    const engine = await findEngine(wanted);
    const session = await engine.open(writeOnnx(program, precision), precision, { threads });
    const RealArray = precision === "f64" ? Float64Array : Float32Array;
    const inputShapes = new Map(program.inputs.map((node) => [inputName(node), node.shape]));
    const values = new WeakMap();
    /** One engine tensor an array, however often the array is passed. */
    function wrap(name, data, shape) {
        if (!(data instanceof RealArray) || data.length !== sizeOf(shape))
            throw new TypeError(`run: "${name}" must be a ${RealArray.name} of ${sizeOf(shape)} elements [${shape.join(", ")}]`);
        const known = values.get(data);
        if (known !== undefined && known.shape.join() === shape.join())
            return known;
        const value = { data, shape };
        values.set(data, value);
        return value;
    }
    const outputNames = Object.keys(program.outputs);
    const allocate = () => {
        const arrays = outputNames.map((name) => [name, new RealArray(sizeOf(program.outputs[name].shape))]);
        return Object.fromEntries(arrays);
    };
    return {
        engine,
        precision,
        allocate,
        async run(inputs, into = allocate()) {
            const feeds = {};
            for (const [name, shape] of inputShapes)
                feeds[name] = wrap(name, inputs[name], shape);
            const results = {};
            for (const name of outputNames)
                results[name] = wrap(name, into[name], program.outputs[name].shape);
            await session.run(feeds, results);
            return into;
        },
        close: () => session.close(),
    };
}
