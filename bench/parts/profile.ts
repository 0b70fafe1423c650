import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { InferenceSession, Tensor } from "onnxruntime-common";
import { profiles } from "../../src/experiments/index.js";
import { input, inputName, type Program, program, programCost, writeOnnx } from "../../src/graph/index.js";
import { rowsOfTask, tasksThatFit } from "../../src/learning/index.js";
import { NODE_SIZE } from "../../src/mechanics/index.js";
import { graphNetwork } from "../../src/models/index.js";
import type { Colour } from "../../src/report/svg/theme.js";
import { metaProgram } from "../contestants/meta-program.js";
import { type Bar, barsHeight, barsPanel } from "../figures/bars-figure.js";
import { capitalised } from "../figures/figures.js";
import { metaOptions, nameOf, networks, standard } from "../harness/meta-step.js";
import { randomFeeds } from "../harness/own-runs.js";
import { summarise } from "../harness/statistics.js";
import { digits, type Table } from "../harness/table.js";
import { withTemporaryFolder } from "../harness/temporary.js";
import type { Part } from "./part.js";

/** The part of onnxruntime-node that is needed here; the library's own sessions do not profile. */
interface OnnxRuntime {
  readonly InferenceSession: {
    create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: new (type: "float32", data: Float32Array, dims: readonly number[]) => Tensor;
}

/** One kernel of the optimised graph. */
interface Kernel {
  readonly name: string;
  readonly kind: string;
  /** Shapes of its operands and results. */
  readonly shapes: string;
  /** Median over the runs, microseconds. */
  readonly time: number;
}

const WARM_UP = 5;
const HEAVIEST = 12;

const families: Readonly<Record<string, readonly string[]>> = {
  products: ["MatMul", "Gemm", "FusedMatMul", "FusedGemm"],
  sums: ["ReduceSum"],
  "data movement": ["Transpose", "Concat", "Slice", "Expand", "Reshape", "Pad", "Identity", "Squeeze", "Unsqueeze"],
};

/** Of the bars, in the order of their pieces. */
const colours: Readonly<Record<string, Colour>> = {
  products: "blue",
  elementwise: "orange",
  sums: "green",
  "data movement": "purple",
};

/** Products, sums, moved data; everything else is elementwise. */
const familyOf = (kind: string) =>
  Object.entries(families).find(([, kinds]) => kinds.includes(kind))?.[0] ?? "elementwise";

/** Opens a session on random inputs; `run` gives the milliseconds of one run. */
async function open(runtime: OnnxRuntime, program: Program, options: InferenceSession.SessionOptions) {
  const session = await runtime.InferenceSession.create(writeOnnx(program, "f32"), {
    executionProviders: ["cpu"],
    interOpNumThreads: 1,
    graphOptimizationLevel: "all",
    logSeverityLevel: 3,
    ...options,
  });
  const numbers = randomFeeds(program);
  const feeds: Record<string, Tensor> = {};
  for (const node of program.inputs) {
    const name = inputName(node);
    feeds[name] = new runtime.Tensor("float32", numbers[name] as Float32Array, node.shape);
  }
  const run = async () => {
    const began = performance.now();
    await session.run(feeds);
    return performance.now() - began;
  };
  return { session, run };
}

async function timeSession(
  runtime: OnnxRuntime,
  program: Program,
  options: InferenceSession.SessionOptions,
  runs: number,
): Promise<number> {
  const { session, run } = await open(runtime, program, options);
  for (let i = 0; i < WARM_UP; i++) await run();
  const times: number[] = [];
  for (let i = 0; i < runs; i++) times.push(await run());
  await session.release();
  await pause(20);
  return summarise(times).median;
}

interface Event {
  readonly cat: string;
  readonly name: string;
  readonly dur: number;
  readonly args: {
    readonly op_name?: string;
    readonly input_type_shape?: readonly Record<string, readonly number[]>[];
    readonly output_type_shape?: readonly Record<string, readonly number[]>[];
  };
}

/** The engine's own clock on every kernel. */
async function profileKernels(runtime: OnnxRuntime, program: Program, runs: number) {
  return withTemporaryFolder("profile", async (folder) => {
    const { session, run } = await open(runtime, program, {
      intraOpNumThreads: 1,
      enableProfiling: true,
      profileFilePrefix: join(folder, "profile"),
    });
    for (let i = 0; i < WARM_UP + runs; i++) await run();
    session.endProfiling();
    await session.release();
    const [file = ""] = await readdir(folder);
    return kernelsOf(JSON.parse(await readFile(join(folder, file), "utf8")) as Event[]);
  });
}

function kernelsOf(events: readonly Event[]): Kernel[] {
  const byName = new Map<string, Event[]>();
  for (const event of events)
    if (event.cat === "Node" && event.name.endsWith("_kernel_time"))
      byName.set(event.name, [...(byName.get(event.name) ?? []), event]);
  const shapesOf = (list: Event["args"]["input_type_shape"]) =>
    (list ?? [])
      .filter((entry) => "float" in entry)
      .map((entry) => `[${Object.values(entry)[0]?.join(",")}]`)
      .join(" ");
  return [...byName].map(([name, list]) => {
    const { args } = list[0] as Event;
    return {
      name: name.replace("_kernel_time", ""),
      kind: args.op_name ?? "",
      shapes: `${shapesOf(args.input_type_shape)} -> ${shapesOf(args.output_type_shape)}`,
      time: summarise(list.slice(WARM_UP).map(({ dur }) => dur)).median,
    };
  });
}

interface Group {
  readonly label: string;
  readonly count: number;
  readonly time: number;
}

/** Kernels gathered by a label, heaviest first. */
function gather(kernels: readonly Kernel[], label: (kernel: Kernel) => string): Group[] {
  const groups = new Map<string, { count: number; time: number }>();
  for (const kernel of kernels) {
    const { count, time } = groups.get(label(kernel)) ?? { count: 0, time: 0 };
    groups.set(label(kernel), { count: count + 1, time: time + kernel.time });
  }
  return [...groups].map(([name, group]) => ({ label: name, ...group })).sort((a, b) => b.time - a.time);
}

const total = (kernels: readonly Kernel[]) => kernels.reduce((sum, { time }) => sum + time, 0);

function table(title: string, what: string, groups: readonly Group[], whole: number): Table {
  return {
    title,
    columns: [what, "kernels", "ms", "share"],
    rows: groups.map(({ label, count, time }) => [
      label,
      String(count),
      digits(time / 1000),
      `${((100 * time) / whole).toFixed(1)} %`,
    ]),
  };
}

/** A portion of each of the four meta-steps, and what an evaluation does most often: the field at one point of each of 100 trajectories. */
function subjects(): { subject: string; one: Program }[] {
  const { bodies, points, steps } = standard;
  // A portion of the standard meta-step: so many tasks are computed together.
  const tasks = tasksThatFit(rowsOfTask(bodies, points), standard.width);
  const group = { tasks, bodies, supportPoints: points, queryPoints: points };
  const { model: network, evaluation } = profiles.paper;
  const model = graphNetwork(network);
  const parameters = model.parameters.map(({ shape }, i) => input(`p${i}`, [evaluation.trajectories, ...shape]));
  const field = model.derivative(parameters, input("states", [evaluation.trajectories, 2, 1, NODE_SIZE]));
  return [
    ...networks.map((one) => ({ subject: nameOf(one), one: metaProgram(metaOptions(one, [group], steps)) })),
    { subject: "field in a rollout", one: program({ field }) },
  ];
}

/** Sessions that differ from ours in one option. */
const variants = (threads: number): Record<string, InferenceSession.SessionOptions> => ({
  "as the library runs it": { intraOpNumThreads: 1 },
  [`products divided among ${threads} threads`]: { intraOpNumThreads: threads },
  "graph optimisation: extended": { intraOpNumThreads: 1, graphOptimizationLevel: "extended" },
  "graph optimisation: basic": { intraOpNumThreads: 1, graphOptimizationLevel: "basic" },
  "graph optimisation: disabled": { intraOpNumThreads: 1, graphOptimizationLevel: "disabled" },
  "no memory pattern": { intraOpNumThreads: 1, enableMemPattern: false },
  "no memory arena": { intraOpNumThreads: 1, enableCpuMemArena: false },
  "parallel execution of branches": {
    intraOpNumThreads: 1,
    interOpNumThreads: threads,
    executionMode: "parallel",
  },
});

export const profile: Part = {
  name: "profile",
  minutes: 1,
  title: "Where the time of a portion of a meta-step goes, on its one thread, by the native engine's own profiler",
  async run({ threads, runs, only, say, show }) {
    const runtime = (await import("onnxruntime-node").catch(() => undefined)) as OnnxRuntime | undefined;
    if (runtime === undefined)
      return { tables: [], notes: ["skipped: no native engine on this platform"], measured: undefined };
    const tables: Table[] = [];
    const measured: Record<string, unknown> = {};
    const variantRows = new Map<string, string[]>();
    const bars: Bar[] = [];
    const chosen = subjects().filter(({ subject }) => subject.includes(only));
    for (const { subject, one } of chosen) {
      say(subject);
      const { nodes, productFlops } = programCost(one);
      const times: Record<string, number> = {};
      for (const [label, options] of Object.entries(variants(threads))) {
        times[label] = await timeSession(runtime, one, options, runs);
        variantRows.set(label, [...(variantRows.get(label) ?? []), digits(times[label])]);
      }
      const kernels = await profileKernels(runtime, one, runs);
      const whole = total(kernels);
      const run = times["as the library runs it"] as number;
      const byFamily = gather(kernels, ({ kind }) => familyOf(kind));
      bars.push({
        label: subject,
        pieces: Object.entries(colours).map(([family, colour]) => ({
          size: (100 * (byFamily.find(({ label }) => label === family)?.time ?? 0)) / whole,
          colour,
        })),
      });
      const products = byFamily.find(({ label }) => label === "products")?.time ?? Number.NaN;
      const families = table(
        `**${subject}**: ${nodes} operations, ${kernels.length} kernels, ${digits(run)} ms a run unprofiled, ` +
          `${digits(whole / 1000)} ms in kernels profiled; products at ${digits(productFlops / products / 1e3)} GFLOP/s`,
        "family",
        byFamily,
        whole,
      );
      show(families);
      tables.push(families);
      tables.push(
        table(`${subject}, by operator`, "operator", gather(kernels, ({ kind }) => kind).slice(0, HEAVIEST), whole),
      );
      const bySite = gather(kernels, ({ kind, shapes }) => `${kind} ${shapes}`);
      tables.push(
        table(`${subject}, heaviest operators by shapes`, "operator and shapes", bySite.slice(0, HEAVIEST), whole),
      );
      measured[subject] = { nodes, productFlops, times, kernels };
    }
    tables.push({
      title: "Milliseconds a run with other options of the session",
      columns: ["session", ...chosen.map(({ subject }) => subject)],
      rows: [...variantRows].map(([label, cells]) => [label, ...cells]),
    });
    return {
      tables,
      notes: [
        "field in a rollout: at 100 trajectories, 2 bodies, one point each, every trajectory with parameters of its own " +
          "(64 wide, hamiltonian, tanh); a rollout step evaluates it four times",
        "kernels of the graph after the engine's own optimisation; every kernel's time is its median over the runs",
      ],
      measured,
      figure: {
        title: "Where the time of a portion of a meta-step goes",
        notes: ["Time in kernels by the engine's own profiler, one thread."],
        legend: Object.entries(colours).map(([family, colour]) => ({
          label: capitalised(family),
          style: { colour, width: 10 },
        })),
        columns: 1,
        panelSize: { width: 640, height: barsHeight(bars.length) },
        panels: [barsPanel("Kinds of operators", "Share of the time (%)", bars, 100)],
      },
    };
  },
};
