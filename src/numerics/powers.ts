// Powers that are the same bits on every engine. JavaScript leaves the rounding of `**` and Math.pow to the engine: V8's own code up to
// Node 22, the platform's C library from Node 24 on. What is here is made of what IEEE 754 rounds in one way (+, -, *, /, sqrt) and of
// Math.exp, which V8 computes itself. `x ** 2` is x x on all of them and `2 ** k` of a whole k exact: these may be written so.

/** Powers of up to this are products, each rounded once. */
const FEW = 4;
/** Whole powers of up to this are products of twice the precision. */
const MANY = 64;
/** Any larger exponent gives what this one gives: 0, 1 or infinity, even of the neighbours of 1. */
const LARGEST = 1e20;
/** ln 2 in two parts; a whole number of up to 20 bits times the first is exact. */
const [LN2, LN2_REST] = [Math.round(Math.LN2 * 2 ** 32) / 2 ** 32, -4.2009150726810846e-11];

const SMALLEST_NORMAL = 2 ** -1022;
const SPLIT = 2 ** 27 + 1;
const bits = new DataView(new ArrayBuffer(8));

/** x^3. */
export const cube = (x: number): number => x * x * x;

/** 10^k of a whole k, the nearest number there is. */
export const powerOfTen = (k: number): number => Number(`1e${k}`);

/**
 * x^n of real numbers: `x ** n` but for the rounding. Units in the last place that it is off, at most: 0 where a whole power up to
 * the 64th is a number itself; 2.5 (below 0: 3.5) up to the fourth power, whole or half (sqrt); 0.5 (1.5) for whole exponents up to
 * 64; 1.5 for others. Results below 1e-300 have fewer digits.
 */
export function realPower(x: number, n: number): number {
  const size = Math.abs(n);
  if (size <= FEW && (Number.isInteger(size) || (x > 0 && Number.isInteger(2 * size)))) {
    const whole = Math.floor(size);
    let y = whole === size ? 1 : Math.sqrt(x);
    for (let k = 0; k < whole; k++) y *= x;
    return n < 0 ? 1 / y : y;
  }
  if (size <= MANY && Number.isInteger(size)) return n < 0 ? 1 / wholePower(x, size) : wholePower(x, size);
  if (x < 0 && Number.isInteger(n)) return n % 2 === 0 ? byLogarithm(-x, n) : -byLogarithm(-x, n);
  return byLogarithm(x, n);
}

/** x^n by squaring, n > 0, with what the rounding of each product has lost. */
function wholePower(x: number, n: number): number {
  let [y, yRest, square, squareRest] = [1, 0, x, 0];
  for (let k = n; ; ) {
    if (k % 2 === 1) {
      const product = y * square;
      yRest = lost(y, square, product) + y * squareRest + yRest * square;
      y = product;
    }
    k = Math.floor(k / 2);
    if (k === 0) break;
    const product = square * square;
    squareRest = lost(square, square, product) + 2 * square * squareRest;
    square = product;
  }
  // Near the ends of the range the rest is not a number.
  return Number.isFinite(y + yRest) ? y + yRest : y;
}

/** exp(n ln x), with ln x to some 25 digits: x = m 2^e and ln m = 2 artanh((m - 1) / (m + 1)). */
function byLogarithm(x: number, n: number): number {
  // Zeros, infinities and what is no number have one result on every engine.
  if (!(x > 0 && x < Number.POSITIVE_INFINITY && Math.abs(n) < Number.POSITIVE_INFINITY)) return x ** n;
  bits.setFloat64(0, x < SMALLEST_NORMAL ? x * 2 ** 54 : x);
  const upper = bits.getInt32(0);
  let e = (upper >> 20) - 1023 - (x < SMALLEST_NORMAL ? 54 : 0);
  bits.setInt32(0, (upper & 0xfffff) | 0x3ff00000);
  let m = bits.getFloat64(0);
  if (m > Math.SQRT2) {
    m /= 2;
    e++;
  }
  const above = m - 1;
  const below = m + 1;
  const belowRest = m - (below - 1) + (1 - (below - (below - 1)));
  const s = above / below;
  const product = s * below;
  const sRest = (above - product - lost(s, below, product) - s * belowRest) / below;
  const z = s * s;
  // Of artanh(s), in an order that lets a processor add several terms at once; the next one is below 1e-20.
  const [z2, z4] = [z * z, z * z * z * z];
  const low = 1 / 3 + z * (1 / 5) + z2 * (1 / 7 + z * (1 / 9));
  const middle = 1 / 11 + z * (1 / 13) + z2 * (1 / 15 + z * (1 / 17));
  const high = 1 / 19 + z * (1 / 21) + z2 * (1 / 23);
  const series = z * (low + z4 * (middle + z4 * high));
  const head = e * LN2 + 2 * s;
  const rest = (e === 0 ? 0 : 2 * s - (head - e * LN2)) + e * LN2_REST + 2 * (sRest + s * series);
  const logarithm = head + rest;
  const logarithmRest = rest - (logarithm - head);
  const exponent = Math.max(-LARGEST, Math.min(LARGEST, n));
  const whole = exponent * logarithm;
  const y = Math.exp(whole);
  return y === Number.POSITIVE_INFINITY ? y : y + y * (lost(exponent, logarithm, whole) + exponent * logarithmRest);
}

/** What `product`, a b rounded, lacks of a b (Dekker, Numerische Mathematik 18, 1971): both are split into halves whose products are exact. */
function lost(a: number, b: number, product: number): number {
  const aHigh = SPLIT * a - (SPLIT * a - a);
  const bHigh = SPLIT * b - (SPLIT * b - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}
