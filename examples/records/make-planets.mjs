// Made mars.csv and mercury.csv beside it from the published orbital elements named in PROVENANCE.md (checked against ten copies of
// the table). No measurement is in them.

import { writeFileSync } from "node:fs";

// a [au], e, mean longitude and longitude of perihelion [degrees] at J2000; change of the mean longitude [degrees a century].
const planets = {
  mars: { a: 1.52371034, e: 0.0933941, L: -4.55343205, perihelion: -23.94362959, rate: 19140.30268499, step: 14 },
  mercury: { a: 0.38709927, e: 0.20563593, L: 252.2503235, perihelion: 77.45779628, rate: 149472.67411175, step: 2 },
};

for (const [name, { a, e, L, perihelion, rate, step }] of Object.entries(planets)) {
  const rows = ["t [d],x [au],y [au]"];
  for (let i = 0; i < 80; i++) {
    const days = i * step;
    const M = ((L - perihelion + (rate * days) / 36525) * Math.PI) / 180;
    let E = M;
    for (let k = 0; k < 20; k++) E -= (E - e * Math.sin(E) - M) / (1 - e * Math.cos(E));
    rows.push(
      [days, a * (Math.cos(E) - e), a * Math.sqrt(1 - e * e) * Math.sin(E)].map((v) => Number(v.toPrecision(9))).join(),
    );
  }
  writeFileSync(new URL(`${name}.csv`, import.meta.url), `${rows.join("\n")}\n`);
}
