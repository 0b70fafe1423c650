import { describe, expect, it } from "vitest";
import { formatDuration, formatNumber, formatPower } from "../../src/report/numbers.js";

describe("formatNumber", () => {
  it.each([
    [3.2e-4, "3.20×10⁻⁴"],
    [-3.2e-4, "−3.20×10⁻⁴"],
    [1.5e12, "1.50×10¹²"],
    [0, "0"],
    [0.5, "0.500"],
    [0.0123, "0.0123"],
    [0.009996, "0.0100"],
    [9.996, "10.0"],
    [1234, "1234"],
    [9999.9, "1.00×10⁴"],
  ])("writes %f as %s", (value, text) => expect(formatNumber(value)).toBe(text));

  it.each([[null], [undefined], [Number.NaN], [Number.POSITIVE_INFINITY]])("writes %s as a dash", (value) =>
    expect(formatNumber(value)).toBe("–"),
  );

  it("honours the number of digits", () => expect(formatNumber(3.24e-5, 2)).toBe("3.2×10⁻⁵"));
});

it("writes powers of ten with superscripts", () =>
  expect([-12, 0, 7].map(formatPower)).toEqual(["10⁻¹²", "10⁰", "10⁷"]));

it.each([
  [3.42, "3.4 s"],
  [59.99, "1 min 00 s"],
  [725, "12 min 05 s"],
  [3900, "1 h 05 min"],
  [7199, "2 h 00 min"],
])("writes %f seconds as %s", (seconds, text) => expect(formatDuration(seconds)).toBe(text));
