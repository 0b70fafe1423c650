import { spawnSync } from "node:child_process";
import { chmod, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { loadSystemFile, loadTrajectories } from "../../src/dataset/index.js";
import { expectMistake, main, runHere, shell, start, temporaryFolder } from "./process.js";

const folder = temporaryFolder();

/** Waits until the first chunk of the three-body set in a folder is finished: several more are to come. */
async function firstChunk(out: string): Promise<void> {
  const note = folder.in(out, ".three-body.zarr.partial", "finished", "0.json");
  while ((await stat(note).catch(() => undefined)) === undefined) await setTimeout(2);
}

/** Every file below a folder with its bytes. */
async function contents(path: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const name of (await readdir(path, { recursive: true })).sort())
    if ((await stat(join(path, name))).isFile()) files[name] = (await readFile(join(path, name))).toString("base64");
  return files;
}

describe("generate", () => {
  test("writes one store a system, in the split and with the seed asked for", async () => {
    const args = ["--trajectories", "5", "--seed", "3", "--split", "test", "--out", folder.in("two", "levels")];
    const { code, stdout } = await runHere("generate", "pendulum", "two-body", "pendulum", ...args);
    expect(code).toBe(0);
    expect((await readdir(folder.in("two", "levels"))).sort()).toEqual(["pendulum.zarr", "two-body.zarr"]);
    expect(stdout).toMatch(
      /pendulum\.zarr: 5 test trajectories, seed 3; 0 redrawn, relative energy error at most \d\.\de-1\d\n/,
    );
    expect(stdout).toContain(folder.in("two", "levels", "pendulum.zarr"));
    const set = await loadTrajectories(folder.in("two", "levels", "two-body.zarr"));
    expect([set.system.name, set.count, set.seed, set.split]).toEqual(["two-body", 5, 3, "test"]);
  });

  test("gives the same numbers whatever the number of workers", async () => {
    const states = async (workers: string) => {
      const out = folder.in(`workers-${workers}`);
      await runHere("generate", "mass-spring", "--trajectories", "600", "--workers", workers, "--out", out);
      return (await loadTrajectories(folder.in(`workers-${workers}`, "mass-spring.zarr"))).states;
    };
    expect(await states("2")).toEqual(await states("1"));
  });

  test("refuses a store that exists, leaves it as it is and writes none of the others", async () => {
    const out = folder.in("existing");
    await runHere("generate", "pendulum", "--trajectories", "2", "--out", out);
    const before = await readFile(folder.in("existing", "pendulum.zarr", "zarr.json"));
    const again = await runHere("generate", "mass-spring", "pendulum", "--trajectories", "3", "--out", out);
    expectMistake(again, /existing\/pendulum\.zarr exists already/);
    expect(await readFile(folder.in("existing", "pendulum.zarr", "zarr.json"))).toEqual(before);
    expect(await readdir(out)).toEqual(["pendulum.zarr"]);
  });

  test("shows progress as plain lines where stderr is no terminal", async () => {
    const { stderr } = await runHere("generate", "pendulum", "--trajectories", "600", "--out", folder.in("progress"));
    expect(stderr).toMatch(/^(trajectories: \d+%[^\n]*\n)+$/);
    expect(stderr).toMatch(/\ntrajectories: 100% in [^\n]+\n$/);
    expect(stderr).not.toContain("\x1b");
  });

  test("Ctrl-C stops it; the same command goes on with what is missing", async () => {
    const args = ["generate", "three-body", "--trajectories", "800", "--out", folder.in("stopped")];
    const { child, finished } = start(process.execPath, [main, ...args]);
    await firstChunk("stopped");
    child.kill("SIGINT");
    const { code, stdout, stderr } = await finished;
    expect(code).toBe(130);
    expect(stdout).toBe("");
    expect(stderr).toMatch(
      /\nmetahamilton: stopped; what is finished stays in [^\n]+; the same command goes on[^\n]+\n$/,
    );
    expect(await readdir(folder.in("stopped"))).toEqual([".three-body.zarr.partial"]);
    const again = await runHere(...args);
    expect(again.stderr).toMatch(/^trajectories: [1-9]/);
    expect(await readdir(folder.in("stopped"))).toEqual(["three-body.zarr"]);
    expect((await loadTrajectories(folder.in("stopped", "three-body.zarr"))).count).toBe(800);
  });

  test("kill -9 loses no finished chunk, and the bytes are those of a run without it", async () => {
    const args = (out: string) => [
      "generate",
      "pendulum",
      "three-body",
      "--trajectories",
      "800",
      "--out",
      folder.in(out),
    ];
    const { child, finished } = start(process.execPath, [main, ...args("killed"), "--workers", "2"]);
    // All of the pendulum's chunks come before.
    await firstChunk("killed");
    child.kill("SIGKILL");
    expect((await finished).signal).toBe("SIGKILL");
    const partial = folder.in("killed", ".pendulum.zarr.partial");
    const before = await stat(join(partial, "q", "c", "0", "0", "0"));
    const again = await runHere(...args("killed"), "--workers", "1");
    expect(again.code).toBe(0);
    expect((await stat(folder.in("killed", "pendulum.zarr", "q", "c", "0", "0", "0"))).mtimeMs).toBe(before.mtimeMs);
    await runHere(...args("whole"), "--workers", "3");
    expect(await contents(folder.in("killed"))).toEqual(await contents(folder.in("whole")));
  });

  test("a set that another process is working on is left to it; one that was killed is in nobody's way", async () => {
    const args = ["generate", "three-body", "--trajectories", "800", "--out", folder.in("shared")];
    const first = start(process.execPath, [main, ...args]);
    await firstChunk("shared");
    // It works on no further, but it is there.
    first.child.kill("SIGSTOP");
    const line = /shared\/three-body\.zarr is being worked on by process \d+ on .* since .*; wait for it or stop it/;
    expectMistake(await runHere(...args), line);
    first.child.kill("SIGKILL");
    await first.finished;
    expect((await readdir(folder.in("shared"))).sort()).toEqual([".three-body.zarr.lock", ".three-body.zarr.partial"]);
    expect((await runHere(...args)).code).toBe(0);
    expect(await readdir(folder.in("shared"))).toEqual(["three-body.zarr"]);
  });

  test("a constant is set in every system that has it, or in one by its name", async () => {
    const set = ["--set", "length=0.5", "magnetic-mirror.length=0.8..1.2"];
    const args = ["pendulum", "magnetic-mirror", ...set, "--trajectories", "3", "--out", folder.in("set")];
    expect((await runHere("generate", ...args)).code).toBe(0);
    const [bob, mirror] = await Promise.all(
      ["pendulum", "magnetic-mirror"].map((name) => loadTrajectories(folder.in("set", `${name}.zarr`))),
    );
    expect(bob?.system.constants.length).toBe(0.5);
    expect(mirror?.varied?.ranges).toEqual([[0.8, 1.2]]);
    const wrong = ["pendulum", "--set", "two-body.mass1=2", "--trajectories", "3", "--out", folder.in("set-wrong")];
    expectMistake(
      await runHere("generate", ...wrong),
      /--set two-body\.mass1: there is no such constant; pendulum has mass/,
    );
  });

  test("a system of one's own is generated on worker threads", async () => {
    const file = folder.in("rotor.ts");
    await writeFile(
      file,
      `import { defineSystem, graph } from "metahamilton";
       export default defineSystem({
         name: "rotor",
         coordinates: ["phi"],
         constants: { inertia: 1 },
         hamiltonian: ([phi]: graph.Tensor[], [l]: graph.Tensor[], { inertia }) => graph.div(graph.square(l), 2 * inertia),
         initialState: { phi: 0, p_phi: [1, 2] },
       });`,
    );
    const range = ["--set", "inertia=1..3"];
    const { code, stderr } = await runHere(
      ...["generate", file, "--trajectories", "600", ...range, "--out", folder.in("own")],
    );
    expect([code, stderr.includes("defect")]).toEqual([0, false]);
    const set = await loadTrajectories(folder.in("own", "rotor.zarr"), { system: await loadSystemFile(file) });
    const [inertia, l] = [set.varied?.values[500] as number, set.states[(500 * 100 + 99) * 2 + 1] as number];
    expect(set.states[(500 * 100 + 99) * 2]).toBeCloseTo((10 * l) / inertia, 9);
  });

  test.each([
    ["pendulu --trajectories 2", /did you mean pendulum\?/],
    ["pendulum", /needs --trajectories/],
    ["pendulum --trajectories 0", /--trajectories must be an integer from 1 .*, got "0"/],
    ["pendulum --trajectories some", /--trajectories must be an integer from 1 .*, got "some"/],
    ["pendulum --trajectories 2 --seed -1", /--seed must be an integer of at least 0, got "-1"/],
    ["pendulum --trajectories 2 --workers 0", /--workers must be an integer from 1 .*, got "0"/],
  ])("refuses: generate %s", async (args, message) => {
    expectMistake(await runHere("generate", ...args.split(" "), "--out", folder.in("refused")), message);
    await expect(stat(folder.in("refused"))).rejects.toThrow("ENOENT");
  });

  test("needs --out", async () => {
    expectMistake(await runHere("generate", "pendulum", "--trajectories", "2"), /needs --out/);
  });
});

