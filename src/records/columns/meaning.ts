import type { Kind, Meaning } from "./kinds.js";
import { measures, type Unit } from "./units/units.js";

export type { Kind, Meaning } from "./kinds.js";

/** Symbols of physics, first those that could pass for others. Group 1 is the subject. */
const SYMBOLS: readonly (readonly [Kind, RegExp])[] = [
  ["time", /^t()$/],
  // The directions of Tracker's vectors, and the parts of a quaternion.
  ["other", /^θ[vap]()$/],
  ["other", /^q(?:uat)?([wxyz])$/],
  // A cosine of an angle is none.
  ["other", /^(?:cos|sin|tan)((?:theta|phi|psi|alpha|beta|gamma|th|q|[θϑφϕψαβγ])\d*)$/],
  ["position", /^([qxyzrsuo]|rho|ρ)(\d*)$/],
  // Of a translation, as robots and cameras write it beside a quaternion.
  ["position", /^t([xyz])$/],
  // The centre of what a program follows in a film.
  ["position", /^c([xy])$/],
  ["angle", /^(theta|th|phi|psi|alpha|beta|gamma|[θϑφϕψαβγ])(\d*|[a-z]?)$/],
  ["angle", /^([θϑφϕ])(.+)$/],
  ["velocity", /^v(?:el)?([qxyzrsu]?\d*|\d[xyz]|(?:theta|phi|psi|rho|[θφψρ])\d*)$/],
  ["angular velocity", /^(?:omega|om|ω|w)([xyz]?\d*|(?:theta|phi|psi|[θφψ])\d*)$/],
  ["acceleration", /^a(?:cc)?([qxyzrsu]?\d*|\d[xyz])$/],
  // Of an app that gives them in g.
  ["acceleration", /^gf([xyz])$/],
  ["momentum", /^p([qxyzrsu]?\d*|\d[xyz]|(?:theta|phi|psi|rho|alpha|beta|[θϑφϕψραβ])\d*)$/],
  ["force", /^f([xyz]?\d*)$/],
];

/** Letters that mean energies where they are capitals. */
const ENERGY_LETTER = /^(E|H|K|U|KE|PE|TE|Ek|Ep|Et|Epot|Ekin|Etot|E_?(k|p|kin|pot|tot|total))$/;

/** An Arduino's analog input, as its examples head it; an acceleration has a unit or a small letter. */
const ANALOG_PIN = /^A\d$/;

