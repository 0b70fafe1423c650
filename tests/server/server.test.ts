import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { type LabServer, startLabServer } from "../../src/server/index.js";

/** More than the system takes for a client that does not read. */
const LARGE = 48 * 2 ** 20;

let root: string;
let server: LabServer;
const page = "<!doctype html><title>lab</title>";

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "lab-server-"));
  await mkdir(join(root, "lab", "assets"), { recursive: true });
  await mkdir(join(root, "runs", "first run"), { recursive: true });
  await mkdir(join(root, "runs", "unfinished"));
  await writeFile(join(root, "secret.txt"), "secret");
  await writeFile(join(root, "lab", "index.html"), page);
  await writeFile(join(root, "lab", "assets", "a-1.wasm"), "wasm");
  await writeFile(join(root, "lab", "large.bin"), new Uint8Array(LARGE));
  await writeFile(join(root, "lab", "assets", "ü b.js"), "js");
  await symlink(join(root, "secret.txt"), join(root, "lab", "linked.txt"));
  await symlink(root, join(root, "lab", "up"));
  await writeFile(join(root, "runs", "first run", "results.json"), '{"version":1}');
  await writeFile(join(root, "runs", "first run", "config.json"), "secret");
  server = await startLabServer({ folder: join(root, "lab"), runs: join(root, "runs"), port: 0 });
});
afterAll(async () => {
  await server.close();
  await rm(root, { recursive: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: Record<string, unknown>;
  readonly body: string;
}

/** A request whose path is sent as it is written; `fetch` would tidy it up first. */
function get(path: string, options: { method?: string; headers?: Record<string, string> } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port: server.port, path, agent: false, ...options }, (response) => {
      let body = "";
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    sent.on("error", reject);
    sent.end();
  });
}

/** Sends raw bytes and returns what comes back until the server closes. */
function raw(text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(server.port, "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("error", () => resolve(answer));
    socket.on("close", () => resolve(answer));
  });
}

describe("files", () => {
  test("the page, its assets and unusual names", async () => {
    expect(await get("/")).toMatchObject({ status: 200, body: page });
    expect(await get("/index.html?part=adapt")).toMatchObject({ status: 200, body: page });
    const asset = await get("/assets/a-1.wasm");
    expect(asset).toMatchObject({ status: 200, body: "wasm" });
    expect(asset.headers).toMatchObject({ "content-type": "application/wasm", "content-length": "4" });
    expect(asset.headers["cache-control"]).toMatch(/immutable/);
    expect(await get("/assets/%C3%BC%20b.js")).toMatchObject({ status: 200, body: "js" });
  });

  test("HEAD has the headers without the body", async () => {
    const { status, headers, body } = await get("/", { method: "HEAD" });
    expect([status, headers["content-length"], body]).toEqual([200, String(page.length), ""]);
  });

  test.each([
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/%2e%2e%2fsecret.txt",
    "/assets/../../secret.txt",
    "/assets/..%5c..%5csecret.txt",
    "/..\\secret.txt",
    "/linked.txt",
    "/up/secret.txt",
    "//secret.txt",
    "/index.html/",
    "/index.html%00.txt",
    "/assets",
    "/assets/",
    "/none",
    "/runs/../secret.txt",
    "/runs/0/config.json",
    "/runs/0/../first%20run/config.json",
    "/runs/first%20run/config.json",
    "/runs/-1/results.json",
    "/runs/1e0/results.json",
    "/runs/99999999999999999999/results.json",
    "/__proto__",
    "/constructor",
  ])("nothing at %s", async (path) => {
    const { status, body } = await get(path);
    expect(status).toBe(404);
    expect(body).not.toContain("secret");
  });

  test.each(["/%", "/%E0%A4%A", "/%ff"])("a malformed path %s is refused", async (path) => {
    expect((await get(path)).status).toBe(400);
  });
});

