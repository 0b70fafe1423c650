import { Contestant } from "../harness/contestant.js";
import { withJob } from "../harness/exchange.js";
import { nameOf, networks } from "../harness/meta-step.js";
import { own } from "../harness/settings.js";
import { mebibytes } from "../harness/table.js";
import type { Part } from "./part.js";
import { trainingJob, trainingSets } from "./training-step.js";

/** Training steps after which the largest resident memory so far is read. */
const marks = [100, 1000, 3000, 10_000];

export const memory: Part = {
  name: "memory",
  minutes: 6,
  title: "Largest resident memory of whole training steps over five systems, MiB, after so many steps",
  async run(settings) {
    const sets = trainingSets();
    const measured: Record<string, number[]> = {};
    const subjects = networks.filter((one) => one.activation === "tanh" && nameOf(one).includes(settings.only));
    for (const network of subjects) {
      const peaks: number[] = [];
      await withJob(trainingJob(network, sets, settings.threads), async (folder) => {
        const contestant = await Contestant.start(own(), folder);
        let done = 0;
        for (const mark of marks) {
          settings.say(`${nameOf(network)}: to step ${mark}`);
          for (; done < mark; done++) await contestant.run();
          peaks.push(await contestant.peakMemory());
          settings.say(`${mebibytes(peaks.at(-1) as number)} MiB`);
        }
        await contestant.close();
      });
      measured[nameOf(network)] = peaks;
    }
    return {
      tables: [
        {
          columns: ["network", ...marks.map(String)],
          rows: Object.entries(measured).map(([name, peaks]) => [name, ...peaks.map(mebibytes)]),
        },
      ],
      notes: ["code, engine and trajectories included"],
      measured,
    };
  },
};
