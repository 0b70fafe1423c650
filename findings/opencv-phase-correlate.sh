#!/usr/bin/env bash
# opencv-python-headless 5.0.0.93, scikit-image 0.26.0 and numpy 2.4.6 (as the truth)
#
# Expected: phaseCorrelate(a, b) of two images of one texture, of which the second is shifted by a fraction of a pixel, finds that fraction:
#   that is what it takes the centroid of 5 x 5 pixels about the peak for.
# Seen: shifts are drawn towards whole pixels: of 0.05 px nothing is left, of 0.1 are 0.002, of 0.25 are 0.023, of 0.4 are 0.09; 0.75 are 0.98.
#   A window or 8-bit pixels change nothing. phase_cross_correlation of scikit-image finds all of them to 0.01 px.
# Why it matters: what moves slowly stands still, then jumps, which looks like dry friction; a vibration of 0.1 px amplitude is measured as 0.002,
#   one of 0.4 as 0.09.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  opencv-python-headless==5.0.0.93 scikit-image==0.26.0 numpy==2.4.6 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
cat >"$work/run.py" <<'PY'
import cv2
import numpy as np
from skimage.registration import phase_cross_correlation

ROWS, COLUMNS = 200, 300
rng = np.random.default_rng(1)
texture = rng.normal(size=(ROWS, COLUMNS))
window = cv2.createHanningWindow((COLUMNS, ROWS), cv2.CV_64F)


def shifted(by):
    """The texture, moved to the right by so many pixels, exactly: the image is periodic."""
    phase = np.exp(-2j * np.pi * np.fft.fftfreq(COLUMNS) * by)
    return np.fft.ifft(np.fft.fft(texture, axis=1) * phase, axis=1).real


def pixels(image):
    return np.clip(np.round(128 + 40 * image), 0, 255)


for by, seen in ((0.05, 0), (0.1, 0.002), (0.25, 0.023), (0.4, 0.092), (0.75, 0.977), (3.25, 3.023), (5, 5)):
    a, b = texture, shifted(by)
    ways = {"plain": (a, b), "window": (a, b, window), "8 bits": (pixels(a), pixels(b))}
    found = {way: cv2.phaseCorrelate(*images)[0][0] for way, images in ways.items()}
    right = -phase_cross_correlation(a, b, upsample_factor=100)[0][1]
    print(f"{by} px:", ", ".join(f"{way} {x:.3f}" for way, x in found.items()), f"; scikit-image {right:.2f}")
    assert all(abs(x - seen) < 0.01 for x in found.values())
    assert abs(right - by) < 0.011
PY
"$work/python/bin/python" "$work/run.py"
