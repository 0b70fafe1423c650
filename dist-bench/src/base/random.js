/** Opens the stream `name` of `seed`. The same arguments always give the same numbers, on every platform. */
export function randomStream(seed, ...name) {
    // The separator cannot stand in a name by accident, so ("a", "b") and ("a/b") are different streams.
    const key = [seed, ...name].join("\u0000");
    const next = xoshiro128(fnv1a(`0${key}`), fnv1a(`1${key}`), fnv1a(`2${key}`), fnv1a(`3${key}`));
    const uniform = () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
    const integer = (bound) => Math.floor(uniform() * bound);
    return {
        uniform,
        between: (low, high) => low + (high - low) * uniform(),
        normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
        integer,
        choose(bound, count) {
            if (count > bound)
                throw new RangeError(`cannot choose ${count} different integers below ${bound}`);
            const pool = Array.from({ length: bound }, (_, i) => i);
            for (let i = 0; i < count; i++) {
                const j = i + integer(bound - i);
                [pool[i], pool[j]] = [pool[j], pool[i]];
            }
            return pool.slice(0, count);
        },
    };
}
/** 32-bit FNV-1a, then the final mixing of MurmurHash3 so that every bit of the text reaches every bit of the hash. */
function fnv1a(text) {
    let hash = 0x811c9dc5;
    for (let i = 0; i < text.length; i++)
        hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
}
function xoshiro128(a, b, c, d) {
    const rotate = (x, k) => (x << k) | (x >>> (32 - k));
    return () => {
        const result = Math.imul(rotate(Math.imul(b, 5), 7), 9);
        const t = b << 9;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= t;
        d = rotate(d, 11);
        return result >>> 0;
    };
}
