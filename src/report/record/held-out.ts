import { errorText } from "../../records/prediction/unpredictable.js";
import type { RecordResults } from "../../records/results.js";
import { percentText } from "../numbers.js";
import { sizeText, withUnit } from "./uncertain.js";

/** Held-out errors from here on are hardly better than guessing the mean, which would give 1. */
export const POOR = 0.5;

/** Errors up to so many times the noise are those of the noise. */
const NOISE_ALLOWS = 1.25;

/** How well the held-out end was predicted, beside what the noise allows, in a sentence or two. */
export function heldOutSentence({
  heldOut,
  components,
  noise,
  apart,
}: Pick<RecordResults, "heldOut" | "components" | "noise" | "apart">): string {
  if (apart !== undefined) return apartSentence(heldOut);
  const each = heldOut.components.flatMap((value, a) => {
    const component = components[a];
    if (value === null || component === undefined) return [];
    return [withUnit(`${component.name} ${sizeText(value)}`, component.unit)];
  });
  const unseen = `A model that had not seen the last ${percentText(heldOut.share)} of the record`;
  if (!Number.isFinite(heldOut.relative))
    return `${unseen} could not be followed through its ${heldOut.samples} samples.`;
  if (heldOut.unpredictable !== undefined)
    return `The last ${percentText(heldOut.share)} of the record cannot be predicted from what comes before: ${heldOut.unpredictable}. A model that had not seen it missed its ${heldOut.samples} samples by ${errorText(heldOut.relative)} of the motion's spread.`;
  if (heldOut.relative > 1)
    return `${unseen} missed its ${heldOut.samples} samples by ${errorText(heldOut.relative)} of the motion's spread, which guessing the mean would do as well.`;
  return `${unseen} predicted its ${heldOut.samples} samples to ${percentText(heldOut.relative)} (root mean square, relative to the motion's spread): ${each.join(", ")}.${noiseSentence(heldOut, components, noise)}`;
}

/** Of motions that have laws of their own, what one law for all would have missed. */
const apartSentence = ({ share, relative }: RecordResults["heldOut"]): string =>
  Number.isFinite(relative)
    ? `One law for all motions, learned without the last ${percentText(share)} of the record, misses that end by ${errorText(relative)} of the motion's spread.`
    : `One law for all motions could not be followed through the last ${percentText(share)} of the record.`;

function noiseSentence(
  { components: errors, relative }: RecordResults["heldOut"],
  components: RecordResults["components"],
  noise: RecordResults["noise"],
): string {
  const known = errors.flatMap((error, a) => {
    const own = noise[a] ?? null;
    const component = components[a];
    return error === null || own === null || component === undefined ? [] : [{ error, own, component }];
  });
  // Where nothing was predicted, what a model takes for noise is the motion itself.
  if (known.length === 0 || relative >= POOR) return "";
  if (known.every(({ error, own }) => error <= NOISE_ALLOWS * own)) return " That is as good as the noise allows.";
  const each = known.map(({ own, component }) => withUnit(`${component.name} ${sizeText(own)}`, component.unit));
  return ` The noise alone would give ${each.join(", ")}.`;
}

/** What other methods reached, in a sentence; nothing where there was one method. */
export function triedSentence({ method, tried }: Pick<RecordResults, "method" | "tried">): string[] {
  const others = tried.filter((one) => one.method !== method);
  if (others.length === 0) return [];
  const words = others.map((one) => `${one.method} (${errorText(one.relative)})`);
  return [`Learned by the ${method}, which predicted that end better than the ${words.join(", ")}.`];
}
