#!/usr/bin/env bash
# astronomy-bundle 7.7.7, astronomy-engine 2.1.19 (as the truth)
#
# Expected: getTopocentricHorizontalCoordinates gives the direction as the observer has it ("Observer's location is center of
#   coordinate system"), and belongs to getTopocentricEquatorialSphericalCoordinates, by the hour angle alone.
# Seen: its azimuth and altitude are those from the centre of the Earth, only its distance is the observer's. The Moon stands up to
#   0.95 degrees too high, two of its widths, near the horizon and 0.55 at 54 degrees. The equatorial coordinates are right.
# Why it matters: two topocentric directions of one body at one time, from one object, contradict each other by the parallax, and a
#   measured altitude of the Moon seems to carry an error that varies with its height.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error astronomy-bundle@7.7.7 astronomy-engine@2.1.19 >/dev/null
cat >"$work/run.cjs" <<'JS'
const assert = require("node:assert/strict");
const { createTimeOfInterest } = require("astronomy-bundle/time");
const { createLocation } = require("astronomy-bundle/earth");
const { createMoon } = require("astronomy-bundle/moon");
const { Equator, EquatorFromVector, GeoVector, Horizon, Observer, RotateVector, Rotation_EQJ_EQD } = require("astronomy-engine");

(async () => {
  const observer = new Observer(52, 13, 0);
  for (const hour of [9, 12, 18, 22]) {
    const date = new Date(Date.UTC(2024, 2, 15, hour));
    const moon = createMoon(createTimeOfInterest.fromTime(2024, 3, 15, hour, 0, 0));
    const found = await moon.getTopocentricHorizontalCoordinates(createLocation(52, 13, 0));
    const equatorial = await moon.getTopocentricEquatorialSphericalCoordinates(createLocation(52, 13, 0));
    const seenFrom = Equator("Moon", date, observer, true, true);
    const fromCentre = EquatorFromVector(RotateVector(Rotation_EQJ_EQD(date), GeoVector("Moon", date, true)));
    const [truth, centre] = [seenFrom, fromCentre].map(({ ra, dec }) => Horizon(date, observer, ra, dec).altitude);
    console.log(`${hour} h: altitude ${found.altitude.toFixed(3)}, truly ${truth.toFixed(3)}, from the centre of the Earth ${centre.toFixed(3)}; declination ${equatorial.declination.toFixed(3)}, truly ${seenFrom.dec.toFixed(3)}`);
    assert.ok(Math.abs(equatorial.declination - seenFrom.dec) < 0.01 && Math.abs(equatorial.rightAscension - 15 * seenFrom.ra) < 0.02);
    assert.ok(Math.abs(found.radiusVector / seenFrom.dist - 1) < 1e-4);
    assert.ok(Math.abs(found.altitude - centre) < 0.02 && found.altitude - truth > 0.5);
  }
})();
JS
node "$work/run.cjs"
