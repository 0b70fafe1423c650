/** "0..9", "0-9", "0:9" and "0 to 9", both ends included; "5.." from 5 on, "..5" up to it. */
const RANGE = /^(\d*)\s*(?:\.{2,3}|\u2026|[-\u2013:]|\bto\b)\s*(\d*)$/;

/**
 * Whether a motion is among names, numbers and ranges of numbers, both ends included. The number of "Run #3" and "trial_3" is 3.
 */
export function motionFilter(wanted: readonly string[]): (id: string) => boolean {
  const ranges = wanted.flatMap((text) => {
    const [, from = "", to = ""] = RANGE.exec(text.trim()) ?? [];
    if (from === "" && to === "") return /^\d+$/.test(text) ? [[Number(text), Number(text)] as const] : [];
    return [[Number(from), to === "" ? Number.POSITIVE_INFINITY : Number(to)] as const];
  });
  return (id) => {
    const number = /^(?:\p{Letter}[^\d]*)?(\d+)(?:\.0*)?$/u.exec(id)?.[1];
    return (
      wanted.includes(id) ||
      (number !== undefined && ranges.some(([from, to]) => Number(number) >= from && Number(number) <= to))
    );
  };
}
