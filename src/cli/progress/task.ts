import type { Progress } from "../../base/progress.js";

/** A running task. */
export interface RunningTask {
  readonly event: Progress;
  /** 0 to 1. */
  readonly fraction: number;
  readonly startedAt: number;
  /** The fraction that was done when the task was first reported: a resumed one begins in the middle. */
  readonly startedWith: number;
}

export function follow(tasks: Map<string, RunningTask>, event: Progress, now: number): RunningTask {
  const fraction = event.total > 0 ? Math.min(1, Math.max(0, event.done / event.total)) : 1;
  const { startedAt, startedWith } = tasks.get(event.task) ?? { startedAt: now, startedWith: fraction };
  const task = { event, fraction, startedAt, startedWith };
  tasks.set(event.task, task);
  return task;
}

/** Rounded down: 100 % only when it is. */
export function percentDone({ fraction }: RunningTask): string {
  return `${Math.floor(fraction * 100)}%`;
}

/** Time left and note, each only where there is one. */
export function progressDetails(task: RunningTask, now: number): string {
  const gained = task.fraction - task.startedWith;
  const left = gained > 0 ? ((now - task.startedAt) * (1 - task.fraction)) / gained : undefined;
  return (left === undefined ? "" : `, ${duration(left)} left`) + note(task);
}

export function finish(task: RunningTask, now: number): string {
  return ` in ${duration(now - task.startedAt)}${note(task)}`;
}

const note = ({ event }: RunningTask) => (event.note === undefined ? "" : `, ${event.note}`);

/** Milliseconds as "12 s", "3 min 05 s" or "2 h 04 min". */
function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${two(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}
