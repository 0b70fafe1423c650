import { input, matmul, type Program, program, programCost } from "../../src/graph/index.js";
import { linearDomain } from "../../src/report/svg/domain.js";
import type { Colour } from "../../src/report/svg/theme.js";
import { metaProgram } from "../contestants/meta-program.js";
import { type Bar, barsHeight, barsPanel } from "../figures/bars-figure.js";
import { metaOptions, nameOf, networks, standard } from "../harness/meta-step.js";
import { timeMetaGradient, timeProgram } from "../harness/own-runs.js";
import { digits } from "../harness/table.js";
import type { Part } from "./part.js";

/** Rows, inner size and columns: squares, and products as a step has them. */
const sizes: readonly (readonly [number, number, number])[] = [
  [256, 256, 256],
  [512, 512, 512],
  [768, 768, 768],
  [1024, 1024, 1024],
  [1536, 1536, 1536],
  [2048, 2048, 2048],
  [150, 128, 128],
  [300, 128, 128],
  [128, 300, 128],
  [3000, 128, 128],
];

const bar = (label: string, size: number, colour: Colour): Bar => ({ label, pieces: [{ size, colour }] });

const product = (rows: number, inner: number, columns: number): Program =>
  program({ c: matmul(input("a", [rows, inner]), input("b", [inner, columns])) });

const group = {
  bodies: standard.bodies,
  tasks: standard.tasks,
  supportPoints: standard.points,
  queryPoints: standard.points,
};

export const limit: Part = {
  name: "limit",
  minutes: 1,
  title: "The engine's fastest f32 matrix product, and the share of it that meta-steps reach",
  async run({ threads, runs }) {
    const products: { size: readonly number[]; gflops: number }[] = [];
    for (const size of sizes) {
      const one = product(...size);
      const times = await timeProgram(one, { threads }, 2 * runs);
      products.push({ size, gflops: programCost(one).productFlops / Math.min(...times) / 1e6 });
    }
    const best = Math.max(...products.map(({ gflops }) => gflops));
    const steps = [];
    for (const network of networks) {
      const options = metaOptions(network, [group], standard.steps);
      const { nodes, productFlops } = programCost(metaProgram(options));
      const ms = await timeMetaGradient(options, threads, runs);
      steps.push({ network: nameOf(network), nodes, productFlops, ms, share: productFlops / ms / 1e6 / best });
    }
    return {
      tables: [
        {
          columns: ["product", "GFLOP/s, best run"],
          rows: products.map(({ size, gflops }) => [size.join(" x "), digits(gflops)]),
        },
        {
          columns: ["meta-step", "operations", "MFLOP in products", "ms", "GFLOP/s", "share of the limit"],
          rows: steps.map(({ network, nodes, productFlops, ms, share }) => [
            network,
            String(nodes),
            digits(productFlops / 1e6),
            digits(ms),
            digits(productFlops / ms / 1e6),
            `${Math.round(100 * share)} %`,
          ]),
        },
      ],
      notes: [],
      measured: { products, steps },
      figure: {
        title: "Matrix products and meta-steps",
        notes: [
          `The engine's products of f32 matrices, best run; meta-steps' arithmetic in products only. ${threads} threads.`,
        ],
        legend: [
          { label: "Products", style: { colour: "blue", width: 10 } },
          { label: "Whole meta-steps", style: { colour: "orange", width: 10 } },
        ],
        columns: 1,
        panelSize: { width: 640, height: barsHeight(products.length + steps.length) },
        panels: [
          barsPanel(
            "What the engine can do and what meta-steps get of it",
            "GFLOP/s",
            [
              ...products.map(({ size, gflops }) => bar(size.join(" × "), gflops, "blue")),
              ...steps.map(({ network, productFlops, ms }) => bar(network, productFlops / ms / 1e6, "orange")),
            ],
            linearDomain([0, best])[1],
          ),
        ],
      },
    };
  },
};
