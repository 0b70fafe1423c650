import type { ServerResponse } from "node:http";
import { setImmediate } from "node:timers/promises";
import type { KeptContent } from "./kept.js";

/** Bytes of one answer that are handed to the system before others have their turn. */
const SLICE_BYTES = 64 * 1024;
/** Answers that may wait for a client to read on: each takes megabytes of the system's buffers. */
const MAX_STALLED = 64;

/** Answers that wait, the one that has waited longest first. */
const stalled = new Set<ServerResponse>();

/**
 * Sends a body after the headers, in slices and turn by turn with the other answers. Of those that nobody reads the one that has waited
 * longest is ended when they become too many. Ends with the answer, sent or not; an error, as of a file that became shorter, ends
 * the connection, so that half an answer is not taken for a whole one.
 */
export async function send(response: ServerResponse, { content }: KeptContent): Promise<void> {
  try {
    for await (const slice of typeof content === "function" ? content() : slices(content)) {
      if (response.destroyed) return;
      if (!response.write(slice)) await drained(response);
      await setImmediate();
    }
    response.end();
  } catch {
    response.destroy();
  }
}

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) yield bytes.subarray(at, at + SLICE_BYTES);
}

async function drained(response: ServerResponse): Promise<void> {
  stalled.add(response);
  const [longest] = stalled;
  // A reset: else the system would keep what was not sent.
  if (stalled.size > MAX_STALLED) longest?.socket?.resetAndDestroy();
  await new Promise<void>((resolve) => {
    const done = () => {
      stalled.delete(response);
      response.off("drain", done).off("close", done);
      resolve();
    };
    // It may have been ended meanwhile.
    if (response.destroyed) done();
    else response.on("drain", done).on("close", done);
  });
}
