import { UNEXPLAINED } from "../law/verdict/unexplained.js";
import type { SavedModel } from "../model-file.js";
import { lawInputs } from "./law-program.js";

/** A short program in Python that uses the exported model, from any folder: derivative and energy to be imported; run, it also shows a motion by SciPy. */
export function pythonSnippet(saved: SavedModel): string {
  const { names, start, outside, time, inputs, held, said } = programFacts(saved);
  const values = (n: number) => `[${new Array(n).fill("0.0").join(", ")}]`;
  const parameters = ["state", ...(time ? ["time=0.0"] : []), ...(inputs > 0 ? [`inputs=${values(inputs)}`] : [])];
  const feeds = [
    '"state": rows(state)',
    ...(time ? ['"time": np.full((len(rows(state)), 1), float(time))'] : []),
    ...(inputs > 0 ? ['"input": np.tile(rows(inputs), (len(rows(state)), 1))'] : []),
  ];
  const motion =
    inputs === 0
      ? `        motion = solve_ivp(lambda t, x: derivative(x${time ? ", t" : ""})[0], span, start, rtol=1e-8, atol=1e-10)
        print("at", span[1], motion.y[:, -1].tolist())
`
      : `        times = np.linspace(*span, 11)  # without what acts from outside: give inputs as they will be
        print("at", span[1], follow(start, times, np.zeros((11, ${inputs})))[-1].tolist())
`;
  const given = inputs > 0 ? ", follow" : "";
  return `# Needs: pip install numpy onnxruntime (and scipy for the motion). state = [${names.join(", ")}]${outside}
# Run it for an example, or from a program beside it: from use import derivative, energy${given}
${said.map((sentence) => `# ${sentence}\n`).join("")}from pathlib import Path

import numpy as np
import onnxruntime

path = Path(__file__).resolve().parent / "model.onnx"
model = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])


def rows(values):
    return np.atleast_2d(np.asarray(values, dtype=np.float64))


def evaluate(name, ${parameters.join(", ")}):
    return model.run([name], {${feeds.join(", ")}})[0]


def derivative(${parameters.join(", ")}):
    return evaluate("derivative", state${time ? ", time" : ""}${inputs > 0 ? ", inputs" : ""})


def energy(state):
    return evaluate("energy", state)[:, 0]
${inputs > 0 ? followSnippet(held, inputs, time) : ""}

if __name__ == "__main__":
    start = np.array(${JSON.stringify(start.state)})
    print("derivative", derivative(start${time ? `, ${start.time}` : ""})[0].tolist())
    print("energy", energy(start)[0])
    span = (${start.time}, ${start.time + 10 * saved.tick})
    try:
        from scipy.integrate import solve_ivp
    except ImportError:
        print("no scipy, so no motion")
    else:
${motion}`;
}

/** A motion under inputs that are known at some times: from one to the next, since what is held jumps there. */
const followSnippet = (held: readonly boolean[], inputs: number, time: boolean) => `

def follow(state, times, inputs):
    """States at times, inputs [len(times), ${inputs}] being known there. Needs scipy."""
    from scipy.integrate import solve_ivp

    held = np.array([${held.map((own) => (own ? "True" : "False")).join(", ")}])
    states = [np.asarray(state, dtype=np.float64)]
    for t0, t1, u0, u1 in zip(times[:-1], times[1:], inputs[:-1], inputs[1:]):
        def rate(t, x):
            return derivative(x${time ? ", t" : ""}, inputs=np.where(held, u0, u0 + (t - t0) / (t1 - t0) * (u1 - u0)))[0]

        states.append(solve_ivp(rate, (t0, t1), states[-1], rtol=1e-8, atol=1e-10).y[:, -1])
    return np.array(states)
`;

/** The same in TypeScript, on ONNX Runtime for Node. */
export function typescriptSnippet(saved: SavedModel): string {
  const { names, start, outside, time, inputs, said } = programFacts(saved);
  const parameters = [
    "states: number[][]",
    ...(time ? ["time: number"] : []),
    ...(inputs > 0 ? ["inputs: number[]"] : []),
  ];
  const feeds = [
    "state",
    ...(time ? ['time: new Tensor("float64", new Float64Array(rows).fill(time), [rows, 1])'] : []),
    ...(inputs > 0
      ? [`input: new Tensor("float64", Float64Array.from(states.flatMap(() => inputs)), [rows, ${inputs}])`]
      : []),
  ];
  const given = ["[start]", ...(time ? [`${start.time}`] : []), ...(inputs > 0 ? [JSON.stringify(zeros(inputs))] : [])];
  return `// Needs: npm install onnxruntime-node, and Node 22.18 or newer (before: npx tsx use.ts). state = [${names.join(", ")}]${outside}
// Run it for an example, or import { evaluate } from "./use.ts" in a program beside it.
${said.map((sentence) => `// ${sentence}\n`).join("")}import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { InferenceSession, Tensor } from "onnxruntime-node";

const model = await InferenceSession.create(fileURLToPath(new URL("model.onnx", import.meta.url)));

/** Derivative and energy of some states, row by row. */
export async function evaluate(${parameters.join(", ")}) {
  const rows = states.length;
  const state = new Tensor("float64", Float64Array.from(states.flat()), [rows, ${names.length}]);
  const { derivative, energy } = await model.run({ ${feeds.join(", ")} });
  return { derivative: derivative!.data as Float64Array, energy: energy!.data as Float64Array };
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const start = ${JSON.stringify(start.state)};
  const { derivative, energy } = await evaluate(${given.join(", ")});
  console.log("derivative", [...derivative]);
  console.log("energy", energy[0]);
}
`;
}

const zeros = (n: number) => new Array<number>(n).fill(0);

/** Names of the components, the end of the first motion, and what the model takes besides the state. */
function programFacts({ model, ends, inputs: columns, undetermined }: SavedModel) {
  const { coordinates } = model.space;
  const { time, inputs } = model.law === undefined ? { time: false, inputs: 0 } : lawInputs(model.law);
  const unit = model.time.unit === "" ? "" : ` [${model.time.unit}]`;
  const given = (columns ?? []).map(({ name }) => name).join(", ");
  const own = inputs === 0 ? [] : (columns ?? []);
  const named = (held: boolean) => own.filter((input) => (input.held ?? false) === held).map(({ name }) => name);
  const [kept, lines] = [named(true), named(false)];
  return {
    names: [...coordinates.map(({ position }) => position.name), ...coordinates.map(({ momentum }) => momentum.name)],
    start: { time: ends[0]?.time ?? 0, state: [...(ends[0]?.state ?? [])] },
    outside: `${time ? `, time${unit} as in the record` : ""}${inputs > 0 ? `, inputs = [${given}]` : ""}`,
    time,
    inputs,
    held: own.map(({ held = false }) => held),
    said: [
      ...(undetermined === true ? [`Beware: this is ${UNEXPLAINED}.`] : []),
      ...(kept.length === 0 ? [] : [`Held from row to row, so integrate from one to the next: ${kept.join(", ")}`]),
      ...(lines.length === 0 ? [] : [`In straight lines from row to row: ${lines.join(", ")}`]),
    ],
  };
}
