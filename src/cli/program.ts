import { Command } from "commander";
import { addAdapt } from "./commands/adapt.js";
import { addCollect } from "./commands/collect.js";
import { addCompare } from "./commands/compare.js";
import { addEvaluate } from "./commands/evaluate.js";
import { addExport } from "./commands/export.js";
import { addGenerate } from "./commands/generate.js";
import { addInspect } from "./commands/inspect.js";
import { addLab } from "./commands/lab.js";
import { addLayers } from "./commands/layers.js";
import { addPlot } from "./commands/plot.js";
import { addPredict } from "./commands/predict.js";
import { addReproduce } from "./commands/reproduce.js";
import { addSimulate } from "./commands/simulate.js";
import { addStatus } from "./commands/status.js";
import { addSweep } from "./commands/sweep.js";
import { addSweepTask } from "./commands/sweep-task.js";
import { addSystems } from "./commands/systems.js";
import { addTrain } from "./commands/train.js";
import { version } from "./versions.js";

const examples = `
Examples:
  metahamilton adapt measured.csv
  metahamilton systems
  metahamilton simulate pendulum --state 1,0
  metahamilton reproduce --profile quick`;

/** The whole command line. Throws instead of ending the process. */
export function createProgram(): Command {
  const program = new Command("metahamilton")
    .description("Few-shot learning of Hamiltonian dynamics across physical laws.")
    .version(version)
    .addHelpText("after", examples)
    .configureHelp({ showGlobalOptions: false })
    // Mistakes in the usage come out as one line, as all others do.
    .configureOutput({ outputError: () => {} })
    .exitOverride();
  addAdapt(program);
  addPredict(program);
  addExport(program);
  addSystems(program);
  addSimulate(program);
  addGenerate(program);
  addInspect(program);
  addPlot(program);
  addTrain(program);
  addEvaluate(program);
  addReproduce(program);
  addLayers(program);
  addCompare(program);
  addLab(program);
  addSweep(program);
  addStatus(program);
  addCollect(program);
  addSweepTask(program);
  return program;
}
