// Preloaded into a command that is measured (node --import): as its process ends, writes the seconds of processor time of
// all its threads and its largest resident memory in bytes into the file that METAHAMILTON_BENCH_TIME names.
import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

const file = process.env.METAHAMILTON_BENCH_TIME;
if (isMainThread && file !== undefined)
  process.on("exit", () => {
    const { user, system } = process.cpuUsage();
    writeFileSync(
      file,
      JSON.stringify({ seconds: (user + system) / 1e6, bytes: process.resourceUsage().maxRSS * 1024 }),
    );
  });
