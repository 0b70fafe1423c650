#!/usr/bin/env bash
# astronomy-js 1.1.0, astronomy-engine 2.1.19 (as the truth)
#
# Expected: right ascension and declination of all bodies belong to one equinox, and azimuth and altitude to the sky of that hour.
# Seen: those of the Moon belong to the date, those of the Sun and the planets to J2000; azimuth and altitude are made of them with the
#   sidereal time of the date, so that only the Moon's are right. In 2024 the Sun stands 0.33 degrees from its place, two thirds of its
#   width, in 2050 0.7; in 2000 there was no difference. At the greatest eclipse of 8 April 2024 Sun and Moon are 0.32 degrees
#   apart.
# Why it matters: each body alone moves as it should, by its own formula; angles between them, and directions that a camera or a sundial
#   measured, are off by an amount that grows with the years.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error astronomy-js@1.1.0 astronomy-engine@2.1.19 >/dev/null
cat >"$work/run.cjs" <<'JS'
const assert = require("node:assert/strict");
const { AstronomyJS } = require("astronomy-js");
const { Equator, Horizon, Observer } = require("astronomy-engine");

/** Angle between two directions in degrees: [longitude, latitude]. */
function between([a, b], [c, d]) {
  const [p, q, r, s] = [a, b, c, d].map((angle) => (angle * Math.PI) / 180);
  return (Math.acos(Math.min(1, Math.sin(q) * Math.sin(s) + Math.cos(q) * Math.cos(s) * Math.cos(p - r))) * 180) / Math.PI;
}
function sky(body, date, [latitude, longitude]) {
  const astronomy = AstronomyJS.initialize(latitude, longitude);
  astronomy.setDate(date);
  const { rightAscension, declination } = astronomy.getRightAscensionDeclinationCoordinatesForObject(body);
  const { azimuth, altitude } = astronomy.getAltitudeAzimuthCoordinatesForObject(body);
  const observer = new Observer(latitude, longitude, 0);
  const [ofDate, j2000] = [true, false].map((flag) => Equator(body, date, observer, flag, true));
  const horizon = Horizon(date, observer, ofDate.ra, ofDate.dec);
  return {
    fromDate: between([rightAscension, declination], [15 * ofDate.ra, ofDate.dec]),
    fromJ2000: between([rightAscension, declination], [15 * j2000.ra, j2000.dec]),
    inSky: between([azimuth, altitude], [horizon.azimuth, horizon.altitude]),
    seen: [azimuth, altitude],
    truth: [horizon.azimuth, horizon.altitude],
  };
}

for (const [year, drift] of [
  [2000, 0],
  [2024, 0.33],
  [2050, 0.69],
]) {
  for (const body of ["Moon", "Sun", "Venus", "Mars"]) {
    const { fromDate, fromJ2000, inSky } = sky(body, new Date(Date.UTC(year, 2, 15, 6)), [52, 13]);
    console.log(`${body}, ${year}: off by ${fromDate.toFixed(3)} degrees from the equinox of date, ${fromJ2000.toFixed(3)} from J2000; in the sky by ${inSky.toFixed(3)}`);
    assert.ok((body === "Moon" ? fromDate : fromJ2000) < 0.05);
    assert.ok(Math.abs(inSky - (body === "Moon" ? 0 : drift)) < 0.06);
  }
}
const [sun, moon] = ["Sun", "Moon"].map((body) => sky(body, new Date("2024-04-08T18:17:20Z"), [25.3, -104.1]));
const [seen, truth] = [between(sun.seen, moon.seen), between(sun.truth, moon.truth)];
console.log(`greatest eclipse of 8 April 2024: Sun and Moon ${seen.toFixed(3)} degrees apart, truly ${truth.toFixed(3)}`);
assert.ok(seen > 0.25 && truth < 0.02);
JS
node "$work/run.cjs"
