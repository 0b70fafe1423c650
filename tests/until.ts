import { setTimeout } from "node:timers/promises";

/** Waits for a state, however long a busy machine takes to come to it; the time limit is that of the test, which is then named. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await setTimeout(10);
}
