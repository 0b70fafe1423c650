import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { cube, powerOfTen, realPower } from "../../src/numerics/index.js";

/** Bits of fixed-point numbers: enough for the first 30 digits of a power between 2^-100 and 2^100. */
const BITS = 300n;
const ONE = 1n << BITS;

/** A number as a whole number of 2^-BITS, exact for what is not too small. */
function fixed(x: number): bigint {
  let [mantissa, exponent] = [x, 0];
  while (!Number.isInteger(mantissa)) [mantissa, exponent] = [mantissa * 2, exponent + 1];
  return (BigInt(mantissa) << BITS) >> BigInt(exponent);
}

/** The square root by Newton's method on whole numbers. */
function root(x: bigint): bigint {
  const square = x << BITS;
  let guess = 1n << BigInt(Math.ceil(square.toString(2).length / 2));
  for (;;) {
    const next = (guess + square / guess) >> 1n;
    if (next >= guess) return guess;
    guess = next;
  }
}

/** x^(eighths / 8) of a positive number, by products and roots. */
function truth(x: number, eighths: number): bigint {
  let [base, power] = [root(root(root(fixed(x)))), ONE];
  for (let k = Math.abs(eighths); k > 0; k >>= 1) {
    if (k % 2 === 1) power = (power * base) >> BITS;
    base = (base * base) >> BITS;
  }
  return eighths < 0 ? (ONE * ONE) / power : power;
}

/** How far a number is from the truth, in units of its last place. */
function unitsOff(x: number, exact: bigint): number {
  const unit = 2 ** (Math.floor(Math.log2(x)) - 52);
  return Math.abs(Number(((fixed(x) - exact) * 1000n) / fixed(unit))) / 1000;
}

describe("realPower", () => {
  it.each([
    ["small powers, whole and half", [4, 8, 12, 16, 20, 24, 28, 32], 2.5],
    ["small powers below 0", [-4, -8, -12, -16, -20, -24, -28, -32], 3.5],
    ["whole powers", [40, 48, 96, 256], 0.501],
    ["whole powers below 0", [-40, -48, -96, -256], 1.51],
    ["powers between", [1, 2, 3, -5, 7, 9, 11, 21, -27, 36, 61, -100, 123], 1.5],
  ])("is as near to the truth as it says: %s", (_, eighths, most) => {
    const random = randomStream(1, "powers");
    for (const n of eighths)
      for (let i = 0; i < 40; i++) {
        // Powers stay in the fixed-point numbers' range.
        const range = Math.abs(n) > 64 ? 0.9 : 4;
        const x = 2 ** random.between(-range, range);
        expect(unitsOff(realPower(x, n / 8), truth(x, n)), `${x} ** ${n / 8}`).toBeLessThanOrEqual(most);
      }
  });

  it("is exact where a whole power is a number", () => {
    for (const x of [3, -5, 7, 10, 1.5]) {
      for (let n = 0; n <= 22; n++) {
        // Of x = numerator / 2.
        const exact = Number(BigInt(2 * x) ** BigInt(n)) / 2 ** n;
        expect(realPower(x, n)).toBe(exact);
        if (Math.abs(exact) < 2 ** 53) expect(realPower(x, -n)).toBe(1 / exact);
      }
    }
    expect(cube(-3)).toBe(-27);
  });

  it("gives what ** gives at the ends of the range and beside it", () => {
    const ends = [
      0,
      1,
      5e-324,
      1e-320,
      2 ** -1022,
      1 - 2 ** -53,
      1 + 2 ** -52,
      1e200,
      1.7e308,
      Number.POSITIVE_INFINITY,
    ];
    const exponents = [0, 0.5, 1, 1.5, 2, 3, 5, 7, 63, 65, 101, 1 / 3, 1e19, 1e300, Number.POSITIVE_INFINITY];
    for (const x of [...ends, ...ends.map((end) => -end), Number.NaN])
      for (const n of [...exponents, ...exponents.map((exponent) => -exponent), Number.NaN]) {
        const [own, engines] = [realPower(x, n), x ** n];
        const near = Math.abs(own - engines) <= Math.max(1e-15 * Math.abs(engines), 1e-307);
        expect(Object.is(own, engines) || near, `${x} ** ${n}: ${own}, ${engines}`).toBe(true);
      }
  });

  it("has these bits, whatever rounds `**`", () => {
    const random = randomStream(2, "powers");
    let sum = 0;
    for (let i = 0; i < 1000; i++) sum += realPower(1 + 9 * random.uniform(), 12 * random.uniform() - 6);
    expect(sum).toBe(6610829.8994149);
  });
});

it("powers of ten are the numbers nearest to them", () => {
  for (let k = 0; k <= 308; k++) expect(powerOfTen(k)).toBe(Number(10n ** BigInt(k)));
  // Halfway between neighbours: the truth 10^-k lies within half a unit.
  for (let k = 1; k <= 60; k++) {
    const near = powerOfTen(-k);
    const scaled = BigInt(near * 2 ** 300) * 10n ** BigInt(k);
    const unit = BigInt(2 ** (Math.floor(Math.log2(near)) - 52 + 300)) * 10n ** BigInt(k);
    const off = scaled - (1n << 300n);
    expect(2n * (off < 0n ? -off : off) <= unit, `1e-${k}`).toBe(true);
  }
});
