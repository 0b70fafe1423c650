import { powerOfTen } from "../../numerics/index.js";
import { formatNumber, formatPower } from "../numbers.js";
import { unitText } from "../svg/label.js";

/** Sizes that are written without a power of ten. */
const [SMALLEST, LARGEST] = [-3, 6];

/** "16.3543 ± 0.0040", "(3.03 ± 0.21)×10⁻⁴": the deviation with two digits, the value to the same place. */
export function uncertainText(value: number, deviation: number): string {
  if (!(deviation > 0)) return formatNumber(value, 4);
  const place = (number: number) => Math.floor(Math.log10(number));
  const size = place(Math.max(Math.abs(value), deviation));
  const power = size < SMALLEST || size >= LARGEST ? size : 0;
  const decimals = Math.min(15, Math.max(0, power + 1 - place(Number(deviation.toPrecision(2)))));
  const fixed = (number: number) => (number / powerOfTen(power)).toFixed(decimals).replace("-", "−");
  const text = `${fixed(value)} ± ${fixed(deviation)}`;
  return power === 0 ? text : `(${text})×${formatPower(power)}`;
}

/** A number with its unit behind. */
export const withUnit = (text: string, unit: string) =>
  unit === "" || unit === "1" ? text : `${text} ${unitText(unit)}`;

/** "0.10020 ± 0.00050 1/s". */
export const estimateText = ({ value, deviation, unit }: { value: number; deviation: number; unit: string }): string =>
  withUnit(uncertainText(value, deviation), unit);

/** A measured size for a sentence: "0.0092", digits as long as they are few. */
export function sizeText(value: number): string {
  const size = Math.abs(value);
  if (!(size >= 1e-4 && size < 1e-2)) return formatNumber(value, 2);
  return Number(value.toPrecision(2))
    .toFixed(Math.max(0, 1 - Math.floor(Math.log10(size))))
    .replace("-", "−");
}

/** "16.353 +- 0.003" for terminals, the deviation with two digits. */
export function withDeviation(value: number, deviation: number): string {
  if (!(deviation > 0)) return String(value);
  const last = Math.floor(Math.log10(deviation)) - 1;
  const size = Math.floor(Math.log10(Math.abs(value) || deviation));
  if (size >= 7 || size < -3 || last < -12) {
    const digits = Math.max(0, Math.min(15, size - last));
    return `${value.toExponential(digits)} +- ${deviation.toExponential(1)}`;
  }
  const decimals = Math.max(0, Math.min(12, -last));
  return `${value.toFixed(decimals)} +- ${Number(deviation.toPrecision(2)).toFixed(decimals)}`;
}

interface Told {
  readonly name: string;
  readonly value: number;
  readonly deviation: number;
  readonly unit: string;
}

/** Constants for terminals, one a line, their values below one another. */
export function constantLines(constants: readonly Told[], indent: string): string[] {
  const width = Math.max(0, ...constants.map(({ name }) => name.length));
  return constants.map(
    ({ name, value, deviation, unit }) =>
      `${indent}${name.padEnd(width)}  ${withDeviation(value, deviation)}${unit === "" ? "" : ` ${unit}`}`,
  );
}