describe("safety", () => {
  test("every answer isolates the page and forbids generated code", async () => {
    for (const path of ["/", "/none", "/%", "/runs/index.json"]) {
      const { headers } = await get(path);
      expect(headers).toMatchObject({
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp",
        "x-content-type-options": "nosniff",
      });
      const policy = String(headers["content-security-policy"]);
      expect(policy).toMatch(/default-src 'none'/);
      expect(policy).not.toMatch(/'unsafe-eval'|'unsafe-inline'/);
    }
  });

  test.each(["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])("%s is not allowed", async (method) => {
    const { status, headers } = await get("/", { method });
    expect([status, headers.allow]).toEqual([405, "GET, HEAD"]);
  });

  test.each(["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost@evil.example"])(
    "a page elsewhere that points its name %s here gets nothing",
    async (host) => {
      const { status, body } = await get("/", { headers: { host } });
      expect([status, body.includes("lab</title>")]).toEqual([421, false]);
    },
  );

  test.each(["localhost", "localhost:1", "127.0.0.1", "[::1]:9"])("%s is this machine", async (host) => {
    expect((await get("/", { headers: { host } })).status).toBe(200);
  });

  test("only the loopback interface listens", async () => {
    expect(server.url).toBe(`http://127.0.0.1:${server.port}/`);
    const { networkInterfaces } = await import("node:os");
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address?.family === "IPv4" && !address.internal);
    if (outside === undefined) return;
    const refused = await new Promise((resolve) => {
      const socket = connect(server.port, outside.address);
      socket.on("connect", () => resolve(false));
      socket.on("error", () => resolve(true));
    });
    expect(refused).toBe(true);
  });

  test.each([
    ["no HTTP at all", "\u0016\u0003\u0001 hello\r\n\r\n"],
    ["half a request line", "GET\r\n\r\n"],
    ["a bad version", "GET / HTTP/9.9\r\n\r\n"],
    ["a header without a colon", "GET / HTTP/1.1\r\nHost localhost\r\n\r\n"],
    ["two lengths", "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"],
    ["too many headers", `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"a".repeat(100_000)}\r\n\r\n`],
    ["a whole URL", "GET http://127.0.0.1/secret HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"],
    ["a tunnel", "CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: localhost\r\n\r\n"],
  ])("malformed: %s", async (_, text) => {
    const answer = await raw(text);
    // Node ends a CONNECT that nobody handles without an answer.
    expect(answer === "" || /^HTTP\/1\.1 4\d\d /.test(answer)).toBe(true);
    expect((await get("/")).status).toBe(200);
  });

  test("1000 connections at once, while others stay silent", async () => {
    const silent = await Promise.all(
      Array.from(
        { length: 200 },
        () =>
          new Promise<Socket>((resolve) => {
            const socket = connect(server.port, "127.0.0.1", () => resolve(socket));
            socket.on("error", () => {});
            socket.write("GET / HT");
          }),
      ),
    );
    const answers = await Promise.all(Array.from({ length: 1000 }, (_, i) => get(i % 2 ? "/" : "/assets/a-1.wasm")));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(answers.every(({ body }, i) => body === (i % 2 ? page : "wasm"))).toBe(true);
    for (const socket of silent) socket.destroy();
  });
});

describe("runs", () => {
  test("are listed by name and give their results", async () => {
    const list = JSON.parse((await get("/runs/index.json")).body);
    expect(list).toEqual([{ name: "first run", path: "runs/0/results.json" }]);
    expect((await get("/runs/0/results.json")).body).toBe('{"version":1}');
  });

  test("the folder of one run is that run; no folder is no runs", async () => {
    for (const [runs, count] of [
      [join(root, "runs", "first run"), 1],
      [undefined, 0],
    ] as const) {
      const other = await startLabServer({ folder: join(root, "lab"), runs, port: 0 });
      const list = (await (await fetch(`${other.url}runs/index.json`)).json()) as unknown[];
      expect(list).toHaveLength(count);
      await other.close();
    }
  });
});

describe("runs that are no plain files", () => {
  test("a pipe is no run, and holds nothing up", async () => {
    const folder = join(root, "runs", "a pipe");
    await mkdir(folder);
    execFileSync("mkfifo", [join(folder, "results.json")]);
    const { body } = await get("/runs/index.json");
    expect(JSON.parse(body)).toEqual([{ name: "first run", path: "runs/0/results.json" }]);
    await rm(folder, { recursive: true });
  });

  test("results that change are served as they are, large ones whole", async () => {
    const file = join(root, "runs", "first run", "results.json");
    expect((await get("/runs/0/results.json")).body).toBe('{"version":1}');
    await writeFile(file, '{"version":1,"more":2}');
    expect((await get("/runs/0/results.json")).body).toBe('{"version":1,"more":2}');
    // More than is kept in memory: it is streamed.
    const large = 65 * 2 ** 20;
    await truncate(file, large);
    expect((await get("/runs/0/results.json")).body.length).toBe(large);
    await writeFile(file, '{"version":1}');
    expect((await get("/runs/0/results.json")).body).toBe('{"version":1}');
  });
});

describe("who asks and does not read", () => {
  /** Asks so often on one connection, and does not read. */
  const asking = (requests: number) =>
    new Promise<Socket>((resolve) => {
      const socket = connect(server.port, "127.0.0.1", () => {
        socket.write("GET /large.bin HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".repeat(requests));
        resolve(socket.pause());
      }).on("error", () => {});
    });
  const bytesGot = async (socket: Socket) => {
    if (!socket.closed) {
      const closed = new Promise((resolve) => socket.once("close", resolve));
      socket.resume();
      await closed;
    }
    return socket.bytesRead;
  };

  test("is not waited for by others, and by the server not in great numbers", async () => {
    const sockets = await Promise.all(Array.from({ length: 80 }, () => asking(1)));
    // Answers have a slice each in turn, so that once this one is whole the others have all come to where nobody reads on.
    expect((await get("/large.bin")).body.length).toBe(LARGE);
    const got = await Promise.all(sockets.map(bytesGot));
    expect(got.filter((bytes) => bytes > LARGE).length).toBeLessThanOrEqual(64);
  });

  test("nor with many questions on one connection", async () => {
    const socket = connect(server.port, "127.0.0.1");
    socket.on("error", () => {});
    socket.write("GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(30));
    expect(await bytesGot(socket)).toBeLessThan(LARGE);
  });
});

test("mistakes: a port that is taken, folders that are not there", async () => {
  const folder = join(root, "lab");
  await expect(startLabServer({ folder, port: server.port })).rejects.toThrow(/port \d+ is taken; choose another/);
  await expect(startLabServer({ folder: join(root, "runs"), port: 0 })).rejects.toThrow(UserError);
  await expect(startLabServer({ folder: join(root, "none"), port: 0 })).rejects.toThrow(/no index\.html/);
  await expect(startLabServer({ folder, runs: join(root, "none"), port: 0 })).rejects.toThrow(/--runs/);
});
