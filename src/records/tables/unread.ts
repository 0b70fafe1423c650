/** What is known of a content that is not read: how it begins, and what to do instead. */
const UNREAD: readonly (readonly [begins: (start: string) => boolean, problem: string])[] = [
  [begins("%PDF"), "a PDF; export the table as CSV"],
  [
    (start) => start.startsWith("\u0080") && start.charCodeAt(1) >= 2 && start.charCodeAt(1) <= 5,
    "a pickle of Python, which is not read; write Parquet or CSV",
  ],
  [begins("RDX", "RDA", "X\n\0\0"), "data of R, which is not read; write.csv() or arrow::write_parquet()"],
  [
    (start) => /^([\w.]+ *<-\s*)?structure\(list\(/.test(start),
    "R's dump of a data frame, which is not read; write.csv()",
  ],
  [begins("Octave-1-"), "Octave's own binary form, which is not read; save -v7 FILE.mat, or save -text"],
  [begins("TDSm"), "TDMS of LabVIEW, which is not read; write a .lvm file or CSV"],
  [begins("\u0002P"), "a C3D file of motion capture, which is not read; export CSV or TRC"],
  [begins("#ROSBAG"), "a bag of ROS, which is not read; write its topic as CSV"],
  [begins("\u0089MCAP"), "a bag of ROS 2 (MCAP), which is not read; write its topic as CSV"],
  [begins("SQLite format 3"), "an SQLite database, which is not read; export the table as CSV"],
  [
    (start) => isXml(start) && start.includes("opensourcephysics"),
    "a project of Tracker; export its data table (File, Export, Data File)",
  ],
  [
    (start) => /^\s*\d+[ \t]*\r?\n[^\n]*\n\s*[A-Z][a-z]?\d*\s+-?\d[\d.eE+-]*\s+-?\d\S*\s+-?\d/.test(start),
    "an XYZ file of atoms, which is not read; write a CSV with a row a step: t,x1,y1,z1,...",
  ],
  [begins("ITEM: TIMESTEP"), "a dump of LAMMPS, which is not read; write a CSV with a row a step: t,x1,y1,z1,..."],
  [
    (start) => /^(---\s*)?header:\s*\n\s+(seq|stamp):/.test(start),
    "YAML of ros2 topic echo, which is not read; ros2 topic echo --csv, or write JSON",
  ],
  [(start) => /^(---\s*\n)?- \w+: \S+\n {2}\w+: /.test(start), "a list in YAML, which is not read; write JSON or CSV"],
  [(start) => isXml(start), "XML or HTML, which is not read; export a table as CSV"],
];

function begins(...marks: readonly string[]): (start: string) => boolean {
  return (start) => marks.some((mark) => start.startsWith(mark));
}

const isXml = (start: string) => /^(\u00ef\u00bb\u00bf)?\s*<(\?xml|gpx|html|!doctype)/i.test(start);

/** Why a content is not read and what to do; undefined where it may be. `start`: its first bytes as Latin-1. */
export function unreadProblem(start: string): string | undefined {
  return UNREAD.find(([begins]) => begins(start))?.[1];
}
