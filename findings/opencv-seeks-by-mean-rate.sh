#!/usr/bin/env bash
# opencv-python-headless 5.0.0.93, av 18.1.0 (writes the videos), numpy 2.4.6
#
# Expected: after set(CAP_PROP_POS_MSEC, 400) the next frame that is read is the one at 400 ms, the time that get(CAP_PROP_POS_MSEC) gives for it when the film is read through.
# Seen: the time is multiplied by a mean or nominal rate and taken for a number of frames. In a film of 50 frames a second with one gap of 100 ms, asked for 400 ms, an mkv gives
#   the frame of 480 ms and an mp4 that of 440 ms, and an mp4 is wrong before the gap as well: that of 80 ms for 100. CAP_PROP_FRAME_COUNT is 34 for the 30 frames of the mkv.
#   Read one after the other, frames and times are right.
# Why it matters: whoever looks up instants of an audio track or of a sensor in the film gets images up to 80 ms beside them, and the difference
#   grows with each gap.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  opencv-python-headless==5.0.0.93 av==18.1.0 numpy==2.4.6 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
cat >"$work/run.py" <<'PY'
import os
from fractions import Fraction

import av
import cv2
import numpy as np

TIMES = np.cumsum([0] + [20] * 14 + [100] + [20] * 14)  # ms: a camera at 50 frames a second that missed four


def write(path):
    codec, form = ("mpeg4", "yuv420p") if path.endswith("mp4") else ("mjpeg", "yuvj420p")
    with av.open(path, "w") as file:
        stream = file.add_stream(codec, rate=50)
        stream.width = stream.height = 64
        stream.pix_fmt = form
        stream.time_base = stream.codec_context.time_base = Fraction(1, 1000)
        for n, ms in enumerate(TIMES):
            bar = np.zeros((64, 64, 3), np.uint8)
            bar[:, : 2 * n] = 255  # as wide as twice the number of the frame
            frame = av.VideoFrame.from_ndarray(bar, format="rgb24").reformat(format=form)
            frame.pts, frame.time_base = int(ms), Fraction(1, 1000)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))


def number(image):
    return round(float(np.mean(image > 127)) * 32)


folder = os.path.dirname(os.path.abspath(__file__))
for name, count, asked in (
    ("film.mkv", 34, {100: 100, 280: 280, 400: 480, 500: 580}),
    ("film.mp4", 30, {100: 80, 280: 240, 400: 440, 500: 520}),
):
    path = os.path.join(folder, name)
    write(path)
    film = cv2.VideoCapture(path)
    frames, rate = film.get(cv2.CAP_PROP_FRAME_COUNT), film.get(cv2.CAP_PROP_FPS)
    through = []
    while True:
        ok, image = film.read()
        if not ok:
            break
        through.append((number(image), round(film.get(cv2.CAP_PROP_POS_MSEC))))
    print(f"{name}: {frames:g} frames at {rate:.2f} per s are announced, {len(through)} are read")
    assert through == list(enumerate(TIMES.tolist())) and frames == count
    for ms, seen in asked.items():
        film.set(cv2.CAP_PROP_POS_MSEC, ms)
        ok, image = film.read()
        print(f"  {ms} ms asked for: the frame of {TIMES[number(image)]} ms")
        assert ok and TIMES[number(image)] == seen
PY
"$work/python/bin/python" "$work/run.py"
