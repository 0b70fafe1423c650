/** A point in time or a duration out of words: whole days and the seconds beyond, so that no digit is lost. */
export interface Instant {
  readonly days: number;
  readonly seconds: number;
  /** A time of day or a duration, without a date. */
  readonly clock: boolean;
}

const MONTHS = "january february march april may june july august september october november december".split(" ");
const [MONTH, WEEKDAY] = ["([a-z]{3,9})\\.?", "(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\\.?,?\\s+)?"];
/** "13 May 2024 12:00:00.000", "13-MAY-2024", "May 13, 2024 12:00:00" and "Mon May 13 12:00:00 2024", with or without the day of the week. */
const DAY_FIRST = new RegExp(`^${WEEKDAY}(\\d{1,2})[-\\s]${MONTH}[-\\s](\\d{4})(?:[,\\s]+(.+))?$`, "i");
const MONTH_FIRST = new RegExp(`^${WEEKDAY}${MONTH}\\s+(\\d{1,2}),?\\s+(\\d{4})(?:[,\\s]+(.+))?$`, "i");
const YEAR_LAST = new RegExp(`^${WEEKDAY}${MONTH}\\s+(\\d{1,2})\\s+(\\d.*?)\\s+(\\d{4})$`, "i");

/** The number of a month by its English name or the first letters of it, three at least; 0 for any other word. */
function monthOf(word: string): number {
  const short = word.toLowerCase();
  return MONTHS.findIndex((month) => month.startsWith(short === "sept" ? "sep" : short)) + 1;
}
const ZONE = /\s*(?:(z|utc|gmt|tdb|tt|ut|[a-z]{3,4})|([+-])(\d\d):?(\d\d)?)(?:\[[\w/]+\])?$/i;
/** Hours that the clocks of some zones are ahead; others count as none, which only matters where they change. */
const ZONES: Readonly<Record<string, number>> = {
  cet: 1,
  cest: 2,
  mez: 1,
  mesz: 2,
  bst: 1,
  eet: 2,
  eest: 3,
  msk: 3,
  jst: 9,
  kst: 9,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
};
/** Longer texts are no dates. */
const LONGEST = 64;
/** What MATLAB writes for durations. */
const WORDED = /^(-?\d+(?:\.\d*)?(?:e-?\d+)?) (sec|min|hr|days?|yrs?)$/i;
const WORDS: Readonly<Record<string, number>> = { sec: 1, min: 60, hr: 3600, day: 86_400, days: 86_400 };
const CLOCK =
  /^(?:(\d+)\s*(?:days?|d)?[\s,]+)?([+-])?(\d{1,4}):(\d{1,2})(?::(\d{1,2}(?:[.,]\d*|:\d{3})?))?\s*([ap]\.?m\.?)?$/i;
const SHORT_CLOCK = /^(\d{1,3}):(\d{1,2}[.,]\d+)$/;
const DURATION = /^p(?:(\d+)d)?(?:t(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d*)?)s)?)?$/i;

/**
 * Reads a date with or without a time of day (ISO 8601, 31.12.2026, 12/31/2026, 2026-Jan-31, 31-Jan-2026, 31 January 2026, Jan 31, 2026, "A.D." before it), a time of
 * day (10:15:00.25, 1:02.5, 3:04 PM) or a duration ("0 days 00:00:01.5", PT1.5S, "1.5 sec"). Undefined for anything else.
 *
 * Of dates with slashes the first number is the month unless it is more than 12; what a whole column of them tells: `dayFirstDates`.
 */
export function readInstant(text: string): Instant | undefined {
  if (!/^(a\.d\.|p|[+-]?\d|[a-z]{3}.*\d{4})/i.test(text) || text.length > LONGEST) return undefined;
  const clock = readClock(text);
  if (clock !== undefined) return { days: 0, seconds: clock, clock: true };
  const bare = text.replace(/^a\.d\.\s*/i, "");
  const named = DAY_FIRST.exec(bare);
  if (named !== null) {
    const [, day = "", month = "", year = "", time = ""] = named;
    return onDay(Number(year), monthOf(month), Number(day), time);
  }
  const american = MONTH_FIRST.exec(bare);
  if (american !== null) {
    const [, month = "", day = "", year = "", time = ""] = american;
    return onDay(Number(year), monthOf(month), Number(day), time);
  }
  const last = YEAR_LAST.exec(bare);
  if (last !== null) {
    const [, month = "", day = "", time = "", year = ""] = last;
    return onDay(Number(year), monthOf(month), Number(day), time);
  }
  const match =
    /^(\d{4})-(\d{1,2}|[a-z]{3})-(\d{1,2})(?:[t\s]+(.+))?$/i.exec(bare) ??
    /^(\d{4})\/(\d{1,2})\/(\d{1,2})(?:\s+(.+))?$/.exec(bare);
  if (match !== null) {
    const [, year = "", month = "", day = "", time = ""] = match;
    const number = /^\d/.test(month) ? Number(month) : monthOf(month);
    return onDay(Number(year), number, Number(day), time);
  }
  const other = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:[,\s]+(.+))?$/.exec(bare);
  if (other === null) return undefined;
  const [, first = "", sign, second = "", year = "", time = ""] = other;
  const full = year.length === 2 ? 2000 + Number(year) : Number(year);
  const monthFirst = sign === "/" && Number(first) <= 12;
  return onDay(full, Number(monthFirst ? first : second), Number(monthFirst ? second : first), time);
}

function onDay(year: number, month: number, day: number, time: string): Instant | undefined {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31)) return undefined;
  const zone = ZONE.exec(time);
  const [, name = "", sign, hours = "0", minutes = "0"] = zone ?? [];
  const shift =
    sign === undefined
      ? -3600 * (ZONES[name.toLowerCase()] ?? 0)
      : (sign === "-" ? 1 : -1) * (Number(hours) * 3600 + Number(minutes) * 60);
  const bare = time.replace(ZONE, "").trim();
  const seconds = bare === "" ? 0 : /^\d{1,2}$/.test(bare) ? Number(bare) * 3600 : readClock(bare);
  if (seconds === undefined) return undefined;
  return {
    days: Date.UTC(year, month - 1, day) / 86_400_000,
    seconds: seconds + shift,
    clock: false,
  };
}

/** Seconds of a time of day or a duration. */
function readClock(text: string): number | undefined {
  const number = (part: string | undefined) => Number((part ?? "0").replace(/[,:]/, "."));
  const short = SHORT_CLOCK.exec(text);
  if (short !== null) return number(short[1]) * 60 + number(short[2]);
  const match = CLOCK.exec(text);
  if (match !== null) {
    const [, days, sign, hours, minutes, seconds, half] = match;
    const afternoon = half === undefined ? 0 : (Number(hours) % 12) - Number(hours) + (/^p/i.test(half) ? 12 : 0);
    const total = (number(hours) + afternoon) * 3600 + number(minutes) * 60 + number(seconds);
    return number(days) * 86_400 + (sign === "-" ? -total : total);
  }
  const [, amount, word = ""] = WORDED.exec(text) ?? [];
  if (amount !== undefined && word.toLowerCase() in WORDS)
    return Number(amount) * (WORDS[word.toLowerCase()] as number);
  const duration = DURATION.exec(text);
  if (duration === null || !/\d/.test(text)) return undefined;
  const [, days, hours, minutes, seconds] = duration;
  return number(days) * 86_400 + number(hours) * 3600 + number(minutes) * 60 + number(seconds);
}
