#!/usr/bin/env bash
# fit-decoder 1.0.5, @garmin/fitsdk 21.217.0 (as the writer), fit-file-parser 6.1.2 (as the truth)
#
# Expected: parseRecords, which is documented to convert times, distances and coordinates by Garmin's profile, gives altitudes in m,
#   as it gives speeds in m/s; fields that hold many samples come as lists.
# Seen: altitudes come in steps of 20 m without their offset of 500 m: 0 m reads 25, 100 m reads 30, 1000 m reads 75. Of fields
#   with many samples, as gyroscopes and accelerometers write them, the first one alone is left: of 30 samples a second one.
# Why it matters: a climb and the potential energy are 20 times too small, and the number looks like an altitude; a gyroscope of
#   30 Hz looks like one of 1 Hz.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  fit-decoder@1.0.5 @garmin/fitsdk@21.217.0 fit-file-parser@6.1.2 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { Encoder, Profile } from "@garmin/fitsdk";
import decoder from "fit-decoder";
import parser from "fit-file-parser";

const start = Date.UTC(2024, 2, 23, 12);
const truth = [0, 100, 200, 1000].map((altitude, i) => ({ altitude, speed: 3.25, distance: 3.25 * i }));
const rates = Array.from({ length: 30 }, (_, i) => 32768 + 10 * i);
const encoder = new Encoder();
encoder.onMesg(Profile.MesgNum.FILE_ID, { type: "activity", manufacturer: "development", product: 1, timeCreated: new Date(start), serialNumber: 1 });
truth.forEach((record, i) => {
  encoder.onMesg(Profile.MesgNum.RECORD, { timestamp: new Date(start + 1000 * i), ...record });
});
encoder.onMesg(Profile.MesgNum.GYROSCOPE_DATA, { timestamp: new Date(start), timestampMs: 0, sampleTimeOffset: rates.map((_, i) => 33 * i), gyroX: rates });
const file = Uint8Array.from(encoder.close());

const Parser = parser.default ?? parser;
const { records, gyroscope_data: gyroscope } = await new Promise((resolve, reject) => {
  new Parser({ speedUnit: "m/s", lengthUnit: "m" }).parse(Buffer.from(file), (error, data) => (error ? reject(error) : resolve(data)));
});
const decoded = decoder.parseRecords(decoder.fit2json(file.buffer)).records;
const own = decoded.filter(({ type }) => type === "record").map(({ data }) => data);
truth.forEach(({ altitude, speed, distance }, i) => {
  console.log(`altitude ${altitude} m: fit-decoder ${own[i].altitude}, fit-file-parser ${records[i].altitude}`);
  assert.equal(own[i].altitude, (5 * (altitude + 500)) / 100);
  assert.deepEqual([own[i].speed, own[i].distance], [speed, distance]);
  assert.deepEqual([records[i].altitude, records[i].speed, records[i].distance], [altitude, speed, distance]);
});
const [{ data }] = decoded.filter(({ type }) => type === "gyroscope_data");
const [{ gyro_x: all }] = [gyroscope].flat();
console.log(`${rates.length} samples of a gyroscope: fit-decoder ${JSON.stringify(data.gyro_x)}, fit-file-parser ${all.length} of them`);
assert.equal(data.gyro_x, rates[0]);
assert.deepEqual(all, rates);
JS
node "$work/run.mjs"
