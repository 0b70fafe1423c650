import fc from "fast-check";
import { expect, test } from "vitest";
import { program, programCost, printProgram, type Tensor } from "../../src/graph/index.js";
import { expectNear } from "./engine.js";
import { naiveValues } from "./naive.js";
import { randomProgram } from "./random-program.js";
test("explore", () => {
  const counts: Record<string, number> = {};
  let total = 0, len = 0;
  fc.assert(fc.property(randomProgram(), ({ outputs, feeds }) => {
    const named = Object.fromEntries(outputs.map((t, i) => [`out_${i}`, t]));
    const optimized = program(named);
    const written = program(named, { asWritten: true });
    for (const n of written.nodes) counts[n.operation.name] = (counts[n.operation.name] ?? 0) + 1;
    total++; len += written.nodes.length;
    const results = Object.values<Tensor>(optimized.outputs);
    const a = naiveValues(outputs, feeds), b = naiveValues(results, feeds);
    a.forEach((x, i) => { 
      expect(results[i]?.shape).toEqual(outputs[i]?.shape);
      expectNear(b[i]!, x, 1e-10, printProgram(written) + "\n\n" + printProgram(optimized)); });
    const again = program(optimized.outputs);
    for (const k of Object.keys(named)) if (again.outputs[k] !== optimized.outputs[k]) throw new Error("not fixed\n" + printProgram(written)+"\n\n"+printProgram(optimized) + "\n\n" + printProgram(again));
    if (process.env.FLOPS && programCost(optimized).productFlops > programCost(written).productFlops) throw new Error("flops\n" + printProgram(written)+"\n\n"+printProgram(optimized));
    if (process.env.NODES && programCost(optimized).nodes > programCost(written).nodes) throw new Error("nodes\n" + printProgram(written)+"\n\n"+printProgram(optimized));
  }), { numRuns: Number(process.env.RUNS ?? 1000) });
  console.log(total, len / total, JSON.stringify(counts));
}, 600000);
