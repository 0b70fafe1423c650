/** How numbers are written in figures, tables and sentences. */

/** Stands where a result is missing or not finite. */
export const noValue = "–";

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const minus = "−";

/**
 * Whether a value read from `results.json` is a number to show: JSON has no NaN or Infinity, so these arrive as null whatever
 * the type says.
 */
export function isFiniteNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** The power of ten `10ⁿ` with its exponent in superscript characters. `exponent`: an integer. */
export function formatPower(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => superscripts[Number(digit)]);
  return `10${exponent < 0 ? "⁻" : ""}${digits.join("")}`;
}

/**
 * `value` for people: plain digits from 0.01 up to 9999, otherwise as `3.2×10⁻⁴`; "–" for what is missing or not finite.
 * `digits`: significant digits.
 */
export function formatNumber(value: number | null | undefined, digits = 3): string {
  if (!isFiniteNumber(value)) return noValue;
  if (value === 0) return "0";
  // Rounding first decides between the two forms by what will be shown: 0.009996 becomes 0.0100.
  const [mantissa = "", exponentText = "0"] = Math.abs(value)
    .toExponential(digits - 1)
    .split("e");
  const exponent = Number(exponentText);
  const sign = value < 0 ? minus : "";
  if (exponent < -2 || exponent > 3) return `${sign}${mantissa}×${formatPower(exponent)}`;
  return sign + Math.abs(value).toFixed(Math.max(0, digits - 1 - exponent));
}

/** A duration such as `1 h 04 min`, `12 min 05 s` or `3.4 s`. `seconds`: zero or more. */
export function formatDuration(seconds: number | null | undefined): string {
  if (!isFiniteNumber(seconds)) return noValue;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

/** "1.5 %" of 0.015. */
export function percentText(share: number): string {
  return `${formatNumber(100 * share, 2)} %`;
}
