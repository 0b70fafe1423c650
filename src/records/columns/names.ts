// How people name the columns of a measured motion.

const COORDINATE =
  /^(q|x|y|z|r|s|u|theta|phi|psi|alpha|beta|gamma|rho|angle|position|displacement|height|elongation)(_?\d+)?$|^[θφψαβρ]_?\d*$/i;
const ANGLE = /^(theta|phi|psi|alpha|beta|angle|θ|φ|ψ|α|β)(_?\d+)?$/i;

/** Whether a name without any partner is one of a coordinate. */
export const isCoordinateName = (name: string) => COORDINATE.test(name);

/** A name as it is written behind an option. */
export const quotedName = (name: string): string => (/[^\w.-]/.test(name) ? `"${name}"` : name);

/** The number at the end of a name, "" where there is none: "1" of "theta_1". */
export const suffixOf = (name: string) => /(\d+)$/.exec(name)?.[1] ?? "";

/** What a numbered name begins with: "y" of y_1, y1, y[1] and y(1). */
export const stemOf = (name: string): string | undefined => /^(.*?)[_ ]?(?:\d+|\[\d+\]|\(\d+\))$/.exec(name)?.[1];

/** What the momentum conjugate to a coordinate may be called, the most specific names first. */
export function momentumNames(coordinate: string): string[] {
  return [...prefixed("p", coordinate), ...(suffixOf(coordinate) === "" ? ["momentum"] : [])];
}

/** What the velocity of a coordinate may be called, derivatives in so many words first. */
export function velocityNames(coordinate: string): string[] {
  const names = [...rateNames(coordinate), ...prefixed("v", coordinate)];
  if (ANGLE.test(coordinate)) names.push(...prefixed("omega", coordinate), ...prefixed("ω", coordinate));
  if (suffixOf(coordinate) === "") names.push("velocity", "speed");
  return names;
}

/** What the time derivative of a quantity may be called. */
export function rateNames(quantity: string): string[] {
  const q = quantity;
  return [
    `d${q}/dt`,
    `d${q}_dt`,
    `d${q}dt`,
    `${q}_dot`,
    `${q}dot`,
    `dot_${q}`,
    `der(${q})`,
    `${q}_rate`,
    `${q} rate`,
    `${q}rate`,
    `${q}speed`,
    `${q}_speed`,
  ];
}

/** What the acceleration of a coordinate may be called, whose velocity may have the name `velocity`. */
export function accelerationNames(coordinate: string, velocity: string): string[] {
  const q = coordinate;
  const second = [`d2${q}/dt2`, `d2${q}_dt2`, `d2${q}dt2`, `${q}_ddot`, `${q}ddot`];
  const plain = suffixOf(q) === "" ? ["acceleration"] : [];
  return [...rateNames(velocity), ...second, `a_${q}`, `a${q}`, ...plain];
}

/** p_x, px, p1x of x1, and p1 of x1 or theta_1, or p of x. */
function prefixed(letter: string, coordinate: string): string[] {
  const suffix = suffixOf(coordinate);
  const stem = coordinate.slice(0, coordinate.length - suffix.length).replace(/_$/, "");
  const joined =
    suffix === "" ? [] : [`${letter}${suffix}${stem}`, `${letter}_${suffix}_${stem}`, `${letter}_${stem}_${suffix}`];
  const short = suffix === "" ? [letter] : [`${letter}${suffix}`, `${letter}_${suffix}`];
  return [`${letter}_${coordinate}`, `${letter}${coordinate}`, ...joined, ...short];
}
