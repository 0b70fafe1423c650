// How much processor time the readers take over 30 MB of odd content: node scripts/records/odd-content.mjs [MEGABYTES] [NAME]. Each must be
// read or refused in one line within 20 s of it; prints a row a content and fails where one takes longer.
import { bytesSource, readRecord } from "../../dist/records/index.js";

const SIZE = Number(process.argv[2] ?? 30) * 1e6;
const only = process.argv[3];
/** Seconds. */
const LIMIT = 20;

/** A text of the size, out of what `line` gives for each number. */
function lines(line, above = "") {
  const parts = [above];
  let length = above.length;
  for (let i = 0; length < SIZE; i++) {
    const text = line(i);
    parts.push(text);
    length += text.length;
  }
  return parts.join("");
}

let state = 1;
const random = (n) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state % n;
};
const row = (i) => `${i / 100},${Math.cos(i / 50).toFixed(6)},${(-2 * Math.sin(i / 50)).toFixed(6)}\n`;
const filled = (text) => text.repeat(Math.ceil(SIZE / text.length));

const contents = {
  "a quotation mark early.csv": () => lines((i) => (i === 3 ? `"${row(i)}` : row(i)), "t,x,v\n"),
  "a quotation mark in the middle.csv": () => lines((i) => (i === 500_000 ? `"${row(i)}` : row(i)), "t,x,v\n"),
  "a quotation mark in a cell.csv": () => lines((i) => (i === 500_000 ? row(i).replace(",", ',"') : row(i)), "t,x,v\n"),
  "quotation marks alone.csv": () => filled('"'),
  "quotation marks and line ends.csv": () => filled('"\n'),
  "doubled quotation marks.csv": () => lines((i) => `${i},"a ""b"" c",${i}\n`, "t,note,x\n"),
  "a quoted cell over many lines.csv": () => lines((i) => `${i},"a\nb\nc",${i}\n`, "t,note,x\n"),
  "one line.csv": () => filled("1,2,3,"),
  "commas.csv": () => filled(","),
  "blank lines.csv": () => filled("\n"),
  "blanks.csv": () => filled("    \n"),
  "carriage returns.csv": () => lines((i) => row(i).replace("\n", "\r"), "t,x,v\r"),
  "one column.csv": () => filled("1\n"),
  "comments.txt": () => filled("# nothing here\n"),
  "a comment a row.txt": () => lines((i) => `# ${i}\n${row(i)}`, "t,x,v\n"),
  "words.txt": () => filled("the quick brown fox jumps over the lazy dog\n"),
  "missing.csv": () => lines((i) => `${i},,NaN\n`, "t,x,v\n"),
  "another width a row.csv": () => lines((i) => `${"1,".repeat(i % 7)}1\n`, "t,x\n"),
  "many columns.csv": () =>
    lines(() => `${"1,".repeat(998)}1\n`, `t,${Array.from({ length: 998 }, (_, i) => `x${i}`)}\n`),
  "too many columns.csv": () => lines(() => `${"1,".repeat(5000)}1\n`),
  "headings again.csv": () => lines((i) => (i % 3 === 0 ? "t,x,v\n" : row(i)), "t,x,v\n"),
  "times that fall.csv": () => lines((i) => `${-i},${Math.cos(i / 50).toFixed(5)}\n`, "t,x\n"),
  "times at random.csv": () => lines(() => `${random(1e6)},${random(1e6)}\n`, "t,x\n"),
  "a motion a row.csv": () => lines((i) => `${i},0,1,2\n`, "run,t,x,v\n"),
  "dates.csv": () => lines((i) => `2026-03-04T10:15:${String(i % 60).padStart(2, "0")}.${i},${random(1e6)}\n`, "t,x\n"),
  "angles and spikes.csv": () => lines((i) => `${i / 100},${i % 97 === 0 ? 1e6 : random(1000)}\n`, "t,theta\n"),
  "long numbers.csv": () => lines((i) => `${i},0.${"1234567890".repeat(20)}\n`, "t,x\n"),
  "thousands.csv": () => lines((i) => `${i};1.234.567,${i}\n`, "t;x\n"),
  "a serial plotter.txt": () => lines((i) => `t:${i}\tx:${random(1000)}\tv:${random(1000)}\n`),
  "a serial monitor.txt": () => lines((i) => `10:15:20.${i % 1000} -> ${i},${random(1000)}\n`),
  "colons.txt": () => filled("a:a:a:a:a:a:a:a b:1 "),
  "a name a line.txt": () => lines((i) => `a b c d e f g h i j ${i}: 1 x\n`),
  "LabVIEW.lvm": () =>
    lines(
      (i) => row(i).replaceAll(",", "\t"),
      "LabVIEW Measurement\t\n***End_of_Header***\t\nX_Value\tx\tv\tComment\n",
    ),
  "Horizons.txt": () => lines((i) => ` X = ${i} Y =${i} Z = ${i}\n`, "$$SOE\n2461041.5 = A.D. 2026\n"),
  "Octave.txt": () =>
    lines((i) => ` ${i}\n`, "# Created by Octave\n# name: t\n# type: matrix\n# rows: 5\n# columns: 1\n"),
  "variables of Octave.txt": () =>
    lines((i) => `# name: a${i}\n# type: matrix\n# rows: 1\n# columns: 1\n 1\n`, "# Created by Octave\n"),
  "Igor.itx": () => lines((i) => `\t${i}\t${random(1000)}\n`, "IGOR\nWAVES/D t, x\nBEGIN\n"),
  "xmgrace.xvg": () => lines((i) => `${i} ${random(1000)}\n`, '@ xaxis label "Time (ps)"\n@ yaxis label "r (nm)"\n'),
  "printed rows.txt": () => lines((i) => `(${i}, ${random(1000)})\n`),
  "a bracket and blanks.txt": () => `[${filled(" ")}`,
  "brackets and blanks a line.txt": () => lines((i) => `[ ${i}${" ".repeat(3000)}\n`),
  "a rule of dashes.txt": () => `${filled("-")}x`,
  "rules of dashes.txt": () => lines((i) => `${"-".repeat(2000)}${i}\n`, "t x\n"),
  "underscores in a name.csv": () => `t,${"a_".repeat(50_000)}m\n${lines(row).replaceAll(/,[^,\n]*\n/g, "\n")}`,
  "values with errors.csv": () =>
    lines((i) => `${i},${random(1000)} ± 1,${random(1000)}+${" ".repeat(20)}\n`, "t,x,v\n"),
  "two lines.csv": () => `t,${"1,".repeat(SIZE / 4)}1\nx,${"2,".repeat(SIZE / 4)}2\n`,
  "bodies in turn.csv": () => lines((i) => `${i >> 2},${"ABCD"[i & 3]},${random(1000)}\n`, "t,body,x\n"),
  "a body a row.csv": () => lines((i) => `${i >> 1},b${i},${random(1000)}\n`, "t,body,x\n"),
  "an oscilloscope.csv": () => lines((i) => `${i},${random(100)}\n`, "X,CH1,Start,Increment\nSequence,V,0,0.1\n"),
  "another encoding.csv": () => Uint8Array.from({ length: SIZE }, () => (random(30) === 0 ? 10 : 0xa1 + random(90))),
  "vectors.jsonl": () => lines((i) => `{"t":${i},"position":[${random(1000)},1,2],"q":[${i}]}\n`),
  "zeros.txt": () => filled("\0"),
  "random bytes.txt": () => Uint8Array.from({ length: SIZE }, () => random(256)),
  "random characters.csv": () => Uint8Array.from({ length: SIZE }, () => (random(20) === 0 ? 10 : 32 + random(90))),
  "random signs.csv": () => {
    const signs = '0123456789,;\t" .-\n\r#';
    return Uint8Array.from({ length: SIZE }, () => signs.charCodeAt(random(signs.length)));
  },
  "brackets.json": () => filled("["),
  "nested.json": () => `${'{"a":'.repeat(2000)}1${"}".repeat(2000)}`,
  "one text.json": () => `{"t": "${filled("a")}"}`,
  "numbers.json": () => `{"t": [${lines((i) => `${i},`)}1], "x": [1]}`,
  "objects.json": () => `[${lines((i) => `{"t":${i},"x":{"a":{"b":${i}}}},`)}{}]`,
  "keys.json": () => `{${lines((i) => `"k${i}":[1,2],`)}"t":[1,2]}`,
  "lines.jsonl": () => lines((i) => `{"t":${i},"x":${random(1000)}}\n`),
  "damaged lines.jsonl": () => lines((i) => (i === 100_000 ? "{]\n" : `{"t":${i},"x":${random(1000)}}\n`)),
};

let slow = 0;
for (const [name, make] of Object.entries(contents)) {
  if (only !== undefined && !name.includes(only)) continue;
  const content = make();
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const began = process.cpuUsage();
  let outcome;
  try {
    const { rows, motions } = await readRecord(bytesSource(name, bytes));
    outcome = `read: ${rows} rows, ${motions.length} motion${motions.length === 1 ? "" : "s"}`;
  } catch (error) {
    if (error.constructor.name !== "UserError" || error.message.includes("\n")) throw error;
    outcome = error.message;
  }
  const { user, system } = process.cpuUsage(began);
  const seconds = (user + system) / 1e6;
  if (seconds > LIMIT) slow++;
  console.log(`${seconds.toFixed(1).padStart(5)} s  ${name.padEnd(36)} ${outcome.slice(0, 120)}`);
}
process.exitCode = slow === 0 ? 0 : 1;
