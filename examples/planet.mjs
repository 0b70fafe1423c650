// Learns the Sun's attraction from positions of Mars alone and predicts the next year. Run in a checkout: node examples/planet.mjs

import { readFile } from "node:fs/promises";
import { adapt, predict } from "metahamilton";

const file = new URL("records/mars.csv", import.meta.url);
const mars = await adapt({ name: "mars.csv", content: await readFile(file) });
console.log(mars.check.verdict, mars.structure.formula);
console.log(`held-out positions predicted to ${(100 * mars.heldOut.relative).toPrecision(2)} %`);
const { t, states } = predict(mars, { duration: 365, points: 2 });
console.log(`day ${t[1]}: x ${states[4].toFixed(3)} au, y ${states[5].toFixed(3)} au`);
