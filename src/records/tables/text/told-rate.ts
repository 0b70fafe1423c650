import { meaningOf } from "../../columns/meaning.js";
import { parseUnit } from "../../columns/units/units.js";
import type { TableColumn } from "../table.js";
import { bare } from "./preamble.js";
import type { Line } from "./rows.js";

/** "Sampling rate: 100 Hz", "fps = 240", "Frame rate (Hz): 30" and "Sample interval: 10 ms" above a table. */
const RATE =
  /\b(?:fs(?=\s*[=:]\s*[\d.,]+\s*k?hz)|(?:sampl\w*|frame|scan|acquisition|abtast|bild|data)[ _-]?(?:rate|freq\w*)|fps|samplerate|abtastfrequenz|bildrate)\b[^\d\n]{0,12}(\d+(?:[.,]\d+)?)\s*(khz)?/i;
const INTERVAL =
  /\b(?:(?:sampl\w*|time|scan|frame)[ _-]?(?:interval|step|period)|dt|delta[ _-]?t)\b[^\d\n]{0,8}(\d+(?:[.,]\d+)?(?:e-?\d+)?)\s*(m|u|µ)?(?:s|sec|seconds)\b/i;
/** "frame (60 fps)". */
const FRAMES = /(\d{1,5}(?:[.,]\d{1,4})?)\s*(?:fps|frames ?(?:\/|per) ?s(?:ec(?:ond)?)?)\b/i;
const LONGEST = 200;
/** What Vicon Nexus writes above the rate alone. */
const VICON = /^(trajectories|model outputs|devices|segments|joints)$/i;

/** Rows a second that the lines above a table tell, where no column has times. */
export function toldRate(above: readonly Line[], columns: readonly TableColumn[]): number | undefined {
  if (columns.some(({ name, unit }) => meaningOf(name, parseUnit(unit)).kind === "time")) return undefined;
  const number = (text: string) => Number(text.replace(",", "."));
  const [title, second] = bare(above);
  if (VICON.test(title?.text ?? "") && /^\d+(\.\d+)?$/.test(second?.text ?? ""))
    return positive(number(second?.text ?? ""));
  for (const { text } of above) {
    if (text.length > LONGEST) continue;
    const rate = RATE.exec(text);
    if (rate !== null) return positive(number(rate[1] as string) * (rate[2] === undefined ? 1 : 1000));
    const frames = FRAMES.exec(text)?.[1];
    if (frames !== undefined) return positive(number(frames));
    const interval = INTERVAL.exec(text);
    if (interval !== null) {
      const size = { m: 1e-3, u: 1e-6, µ: 1e-6 }[interval[2]?.toLowerCase() ?? ""] ?? 1;
      return positive(1 / (number(interval[1] as string) * size));
    }
  }
  return undefined;
}

const positive = (rate: number) => (rate > 0 && Number.isFinite(rate) ? rate : undefined);
