/** The value kept under `key`, made and kept at the first call. */
export function cached(cache, key, make) {
    const known = cache.get(key);
    if (known !== undefined)
        return known;
    const value = make();
    cache.set(key, value);
    return value;
}
