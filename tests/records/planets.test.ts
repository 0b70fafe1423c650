import { expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { adaptRecord } from "../../src/records/index.js";
import { readText } from "./harness.js";
import { csv, simulated } from "./simulated-records.js";

/** G M of the sun in AU^3/d^2, by Kepler's third law for a year of 365.25 days. */
const GM = (4 * Math.PI ** 2) / 365.25 ** 2;

test("planets side by side fall to the star, each for itself", async () => {
  const { times, columns } = simulated({
    rates: ([x = 0, y = 0, X = 0, Y = 0, ...v]) => {
      const [near, far] = [Math.hypot(x, y) ** 3, Math.hypot(X, Y) ** 3];
      return [...v, (-GM * x) / near, (-GM * y) / near, (-GM * X) / far, (-GM * Y) / far];
    },
    start: [1, 0, 0, 1.52, 0, 0.97 * Math.sqrt(GM), -1.05 * Math.sqrt(GM / 1.52), 0],
    points: 300,
    duration: 700,
  });
  const random = randomStream(5, "planets");
  const noisy = columns.slice(0, 4).map((own) => own.map((value) => value + 2e-4 * random.normal()));
  const headings = "t [days],x_earth [AU],y_earth [AU],x_mars [AU],y_mars [AU]";
  const { check, law } = adaptRecord(await readText(csv(headings, times, ...noisy)), { draws: 0 });
  expect(check.verdict).toBe("conservative");
  expect(law?.closed).toBe(true);
  expect(law?.constants.map(({ name }) => name)).toEqual(["G M of x_earth, y_earth", "G M of x_mars, y_mars"]);
  for (const { value, deviation } of law?.constants ?? []) {
    expect(Math.abs(value - GM)).toBeLessThan(4 * deviation);
    expect(deviation).toBeLessThan(1e-3 * GM);
  }
});
