import type { Page } from "playwright-core";

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds: beginning, duration, and how much of that the thread computed. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/**
 * Milliseconds that the page's main thread computes from one animation frame to the next (scripts, style, layout, paint and
 * whatever else it does), ascending, while `during` runs. Time that the thread waits for a processor does not count, nor does
 * the drawing of pixels, which other threads do: here in software, elsewhere by a graphics processor.
 */
export async function frameCosts(page: Page, during: () => Promise<void>): Promise<number[]> {
  const browser = page.context().browser();
  if (browser === null) throw new Error("the page has no browser");
  const session = await browser.newBrowserCDPSession();
  await session.send("Tracing.start", {
    transferMode: "ReturnAsStream",
    traceConfig: { includedCategories: ["devtools.timeline", "disabled-by-default-devtools.timeline"] },
  });
  await during();
  const complete = new Promise<{ stream?: string }>((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  const handle = (await complete).stream as string;
  let text = "";
  for (let done = false; !done; ) {
    const { data, eof, base64Encoded } = await session.send("IO.read", { handle });
    text += base64Encoded ? Buffer.from(data, "base64").toString() : data;
    done = eof;
  }
  await session.detach();
  return costsIn((JSON.parse(text) as { traceEvents: TraceEvent[] }).traceEvents);
}

function costsIn(events: readonly TraceEvent[]): number[] {
  const threads = events.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain");
  // The page is the renderer whose frames are drawn.
  const [own] = threads
    .map((thread) => events.filter(({ pid, tid }) => pid === thread.pid && tid === thread.tid))
    .sort((a, b) => count(b) - count(a));
  const drawn = (own ?? []).filter(isFrame).map(({ ts }) => ts);
  const tasks = (own ?? []).filter(({ name, ph }) => name === "RunTask" && ph === "X").sort((a, b) => a.ts - b.ts);
  const costs: number[] = [];
  for (const { ts, dur = 0, tdur = dur } of tasks) {
    if (drawn.some((at) => at >= ts && at <= ts + dur)) costs.push(0);
    if (costs.length > 0) costs[costs.length - 1] = (costs.at(-1) as number) + tdur / 1000;
  }
  return costs.sort((a, b) => a - b);
}

const isFrame = ({ name }: TraceEvent) => name === "FireAnimationFrame";
const count = (events: readonly TraceEvent[]) => events.filter(isFrame).length;

/** The value below which so large a share of ascending values lies. */
export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
