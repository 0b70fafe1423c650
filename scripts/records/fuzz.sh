#!/usr/bin/env bash
# Damages files of every format and reads each: scripts/records/fuzz.sh [FILES A FORMAT] [SEED] [FORMAT, a regular expression]
# One format after the other, each in a run of its own; prints how many were read and refused, stops at the first failure.
set -euo pipefail
cd "$(dirname "$0")/../.."
files=${1:-2000} seed=${2:-0} only=${3:-.}
test=tests/records/fuzz.test.ts
# The names in the lists of the test.
names=$(sed -n '/^const texts/,/^\/\*\* Pieces/p' "$test" | grep -oE '^ +"[^"]+"' | tr -d ' "' | grep -E "$only"; echo zarr | grep -E "$only" || true)
for name in $names; do
  out=$(FUZZ_FILES=$files FUZZ_SEED=$seed FUZZ_ONLY="^${name//./\\.}$" npx vitest run "$test" --reporter=dot 2>&1) || { echo "$out"; exit 1; }
  printf '%-36s %s\n' "$name" "$(grep -oE '[0-9]+ read, [0-9]+ refused' <<<"$out")"
done
