/** Typed calls between a page and its worker: one message a call, one an answer, progress in between. */

type Call = { readonly id: number; readonly method: string; readonly args: readonly unknown[] };
type Reply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string; readonly user: boolean }
  | { readonly progress: unknown };

/** A failure inside the worker. `user`: its message is meant for the visitor as it is. */
export class RemoteError extends Error {
  constructor(
    message: string,
    readonly user: boolean,
  ) {
    super(message);
  }
}

type Methods = Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>;

/** The part of a worker's own scope that is used; the page's types describe a window in its place. */
export interface Port {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
}

/** Answers calls with the methods of `api`. */
export function serve(port: Port, api: object, isUserError: (error: unknown) => boolean): void {
  port.addEventListener("message", async ({ data }: MessageEvent<Call>) => {
    const { id, method, args } = data;
    try {
      const value = await (api as Methods)[method]?.(...args);
      port.postMessage({ id, value } satisfies Reply, buffersIn(value));
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      port.postMessage({ id, error: text, user: isUserError(error) } satisfies Reply, []);
    }
  });
}

/** Sends the page a report that answers no call. */
export function report(port: Port, progress: unknown): void {
  port.postMessage({ progress } satisfies Reply, []);
}

/** Makes an object whose methods are calls to the worker. Calls that are open when it ends are rejected. */
export function remote<Api extends object>(
  worker: Worker,
  onProgress: (progress: unknown) => void,
): { readonly api: Api; end(reason: string): void } {
  let next = 0;
  const open = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const end = (reason: string) => {
    worker.terminate();
    for (const { reject } of open.values()) reject(new RemoteError(reason, true));
    open.clear();
  };
  worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => {
    if ("progress" in data) return onProgress(data.progress);
    const call = open.get(data.id);
    open.delete(data.id);
    if ("error" in data) call?.reject(new RemoteError(data.error, data.user));
    else call?.resolve(data.value);
  });
  worker.addEventListener("error", (event) => end(event.message || "the worker could not be loaded"));
  const api = new Proxy({} as Api, {
    get:
      (_, method) =>
      (...args: unknown[]) =>
        new Promise((resolve, reject) => {
          const id = next++;
          open.set(id, { resolve, reject });
          worker.postMessage({ id, method, args });
        }),
  });
  return { api, end };
}

/** The buffers of typed arrays in an answer, to be handed over instead of copied. */
function buffersIn(value: unknown, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (typeof value === "object" && value !== null) {
    for (const part of Object.values(value)) buffersIn(part, found);
  }
  return [...found];
}