describe("folders that cannot be written to", () => {
  const small = ["generate", "pendulum", "--trajectories", "2", "--out"];

  test("a file in the place of a folder", async () => {
    expectMistake(await runHere(...small, `${main}/data`), /main\.js.*: a part of the path is a file, not a folder/);
  });

  test.skipIf(process.platform !== "linux")("a file system that takes no folders", async () => {
    expectMistake(await runHere(...small, "/proc/metahamilton/data"), /\/proc\/metahamilton: /);
  });

  // Permissions do not bind root, who therefore runs the program as another user; that one must be able to read it.
  const root = process.getuid?.() === 0;
  const nobody = 65_534;
  const asNobody = { uid: nobody, gid: nobody };
  const readable = !root || spawnSync(process.execPath, [main, "--version"], asNobody).status === 0;

  test.skipIf(process.platform === "win32" || !readable)("a folder without permission", async () => {
    await mkdir(folder.in("closed"));
    await chmod(folder.path, 0o755);
    await chmod(folder.in("closed"), 0o555);
    const options = root ? asNobody : {};
    const inside = start(process.execPath, [main, ...small, folder.in("closed", "data")], options);
    expectMistake(await inside.finished, /closed\/data: permission denied/);
    const itself = start(process.execPath, [main, ...small, folder.in("closed")], options);
    expectMistake(await itself.finished, /closed: permission denied/);
    expect(await readdir(folder.in("closed"))).toEqual([]);
  });

  // A file system of its own, as small as needed, where the machine lets its users make one.
  const mounts = spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0;

  test.skipIf(!mounts)("a full disk is one line, and what is there is not taken for a whole set", async () => {
    const line = 'mount -t tmpfs -o size=256k tmpfs /mnt && "$@"; echo "status $?"; ls -A /mnt/data';
    const args = ["generate", "pendulum", "--trajectories", "1000", "--out", "/mnt/data"];
    const command = ["-rm", "bash", "-c", line, "bash", process.execPath, main, ...args];
    const { stdout, stderr } = await start("unshare", command).finished;
    expect(stderr).toMatch(/metahamilton: .*no space left on the disk/);
    expect(stderr.split("\n").filter((text) => text.startsWith("metahamilton:"))).toHaveLength(1);
    expect(stderr).not.toMatch(/\n\s+at /);
    // What is finished stays for the same command, once there is room.
    expect(stdout).toBe("status 1\n.pendulum.zarr.partial\n");
  });

  test.skipIf(process.platform === "win32")("a limit on the size of files is one line", async () => {
    const args = ["generate", "pendulum", "--trajectories", "1000", "--out", folder.in("limited")];
    const { code, stderr } = await shell('ulimit -f 64; "$@"', ...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(/\nmetahamilton: .*would become larger than is allowed[^\n]*\n$/);
    expect(await readdir(folder.in("limited"))).toEqual([".pendulum.zarr.partial"]);
  });
});
