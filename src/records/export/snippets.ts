import type { SavedModel } from "../model-file.js";

/** A short program in Python that uses the exported model: derivative, energy, and a motion by SciPy. */
export function pythonSnippet(saved: SavedModel): string {
  const names = componentNames(saved);
  return `# Needs: pip install numpy onnxruntime (and scipy for the motion). state = [${names.join(", ")}]
import numpy as np
import onnxruntime

model = onnxruntime.InferenceSession("model.onnx", providers=["CPUExecutionProvider"])


def derivative(state):
    return model.run(["derivative"], {"state": np.atleast_2d(np.asarray(state, dtype=np.float64))})[0]


def energy(state):
    return model.run(["energy"], {"state": np.atleast_2d(np.asarray(state, dtype=np.float64))})[0][:, 0]


start = np.array(${JSON.stringify(startOf(saved))})
print("derivative", derivative(start)[0].tolist())
print("energy", energy(start)[0])

try:
    from scipy.integrate import solve_ivp
except ImportError:
    raise SystemExit
motion = solve_ivp(lambda t, x: derivative(x)[0], (0, ${10 * saved.tick}), start, rtol=1e-8, atol=1e-10)
print("after ${10 * saved.tick}", motion.y[:, -1].tolist())
`;
}

/** The same in TypeScript, on ONNX Runtime for Node. */
export function typescriptSnippet(saved: SavedModel): string {
  const names = componentNames(saved);
  return `// Needs: npm install onnxruntime-node. state = [${names.join(", ")}]
import { fileURLToPath } from "node:url";
import { InferenceSession, Tensor } from "onnxruntime-node";

const model = await InferenceSession.create(fileURLToPath(new URL("model.onnx", import.meta.url)));

/** Derivative and energy of some states, row by row. */
async function evaluate(states: number[][]) {
  const rows = states.length;
  const state = new Tensor("float64", Float64Array.from(states.flat()), [rows, ${names.length}]);
  const { derivative, energy } = await model.run({ state });
  return { derivative: derivative!.data as Float64Array, energy: energy!.data as Float64Array };
}

const start = ${JSON.stringify(startOf(saved))};
const { derivative, energy } = await evaluate([start]);
console.log("derivative", [...derivative]);
console.log("energy", energy[0]);
`;
}

function componentNames({ model }: SavedModel): string[] {
  const { coordinates } = model.space;
  return [...coordinates.map(({ position }) => position.name), ...coordinates.map(({ momentum }) => momentum.name)];
}

const startOf = ({ ends }: SavedModel) => [...(ends[0]?.state ?? [])];
