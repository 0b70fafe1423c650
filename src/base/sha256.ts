/** The first 32 bits of the fractional parts of a root of each of the first `count` primes. */
function rootsOfPrimes(count: number, root: (prime: number) => number): Uint32Array {
  const words = new Uint32Array(count);
  for (let n = 2, found = 0; found < count; n++) {
    let divisor = 2;
    while (divisor * divisor <= n && n % divisor !== 0) divisor++;
    if (divisor * divisor > n) words[found++] = (root(n) % 1) * 2 ** 32;
  }
  return words;
}

const START = rootsOfPrimes(8, Math.sqrt);
const ROUNDS = rootsOfPrimes(64, Math.cbrt);

const rotated = (word: number, by: number) => (word >>> by) | (word << (32 - by));

/**
 * SHA-256 (FIPS 180-4) of bytes, as 64 hexadecimal digits. The same in Node and in browsers, and at once, where the platforms' own
 * differ.
 */
export function sha256(bytes: Uint8Array): string {
  const state = Uint32Array.from(START);
  const schedule = new Uint32Array(64);
  const whole = bytes.length - (bytes.length % 64);
  addBlocks(state, schedule, bytes.subarray(0, whole));
  // The rest, a one bit, zeros, and the length in bits.
  const rest = bytes.length - whole;
  const last = new Uint8Array(rest + 9 <= 64 ? 64 : 128);
  last.set(bytes.subarray(whole));
  last[rest] = 0x80;
  new DataView(last.buffer).setBigUint64(last.length - 8, 8n * BigInt(bytes.length));
  addBlocks(state, schedule, last);
  return Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("");
}

function addBlocks(state: Uint32Array, w: Uint32Array, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getUint32(at + 4 * i);
    for (let i = 16; i < 64; i++) {
      const [early, late] = [w[i - 15] as number, w[i - 2] as number];
      const sigma0 = rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3);
      const sigma1 = rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10);
      w[i] = (w[i - 16] as number) + sigma0 + (w[i - 7] as number) + sigma1;
    }
    addBlock(state, w);
  }
}

function addBlock(state: Uint32Array, w: Uint32Array): void {
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < 64; i++) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const sum1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const sum0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    const first = (h + sum1 + choice + (ROUNDS[i] as number) + (w[i] as number)) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + sum0 + majority) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    state[i] = (state[i] as number) + word;
  });
}
