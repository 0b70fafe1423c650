// The table of Greydanus et al. (2019) on a real pendulum (Schmidt and Lipson 2009): forward differences of angle and angular velocity over the step, the first 444 rows
// to learn from, the next 110 to test, mean squared error over both.
//
//   npm run build && node scripts/hnn-pendulum.mjs real_pend_h_1.txt
//
// The file comes from the supplement of Schmidt and Lipson and is in many repositories; it has no licence that would let it be here. Published: plain network
// 2.19e-3, HNN 5.96e-3. Ours: the law that `adapt` learns from the first 445 rows (444 differences), from each row's own state alone, as theirs.

import { readFile } from "node:fs/promises";
import { bytesSource, readRecord } from "../dist/index.js";
import { adaptLaw } from "../dist/records/law/adapt-law.js";
import { followModel } from "../dist/records/law/model.js";

const path = process.argv[2];
if (path === undefined) {
  console.error("hnn-pendulum: give the path of real_pend_h_1.txt");
  process.exit(1);
}
const [LEARN, TEST] = [444, 110];
const rows = (await readFile(path, "utf8"))
  .split("\n")
  .slice(1)
  .map((line) => line.trim().split(/\s+/).map(Number))
  .filter((row) => row.length === 4);
const text = (from, to) =>
  [
    "t [s],theta [rad],omega [rad/s]",
    ...rows.slice(from, to).map(([, t, angle, rate]) => [t, angle, rate].join()),
  ].join("\n");
const recordOf = (content) => readRecord(bytesSource("pendulum.csv", new TextEncoder().encode(content)));
const learned = adaptLaw(await recordOf(text(0, LEARN + 1)), { draws: 0 });
const law = learned.model.law;
const factor = law.velocities.factors[0].value;
const { lag, smoothed } = law.velocities;
const differences = (i) => [2, 3].map((c) => (rows[i + 1][c] - rows[i][c]) / (rows[i + 1][1] - rows[i][1]));
// What the velocity column reads along a motion in a state (theta, omega) at a time.
const column = (state, t) => {
  const h = 0.1;
  const at = (offset) => followModel(law, state, t, [t + lag.value + offset])[1];
  const middle = at(0);
  return factor * (middle + (smoothed.value / h ** 2) * (at(-h) - 2 * middle + at(h)));
};
const ratio = (() => {
  // The column over the velocity, on average over the motion.
  let [cv, vv] = [0, 0];
  for (let i = 0; i < LEARN; i++) {
    const state = Float64Array.of(rows[i][2], rows[i][3]);
    cv += column(state, rows[i][1]) * state[1];
    vv += state[1] ** 2;
  }
  return cv / vv;
})();
// What the law says of a row's forward differences, from the row's own state alone.
function predicted(i) {
  const [now, next] = [rows[i][1], rows[i + 1][1]];
  const to = followModel(law, Float64Array.of(rows[i][2], rows[i][3] / ratio), now, [next]);
  return [to[0] - rows[i][2], column(to, next) - rows[i][3]].map((x) => x / (next - now));
}

let error = 0;
for (let i = LEARN; i < LEARN + TEST; i++) {
  const [target, own] = [differences(i), predicted(i)];
  error += own.reduce((sum, value, c) => sum + (value - target[c]) ** 2, 0) / 2 / TEST;
}
console.log(`node ${process.versions.node}; mean squared error of forward differences, ${TEST} rows`);
console.log(`the law of adapt           ${error.toExponential(2)}`);
console.log("published: plain network   2.19e-3");
console.log("published: HNN             5.96e-3");
