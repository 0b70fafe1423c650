import { UserError } from "./errors.js";
import { cut, nearest } from "./text.js";
import { MAX_DEPTH } from "./text-depth.js";

/** An object as it comes out of a file: nothing is known of its values. */
export type Loose = Readonly<Record<string, unknown>>;

/** Whether a value is an object of keys and values, not an array or null. */
export function isLoose(value: unknown): value is Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether lists and objects stand in each other deeper than anything of ours does, so deep that no function may follow them by recursion. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((at) => (typeof at === "object" && at !== null ? Object.values(at) : []));
  }
  return false;
}

/** Whether an object somewhere in a value, which is not too deep, has a key. */
export function hasKey(value: unknown, key: string): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, key) || Object.values(value).some((inner) => hasKey(inner, key));
}

/** Dotted keys at which two configurations differ. */
export function differingKeys(a: unknown, b: unknown, prefix = ""): string[] {
  if (!isLoose(a) || !isLoose(b)) return JSON.stringify(a) === JSON.stringify(b) ? [] : [prefix];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.flatMap((key) => differingKeys(a[key], b[key], prefix === "" ? key : `${prefix}.${key}`));
}

/** The value at a dotted key. */
export function valueAt(config: unknown, key: string): unknown {
  return key.split(".").reduce<unknown>((at, part) => (isLoose(at) ? at[part] : undefined), config);
}

/** "outer.rate" with a value as { outer: { rate: value } }. */
export function nest(key: string, value: unknown): Loose {
  return key.split(".").reduceRight<unknown>((inner, part) => Object.fromEntries([[part, inner]]), value) as Loose;
}

/**
 * `changes` over `base`: objects key by key, everything else replaced. A key that `base` lacks does not exist: the
 * `UserError` says so with `source` and the nearest key. `open`: dotted keys below which any key may stand. `prefix`: where
 * both stand, "outer." for what is under outer.
 */
export function merge(base: Loose, changes: Loose, source: string, open: readonly string[] = [], prefix = ""): Loose {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(changes)) {
    // To set it would change what the object is, not what it holds.
    if (key === "__proto__") throw new UserError(`${source}: there is no key ${prefix}${key}`);
    if (!Object.hasOwn(base, key) && !open.some((under) => prefix.startsWith(`${under}.`))) {
      const suggestion = nearest(key, Object.keys(base));
      const hint =
        suggestion === undefined
          ? `known here: ${Object.keys(base).join(", ")}`
          : `did you mean ${prefix}${suggestion}?`;
      throw new UserError(`${source}: there is no key ${prefix}${key} (= ${cut(JSON.stringify(value))}); ${hint}`);
    }
    const under = Object.hasOwn(base, key) ? base[key] : undefined;
    result[key] = isLoose(under) && isLoose(value) ? merge(under, value, source, open, `${prefix}${key}.`) : value;
  }
  return result;
}

/** JSON with the keys of every object in order and no blanks: equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  );
}
