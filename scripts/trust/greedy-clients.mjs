// The lab's server under clients that ask and do not read: `node scripts/trust/greedy-clients.mjs [CLIENTS, 300] [REQUESTS each, 20]`.
// Prints the server's largest resident memory, its processor time and how long pages took meanwhile. Build first. Linux, for /proc.
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

const [clients = 300, requests = 20] = process.argv.slice(2).map(Number);
const MEGABYTE = 2 ** 20;
/** A page's script and WebAssembly module, and a run's results, of the size of the lab's own. */
const sizes = { asset: 12 * MEGABYTE, results: 3 * MEGABYTE };

if (process.env.GREEDY_SERVER !== undefined) await serve(JSON.parse(process.env.GREEDY_SERVER));
else await measure();

async function serve(options) {
  const { startLabServer } = await import("../../dist/server/index.js");
  const { port } = await startLabServer({ ...options, port: 0 });
  console.log(port);
}

async function measure() {
  const folder = await mkdtemp(join(tmpdir(), "metahamilton-greedy-"));
  const [site, runs] = [join(folder, "site"), join(folder, "runs")];
  await mkdir(join(site, "assets"), { recursive: true });
  await writeFile(join(site, "index.html"), "<!doctype html><title>lab</title>");
  await writeFile(join(site, "assets", "module.wasm"), Buffer.alloc(sizes.asset, 1));
  for (const name of ["a", "b", "c"]) {
    await mkdir(join(runs, name), { recursive: true });
    await writeFile(join(runs, name, "results.json"), JSON.stringify("x".repeat(sizes.results)));
  }
  const env = { ...process.env, GREEDY_SERVER: JSON.stringify({ folder: site, runs }) };
  const server = spawn(process.execPath, [import.meta.filename], { env, stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise((resolve) => server.stdout.once("data", (text) => resolve(Number(text))));
  const ended = new Promise((resolve) => server.once("exit", resolve));
  const sockets = Array.from({ length: clients }, (_, i) => {
    const path = i % 2 === 0 ? "/assets/module.wasm" : `/runs/${i % 3}/results.json`;
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {}).pause();
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`.repeat(requests));
    return socket;
  });
  const times = [];
  let [memory, processor] = [0, 0];
  for (let second = 0; second < 15; second += 0.5) {
    const began = performance.now();
    for (const path of ["/", "/runs/index.json", "/runs/0/results.json"]) await get(port, path);
    times.push(Math.round(performance.now() - began));
    memory = Math.max(memory, await residentBytes(server.pid));
    processor = await processorSeconds(server.pid);
    await setTimeout(500);
  }
  const began = performance.now();
  server.kill("SIGTERM");
  await ended;
  for (const socket of sockets) socket.destroy();
  await rm(folder, { recursive: true });
  console.log(`${clients} clients with ${requests} requests each, none of them reading, for 15 s:`);
  times.sort((a, b) => a - b);
  console.log(`server at most ${Math.round(memory / MEGABYTE)} MB, ${processor.toFixed(1)} s of the processor`);
  console.log(`page with a run's results: ${times[times.length >> 1]} ms in the median, at most ${times.at(-1)} ms`);
  console.log(`ended ${Math.round(performance.now() - began)} ms after SIGTERM`);
}

async function get(port, path) {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { Connection: "close" } });
  if (answer.status !== 200) throw new Error(`${path}: status ${answer.status}`);
  await answer.arrayBuffer();
}

async function residentBytes(pid) {
  const text = await readFile(`/proc/${pid}/status`, "utf8");
  return 1024 * Number(/VmRSS:\s+(\d+)/.exec(text)?.[1] ?? Number.NaN);
}

/** User and system time of a process, at 100 ticks a second. */
async function processorSeconds(pid) {
  const text = await readFile(`/proc/${pid}/stat`, "utf8");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
