/** What the symbols of a law are called, as the record names them. */
export interface Names {
  readonly coordinates: readonly string[];
  readonly time: string;
  readonly inputs: readonly string[];
}

const GREEK =
  /^(alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|upsilon|phi|chi|psi|omega)([_ ]?\w*)$/i;

/** A name in LaTeX: Greek letters as such, what follows as an index. */
export function latexName(name: string): string {
  if (name.endsWith("'")) return `\\dot{${latexName(name.slice(0, -1))}}`;
  const greek = GREEK.exec(name);
  if (greek !== null) return `\\${greek[1]}${index(greek[2] ?? "")}`;
  const letter = /^(\p{L})[_ ]?(\w*)$/u.exec(name);
  if (letter !== null && ((letter[2] as string).length < 3 || /_/.test(name)))
    return `${letter[1]}${index(letter[2] ?? "")}`;
  return `\\mathrm{${name.replaceAll(/[^\p{L}\d]+/gu, "\\ ")}}`;
}

const index = (text: string) => {
  const own = text.replace(/^[_ ]/, "");
  return own === "" ? "" : `_{${own.replaceAll("_", "\\_")}}`;
};

/** Words that a program may not use as names. */
const RESERVED = new Set(
  (
    "and as assert async await break case catch class const continue debugger def default del delete do elif else enum except export extends False finally for from function global if import in instanceof is " +
    "lambda let new None nonlocal not null or pass raise return super switch this throw True try typeof var void while with yield undefined NaN Infinity " +
    "T V E I N S M Q O q v L t u mass rest right forces energy accelerations accelerate solve arguments eval static"
  ).split(" "),
);

/** Names that programs can use, one for each, all different. */
export function programNames({ coordinates, inputs }: Names): { coordinates: string[]; inputs: string[] } {
  const used = new Set<string>();
  const own = (name: string, ...endings: readonly string[]) => {
    const plain = name
      .normalize("NFKD")
      .replace(/'$/, "_dot")
      .replaceAll(/[^A-Za-z0-9_]+/g, "_")
      .replaceAll(/^_+|_+$/g, "");
    const start = plain === "" || /^\d/.test(plain) || RESERVED.has(plain) ? `q_${plain}` : plain;
    let found = start;
    for (let n = 2; used.has(found) || used.has(`${found}_dot`); n++) found = `${start}_${n}`;
    for (const ending of ["", ...endings]) used.add(`${found}${ending}`);
    return found;
  };
  // An input's rate may be an input too.
  return {
    coordinates: coordinates.map((name) => own(name, "_dot")),
    inputs: inputs.map((name) => own(name)),
  };
}
