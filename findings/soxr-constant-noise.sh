#!/usr/bin/env bash
# soxr 1.1.0, numpy 2.4.6
#
# Expected: a resampler gives back a constant record as that constant, whether its numbers are integers or doubles.
# Seen: 16-bit integers are dithered, which no argument says or turns off: a thousand counts at rest come back as 999, 1000 and 1001,
#   with a standard deviation of half a count, where the doubles, rounded, are exactly 1000 throughout; 0 is noise as well. The noise is the same at every call.
#   32-bit integers and floats have none.
# Why it matters: an encoder or converter at rest moves; velocities of a resampled record at 200 Hz have a noise of 135 counts a second
#   that the instrument did not have, and an estimate of the noise finds the resampler's.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  soxr==1.1.0 numpy==2.4.6 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
cat >"$work/run.py" <<'PY'
import numpy as np
import soxr

rest = np.full(4000, 1000)
inner = slice(500, -500)
for quality in ("QQ", "LQ", "HQ"):
    for kind in (np.int16, np.int32, np.float64):
        once, again = (soxr.resample(rest.astype(kind), 100, 200, quality=quality)[inner] for _ in range(2))
        counts, times = np.unique(np.round(once), return_counts=True)
        seen = ", ".join(f"{int(count)} ({n} times)" for count, n in zip(counts, times))
        speed = np.std(np.diff(once.astype(float))) * 200
        print(f"{quality}, {np.dtype(kind)}: {seen}; velocities have a deviation of {speed:.3g} counts a second")
        assert np.array_equal(once, again)
        if kind is np.int16:
            assert list(counts) == [999, 1000, 1001] and 0.3 < np.std(once.astype(float)) < 0.7
        else:
            assert list(counts) == [1000]
zero = soxr.resample(np.zeros(4000, np.int16), 100, 200)[inner]
print("zeros of 16 bits become", np.unique(zero))
assert np.any(zero)
PY
"$work/python/bin/python" "$work/run.py"
