import { cached } from "../base/cached.js";
/** Opens a session of either package and wraps arrays as its tensors, each array once. */
export async function openOnnxRuntime(runtime, model, precision, options, { copiesResults }) {
    const session = await runtime.InferenceSession.create(model, {
        // The engine's own fusions keep the factors they absorb as 32-bit attributes: in 64 bits that would cost eight digits.
        graphOptimizationLevel: precision === "f64" ? "basic" : "all",
        // Messages about choices inside the engine are of no use to a user: errors only.
        logSeverityLevel: 3,
        ...options,
    });
    const type = precision === "f64" ? "float64" : "float32";
    const tensors = new WeakMap();
    const tensorOf = (value) => cached(tensors, value, () => new runtime.Tensor(type, value.data, value.shape));
    const tensorsOf = (values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, tensorOf(value)]));
    return {
        async run(feeds, results) {
            if (!copiesResults) {
                await session.run(tensorsOf(feeds), tensorsOf(results));
                return;
            }
            const computed = await session.run(tensorsOf(feeds), Object.keys(results));
            for (const [name, value] of Object.entries(results))
                value.data.set(computed[name]?.data);
        },
        close: () => session.release(),
    };
}
