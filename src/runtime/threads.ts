/** A helper thread of Node, in what is asked of one: programs without Node's types can check our declarations so. */
export interface HelperThread {
  /** -1 once it has ended. */
  readonly threadId: number;
  once(event: "error" | "exit", listener: (value: unknown) => void): this;
  ref(): void;
  terminate(): Promise<number>;
}

/** Threads to share so many items among: helpers need Node and the built library, elsewhere one thread does all the work. */
export function usableThreads(wanted: number, items: number): number {
  const able = typeof process === "object" && import.meta.url.endsWith(".js");
  return able ? Math.min(wanted, items) : 1;
}

/** Starts a helper thread from a module of the built library; it does not keep the process alive. */
export async function startThread(module: URL, data: unknown): Promise<HelperThread> {
  const { Worker } = await import(/* @vite-ignore */ "node:worker_threads");
  const thread = new Worker(module, { workerData: data });
  thread.unref();
  return thread;
}
