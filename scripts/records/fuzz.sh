#!/usr/bin/env bash
# Damages files of every format and reads each: scripts/records/fuzz.sh [FILES A FORMAT] [SEED] [FORMAT, a regular expression]
# Prints how many were read and refused, and the share that was read; stops at the first failure. Formats of HDF5 have a run each, since
# their library reads nothing more after some damage; all others share one.
set -euo pipefail
cd "$(dirname "$0")/../.."
files=${1:-2000} seed=${2:-0} only=${3:-.}
test=tests/records/fuzz.test.ts
hdf5='\.h5$|^matlab-7'
# The names in the lists of the test.
names=$(sed -n '/^const texts/,/^\/\*\* Pieces/p' "$test" | grep -oE '^ +"[^"]+"' | tr -d ' "' | grep -E "$only" || true; echo zarr | grep -E "$only" || true)
fuzz() { # names, separated by lines
  local pattern
  pattern="^($(sed 's/\./\\./g' <<<"$1" | paste -sd'|'))\$"
  out=$(FUZZ_FILES=$((files * $(wc -l <<<"$1"))) FUZZ_SEED=$seed FUZZ_ONLY=$pattern npx vitest run "$test" --reporter=dot 2>&1) || { echo "$out"; exit 1; }
  sed 's/\x1b\[[0-9;]*m//g' <<<"$out" | grep -oE '^.* [0-9]+ read, [0-9]+ refused: [0-9]+ %'
}
others=$(grep -vE "$hdf5" <<<"$names" || true)
[ -z "$others" ] || fuzz "$others"
for name in $(grep -E "$hdf5" <<<"$names" || true); do fuzz "$name"; done
