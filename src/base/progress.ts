/** How far a task is. */
export interface Progress {
  /** Names the task for people; tasks that run at the same time have different names. */
  readonly task: string;
  readonly done: number;
  /** The task is over when `done` reaches it. */
  readonly total: number;
  /** A few words such as a current loss. */
  readonly note?: string | undefined;
  /** Something to be told once, in a line that stays; the event then tells nothing else. */
  readonly notice?: string | undefined;
}
