#!/usr/bin/env bash
# openpyxl 3.1.5, numpy 2.4.6
#
# Expected: numbers written to a cell come back as they were; a cell holds a double, and the file has room for 17
#   digits.
# Seen: it writes 16 digits: of numbers between 0.1 and 1 a quarter comes back off in the last bit, and pandas'
#   to_excel writes through it. Reading is exact.
# Why it matters: two copies of one record, CSV and xlsx, are not equal; a comparison of bits, a hash, or a search for
#   repeated rows and exact zeros of differences fails. Times that were a grid are none any more.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  openpyxl==3.1.5 numpy==2.4.6 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
cat >"$work/run.py" <<'PY'
import os

import numpy as np
import openpyxl

folder = os.path.dirname(os.path.abspath(__file__))
values = [float(value) for value in np.random.default_rng(1).uniform(0.1, 1, 2000)]


path = os.path.join(folder, "record.xlsx")
book = openpyxl.Workbook()
for value in values:
    book.active.append([value])
book.save(path)
back = [cell.value for (cell,) in openpyxl.load_workbook(path).active.iter_rows()]
off = np.array(back) - values
share = np.mean(off != 0)
first = int(np.argmax(off != 0))
print(f"{share:.0%} of {len(values)} numbers changed, by up to {np.abs(off).max():.1e}: {values[first]!r}, {back[first]!r}")
assert len(back) == len(values) and 0.15 < share < 0.35 and np.abs(off).max() < 1.2e-16
PY
"$work/python/bin/python" "$work/run.py"
