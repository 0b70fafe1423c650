/** Characters across and down. */
const [WIDTH, HEIGHT] = [72, 9];

/** A curve in characters, for terminals: lines from the top, with the largest and least value beside them. */
export function sketch(x: ArrayLike<number>, y: ArrayLike<number>): string[] {
  const n = Math.min(x.length, y.length);
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < n; i++) {
    low = Math.min(low, y[i] as number);
    high = Math.max(high, y[i] as number);
  }
  if (n < 2 || !(high > low)) return [];
  const [first, last] = [x[0] as number, x[n - 1] as number];
  const cells = Array.from({ length: HEIGHT }, () => new Array<string>(WIDTH).fill(" "));
  for (let i = 0; i < n; i++) {
    const column = Math.min(WIDTH - 1, Math.floor((((x[i] as number) - first) / (last - first)) * WIDTH));
    const row = Math.min(HEIGHT - 1, Math.floor(((high - (y[i] as number)) / (high - low)) * HEIGHT));
    (cells[row] as string[])[column] = "•";
  }
  const label = (row: number) => (row === 0 ? number(high) : row === HEIGHT - 1 ? number(low) : "");
  const margin = Math.max(number(high).length, number(low).length);
  return cells.map((line, row) => `${label(row).padStart(margin)} |${line.join("").trimEnd()}`);
}

const number = (value: number) => String(Number(value.toPrecision(3)));
