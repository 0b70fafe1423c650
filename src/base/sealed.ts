import { UserError } from "./errors.js";
import { isLoose, type Loose } from "./keys.js";
import { sha256 } from "./sha256.js";
import { quote } from "./text.js";

/**
 * An object as JSON that begins with its own digest: the SHA-256 of the JSON without it, under the key `sha256`. At the end a piece cut
 * out could join it to the value before.
 */
export function sealedJson(value: object): string {
  return JSON.stringify({ sha256: digestOf(value), ...value });
}

/**
 * The object of `sealedJson`, without its digest. `UserError` naming `source` for what is no JSON of an object or was changed since,
 * which ends with `remedy`. An object without a digest, as earlier versions wrote it, is taken as it is; it has no other keys than
 * `keys`, since a damaged name of the digest would be one.
 */
export function openSealed(
  text: string,
  { source, keys, remedy }: { readonly source: string; readonly keys: readonly string[]; readonly remedy: string },
): Loose {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UserError(`${source}: not JSON; ${remedy}`);
  }
  if (!isLoose(value)) throw new UserError(`${source}: holds no results; ${remedy}`);
  const { sha256: digest, ...rest } = value;
  const odd = Object.keys(rest).find((key) => !keys.includes(key));
  if (odd !== undefined) throw new UserError(`${source}: has a key ${quote(odd)} that it should not have; ${remedy}`);
  if (digest !== undefined && digest !== digestOf(rest))
    throw new UserError(`${source}: damaged: its SHA-256 is not the one that it was written with; ${remedy}`);
  return rest;
}

const digestOf = (value: object) => sha256(new TextEncoder().encode(JSON.stringify(value)));

/** What is said of a file that was written before files had digests. */
export const withoutDigest = (path: string): string =>
  `${path} has no digest, as files of earlier versions: whether it was damaged since cannot be told`;
