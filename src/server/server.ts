import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { UserError } from "../base/errors.js";
import { securityHeaders } from "./headers.js";
import { openRuns } from "./runs.js";
import { send } from "./send.js";
import { openSite, type ServedFile } from "./site.js";

export interface LabServerOptions {
  /** Folder of the built lab. */
  readonly folder: string;
  /** Folder with runs to compare. */
  readonly runs?: string | undefined;
  /** 0 for any that is free. */
  readonly port: number;
}

export interface LabServer {
  readonly url: string;
  readonly port: number;
  /** Ends all connections. */
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
/** A connection on which nothing moves for so long is ended, at the latest after twice the time. */
const SILENCE_MS = 5_000;
/** Answers that may wait on one connection. */
const MAX_WAITING = 8;
/** Names under which a browser reaches this machine only; any other is a page elsewhere that points its name here. */
const hostNames = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/**
 * Serves the lab on the loopback interface: GET and HEAD of the folder's files and of the runs' results, nothing else.
 * Throws `UserError` where the port is taken or a folder is missing.
 */
export async function startLabServer({ folder, runs, port }: LabServerOptions): Promise<LabServer> {
  const site = await openSite(folder);
  const results = await openRuns(runs);
  const read = async (path: string) =>
    path.startsWith("/runs/") ? results.read(path) : (site.read(path) ?? undefined);
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5_000, connectionsCheckingInterval: 5_000 },
    (request, response) => {
      // A body that nobody asked for is not read.
      inTurn(request.socket, response, () =>
        answer(request, response, read).catch(() => fail(response, 500, "cannot read the file")),
      );
    },
  );
  // Also for who does not read what was asked for.
  server.setTimeout(SILENCE_MS, (socket) => socket.resetAndDestroy());
  server.on("clientError", (_, socket) => refuse(socket as Socket));
  await listen(server, port);
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${HOST}:${bound}/`,
    port: bound,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Of each connection: how many answers wait for their turn, and when the last of them has been sent. */
const queues = new WeakMap<Socket, { waiting: number; last: Promise<void> }>();

/**
 * Prepares an answer once those before it on the same connection have been sent: who asks for many and reads none has one under way. Who
 * asks for more than browsers do, which wait for each answer, is not served further.
 */
function inTurn(socket: Socket, response: ServerResponse, prepare: () => Promise<void>): void {
  const queue = queues.get(socket) ?? { waiting: 0, last: Promise.resolve() };
  queues.set(socket, queue);
  if (queue.waiting >= MAX_WAITING) {
    socket.resetAndDestroy();
    return;
  }
  queue.waiting++;
  const sent = new Promise<void>((resolve) => response.once("close", resolve));
  queue.last = queue.last.then(async () => {
    if (!socket.destroyed) await prepare();
    if (!socket.destroyed) await sent;
    queue.waiting--;
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  read: (path: string) => Promise<ServedFile | undefined>,
): Promise<void> {
  const { method, headers, url = "" } = request;
  if (method !== "GET" && method !== "HEAD") {
    response.setHeader("Allow", "GET, HEAD");
    response.setHeader("Connection", "close");
    return fail(response, 405, "only GET and HEAD");
  }
  if (!hostNames.test(headers.host ?? "")) return fail(response, 421, "this server answers to localhost only");
  const path = decodedPath(url);
  if (path === undefined) return fail(response, 400, "malformed path");
  const content = await read(path);
  if (content === undefined) return fail(response, 404, "not found");
  response.writeHead(200, {
    ...securityHeaders,
    "Content-Type": content.type,
    "Content-Length": content.size,
    "Cache-Control": content.immutable ? "public, max-age=31536000, immutable" : "no-cache",
  });
  if (method === "HEAD") response.end();
  else await send(response, content);
}

/** The path of a request without its query; undefined where it is not one. */
function decodedPath(url: string): string | undefined {
  const [path = ""] = url.split(/[?#]/, 1);
  if (!path.startsWith("/")) return undefined;
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function fail(response: ServerResponse, status: number, message: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = `${message}\n`;
  response.writeHead(status, {
    ...securityHeaders,
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Length": Buffer.byteLength(body),
  });
  response.end(response.req.method === "HEAD" ? undefined : body);
}

/** Answers what is not HTTP. */
function refuse(socket: Socket): void {
  if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  else socket.destroy();
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE")
        reject(new UserError(`port ${port} is taken; choose another with --port, or 0 for any that is free`));
      else if (error.code === "EACCES")
        reject(new UserError(`port ${port} may not be used; choose another with --port`));
      else reject(error);
    });
    // The longest queue of connections that the system grants.
    server.listen({ port, host: HOST, backlog: 4096 }, resolve);
  });
}