/** Words in the languages that people head their columns in, without accents; the first that fits counts. */
const WORDS: readonly (readonly [Kind, RegExp])[] = [
  // What a motion should be, beside what it is.
  [
    "other",
    /\b(ref|reference|des|desired|setpoint|sp|cmd|command(ed)?|soll(wert)?|consigne|expected)\b|.[ ](target|goal)$/,
  ],
  [
    "uncertainty",
    /\b(err|errors?|std|stdev|sd|sem|sigma|unc|uncertainty|fehler|unsicherheit|incertitude|incertidumbre|covariance)\b|[±]/,
  ],
  [
    "counter",
    /^(frames?|bild|bildnr|image|index|idx|samples?|n|no|nr|row|rows|steps?|count|counter|#|unnamed 0|record|messpunkt|punkt|zeile|obs|point|datenpunkt|slice|fotograma|(sweep|scan|reading)([ _]?#)?|(frame|slice|image)[ _]?(number|nr|no?|n?°|idx|index|id))$/,
  ],
  [
    "angular acceleration",
    /angular accel|winkelbeschl|acceleration angulaire|aceleracion angular|accelerazione angolare|aceleracao angular|hoekversnelling|角加速度|각가속도|угловое ускорение|vinkelacceleration|przyspieszenie katowe|uhlove zrychleni|acısal ivme/,
  ],
  [
    "acceleration",
    /accel|beschleunigung|aceleracion|aceleracao|versnelling|przyspieszenie|加速度|가속도|ускорение|zrychleni|\bivme\b|kiihtyvyys/,
  ],
  [
    "angular velocity",
    /drehzahl|drehfrequenz|vitesse de rotation|velocidad de (giro|rotacion)|velocita di rotazione|toerental|otacky|varvtal|obrotow|frequencia de rotacao|angular (velocity|speed|rate|frequency|vel)|\bang vel\b|twist (twist )?angular|winkelgeschw|drehrate|\bgyr\b|drehgeschw|vitesse angulaire|velocidad angular|velocita angolare|velocidade angular|hoeksnelheid|gyro|kreisel|rotation(al)? (rate|velocity|speed)|predkosc katowa|\bomega\b|^ω$|角速度|각속도|угловая скорость|кутова швидкість|vinkelhast|uhlova rychlost|kulmanopeus|szogsebesseg|acısal h[ıi]z/,
  ],
  ["speed", /\bspeed\b|bahngeschw|rapidez|celerite|absolute? (velocity|geschw)|magnitude|betrag/],
  [
    "velocity",
    /velocity|twist (twist )?linear|geschwindigkeit|vitesse|velocidad|velocita|velocidade|snelheid|predkosc|hastighet|\bvel\b|速度|속도|скорость|швидкість|rychlost|\bh[ıi]z\b|nopeus|sebesseg|viteza|ταχυτητα/,
  ],
  [
    "momentum",
    /momentum|\b(dreh)?impuls\b|quantite de mouvement|moment cinetique|cantidad de movimiento|momento (lineal|angular)|quantita di moto|\bdrall\b/,
  ],
  [
    "energy",
    /energy|energie|energia|hamiltonian|lagrangian|\bwork\b|arbeit|\bpower\b|leistung|^([kp]e|e(kin|pot|k|p))( |$)/,
  ],
  ["force", /force|kraft|fuerza|forza|forca|kracht|tension|drehmoment|torque|\bmoment\b|^tau ./],
  [
    "other",
    /\btemp\b|temperatur|pressure|\bdruck|pression|presion|voltage|spannung|potential|\bcurrent|strom|\blight|licht|illumin|sound|batter|humid|feucht|frequen|\bmass(e|a)?$|quality|confidence|likelihood|\bscore|\bflag|\bnotes?\b|comment|quaternion|magnetic|\blt\b|\bdrive\b|control|setpoint|pixel ?format|correlation|spectr|\bfft\b|\bpwm\b|^input( |$)/,
  ],
  // How long a swing takes is no moment.
  ["period", /\bperiodo?e?s?\b|schwingungsdauer|periodendauer|umlaufzeit|trillingstijd|周期/],
  [
    "time",
    /\b(time|zeit|temps|tiempo|tempo|tijd|tid|czas|aika|elapsed|elapsed ?time|timestamps?|time ?stamps?|seconds|secs?|datetime|date|datum|fecha|jd|jdtdb|jdtt|jdut|mjd|bjd|epoch|clock|uhrzeit|zeitstempel|messzeit|laufzeit|horodatage|instante?|julian (date|day)|millis|milliseconds|micros|microseconds|ms|us|epoch ms|x value)\b|^(ts|t[ _]?stamp|second|sekunde|seconde|segundo|days?|tage?|jours?|dias?|giorn[io])$|zeit$|时间|時間|시간|время/,
  ],
  [
    "angle",
    /\bjoint.* pos(ition)?\b|angle|\beuler\b|winkel|angulo|angolo|\bhoek|\bkat\b|\byaw\b|\bpitch\b|\broll\b|azimut|inclination|neigung|orientation|角度|摆角|각도|угол|\bкут\b|vinkel|\buhel\b|\bacı\b|\bkulma\b|\bszog\b|\bunghi\b|γωνια|\btheta\b|\bphi\b|\bpsi\b/,
  ],
  [
    "position",
    /position|displacement|distance|height|elongation|location|\bort\b|\bweg\b|strecke|abstand|auslenkung|\bhohe\b|\bhoehe\b|\blage\b|deplacement|hauteur|abscisse|ordonnee|posicion|desplazamiento|distancia|altura|posizione|spostamento|distanza|altezza|positie|afstand|hoogte|uitwijking|posicao|deslocamento|po[lł]ozenie|przemieszczenie|wychylenie|poloha|vychylka|strackning|\bavstand\b|hojd|konum|yer degistirme|\bpaikka\b|kiteres|\bpozitie\b|coordinate|extension|stretch|dehnung|\bpos\b|\bdisp\b|位置|位移|変位|距離|距离|高さ|高度|振幅|위치|변위|거리|높이|положение|положення|координата|смещение|отклонение|расстояние|высота|θεση|\blongitud\b|\blange\b|\blength\b|\benc\b|\bencon?der/,
  ],
  [
    "identity",
    /^(id|trajectory|traj|run|series|trial|experiment|motion|messung|versuch|durchgang|lauf|essai|ensayo|prova|particle|track|group|condition|serie|messreihe)( (id|nr|no?|number|name|nummer|n?°))?$/,
  ],
];

/** What a heading's name and unit say together. */
export function meaningOf(written: string, unit: Unit | undefined): Meaning {
  // "x(t)" is x, and "q[0]" the first of some.
  const name = written.replace(/(?<=.)\(t\)$/, "").replace(/\[(\d+)\]$/, "_$1");
  const derivative = derivativeOf(name);
  if (derivative !== undefined) return derivative;
  if (ANALOG_PIN.test(name) && unit === undefined) return { kind: "unknown", subject: "" };
  if (ENERGY_LETTER.test(name) && !(name === "U" && unit !== undefined && measures(unit, "length")))
    return { kind: "energy", subject: "" };
  const plain = plainName(name);
  const joined = plain.replace(/[ _]/g, "");
  for (const [kind, pattern] of SYMBOLS) {
    const match = pattern.exec(joined);
    if (match === null) continue;
    const own = kind === "position" || kind === "angle";
    return bySize({ kind, subject: own ? joined : swapDigits(match[1] ?? "") }, unit);
  }
  const spaced = plain.replaceAll("_", " ");
  // A number behind a word counts: "pos1" is the first position. Of "acc_theta1" the first word says what it is.
  const words = /^(\p{Letter}|vel|acc|omega|rate|dot) /u.test(spaced)
    ? spaced
    : spaced.replace(/(\p{Letter}{3})(?=\d+( |$))/u, "$1 ");
  for (const [kind, pattern] of WORDS) {
    const match = pattern.exec(words);
    if (match !== null) return bySize({ kind, subject: subjectBeside(words, match[0]) }, unit);
  }
  // marker1_x, x_left, bob x: an axis beside what it belongs to.
  const axis = /^(.+)[ ]([qxyzr]|theta|phi|[θφ])$|^([qxyzr]|theta|phi|[θφ])[ ](.+)$/.exec(words);
  if (axis !== null) {
    const letter = axis[2] ?? axis[3] ?? "";
    const rate = /^(v|w|omega|vel|a|acc|p)$/.exec(axis[1] ?? "");
    if (rate === null)
      return bySize(
        { kind: letter.length > 1 || /[θφ]/.test(letter) ? "angle" : "position", subject: words.replace(/ /g, "") },
        unit,
      );
  }
  const moving = /^(v|vel|p|a|omega)[ ]?([xyz])[ ](.+)$|^(.+)[ ](v|vel|p|a|omega)[ ]?([xyz])$/.exec(words);
  if (moving !== null) {
    const letter = moving[1] ?? moving[5] ?? "";
    const subject = moving[1] === undefined ? `${moving[4]}${moving[6]}` : `${moving[2]}${moving[3]}`;
    const kind: Kind = letter.startsWith("v")
      ? "velocity"
      : letter === "p"
        ? "momentum"
        : letter === "a"
          ? "acceleration"
          : "angular velocity";
    return { kind, subject: subject.replace(/ /g, "") };
  }
  return bySize({ kind: "unknown", subject: joined }, unit);
}

const IN_SKY = /^(r|rho|ρ|sep|separation|x|y|(d|delta|δ)?(ra|dec|de|alpha|α)(cosdec|offset)?|e|n|east|north)$/;

/** What may be in seconds and yet be no time of the record. */
const UNTIMED: ReadonlySet<Kind> = new Set([
  "period",
  "counter",
  "identity",
  "uncertainty",
  "other",
  "energy",
  "force",
]);

/** A unit overrules a name: a p in kPa is no momentum, an alpha in rad/s² no angle. */
function bySize({ kind, subject }: Meaning, unit: Unit | undefined): Meaning {
  if (unit === undefined || Object.keys(unit.dimensions).length === 0) return { kind, subject };
  const {
    length = 0,
    time = 0,
    mass = 0,
    angle = 0,
    temperature = 0,
    pixel = 0,
    current = 0,
    light = 0,
    count = 0,
  } = unit.dimensions;
  const kinematic = mass === 0 && temperature === 0 && current === 0 && light === 0 && count === 0;
  if (kinematic && time === 1 && length === 0 && angle === 0)
    return { kind: UNTIMED.has(kind) ? kind : "time", subject };
  const lengths = length + pixel;
  if (kinematic && time === 0 && lengths === 1) return { kind: "position", subject };
  // A distance between stars is one in the sky, and so are its parts along right ascension and declination.
  if (kinematic && time === 0 && angle === 1 && lengths === 0)
    return { kind: IN_SKY.test(subject) && unit.factor < 1e-3 ? "position" : "angle", subject };
  const partner = kind === "position" || kind === "angle" ? "" : subject;
  if (kinematic && time === -1 && lengths === 1)
    return { kind: kind === "speed" ? kind : "velocity", subject: partner };
  if (kinematic && time === -1 && angle === 1)
    return { kind: kind === "speed" ? kind : "angular velocity", subject: partner };
  if (kinematic && time === -2 && lengths === 1) return { kind: "acceleration", subject: partner };
  if (kinematic && time === -2 && angle === 1) return { kind: "angular acceleration", subject: partner };
  if (mass === 1 && time === -1 && length > 0) return { kind: "momentum", subject };
  if (mass === 1 && time === -2 && length === 1) return { kind: "force", subject };
  if (mass === 1 && time === -2 && length === 2) return { kind: kind === "force" ? kind : "energy", subject };
  if (kinematic && time === -1 && length === 0) return { kind, subject };
  // A charge on a capacitor moves like a position, and a current is its rate.
  const electric = mass === 0 && length === 0 && angle === 0 && temperature === 0 && pixel === 0 && current === 1;
  if (electric && (time === 0 || time === 1)) return { kind: "unknown", subject };
  if (count !== 0) return { kind: "counter", subject };
  return { kind: "other", subject };
}

/** Small letters without accents, blanks between words; "Velocity-X" as "velocity x", "v_{x}" as "v_x", "xA" as "x a". */
function plainName(name: string): string {
  return name
    .replace(/^([vap]?[xyz])([A-Z])(?=$|[_ ])/, "$1 $2")
    .replace(/([a-z])([A-Z][a-z])/g, "$1 $2")
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/[-.:;,/()[\]{}]+/g, " ")
    .replace(/_/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** What else a name holds: "cart" of "cart position", "x" of "position x". */
function subjectBeside(words: string, word: string): string {
  return swapDigits(
    words
      .replace(word, " ")
      .replace(
        /\b(of|the|der|des|de|du|la|le|el|del|in|along|axis|achse|component|komponente|direction|richtung|linear|twist|pose|msg|field|smoothed|filtered)\b/g,
        " ",
      )
      .replace(/[^\p{Letter}\p{Number}]/gu, ""),
  );
}

/** "1x" as "x1". */
const swapDigits = (subject: string) => subject.replace(/^(\d+)([a-zα-ω]+)$/, "$2$1");

/** dx/dt, x_dot, ẋ, x' and the second derivatives. */
function derivativeOf(name: string): Meaning | undefined {
  const text = name.trim();
  const forms: readonly (readonly [Kind, RegExp])[] = [
    ["second rate", /^d\^?2_?(.+?)[/_ ]?dt\^?2$/i],
    ["second rate", /^(.+?)[_ ]?ddot$/i],
    ["second rate", /^(.+?)(?:''|″|\u0308)$/],
    // What Modelica writes.
    ["second rate", /^der\(der\((.+)\)\)$/i],
    ["rate", /^der\((.+)\)$/i],
    [
      "rate",
      /^(?!.*\b(?:sample|frame|data|heart|sampling|angular|rotation|turn|gyro|refresh)[ _]?rate)(.+?)[ _]rate$/i,
    ],
    ["rate", /^d_?(.+?)[/_ ]?dt$/i],
    ["rate", /^(?:derivative|diff)\((.+?)(?:\(t\))?, ?t\)$/i],
    ["rate", /^(.+?)[_ ](?:punkt|point|punto|ponto)$/i],
    ["rate", /^(.+?)[_ ]?dot([_ ]?\d+)?$/i],
    ["rate", /^dot[_ ]?(.+)$/i],
    ["rate", /^(.+?)(?:['′]|\u0307)$/],
  ];
  const decomposed = /^[a-zα-ω]\p{Mark}\d*$/iu.test(text.normalize("NFD"))
    ? text.normalize("NFD").replace(/(\p{Mark})(\d+)$/u, "$2$1")
    : text;
  for (const [kind, pattern] of forms) {
    const match = pattern.exec(decomposed);
    if (match?.[1] === undefined) continue;
    // The rate of a velocity is a second rate of nothing that has a name.
    return { kind, subject: plainName(`${match[1]}${match[2] ?? ""}`).replace(/[ _]/g, "") };
  }
  return undefined;
}

/** How well a partner's subject fits a coordinate's: from 1, the same, to -1, another one. */
export function sameSubject(coordinate: string, partner: string): number {
  if (coordinate === partner) return 1;
  const digits = /\d+$/.exec(coordinate)?.[0] ?? "";
  if (partner === "") return digits === "" ? 0.6 : -0.3;
  if (/^\d+$/.test(partner)) return partner === digits ? 0.8 : -1;
  if (coordinate === "") return 0.5;
  if (coordinate.endsWith(partner) || coordinate.startsWith(partner)) return 0.5;
  return -1;
}
