import { join } from "node:path";

/** `runs/<name>-<yyyy-mm-dd-hhmmss>`, local time. */
export function defaultRunFolder(name: string, now = new Date()): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const date = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("-");
  return join("runs", `${name}-${date}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`);
}
