#!/usr/bin/env bash
# imageio 2.38.0, imageio-ffmpeg 0.6.0, av 18.1.0 (writes the videos), numpy 2.4.6
#
# Expected: get_reader(path) of a video whose frames have times of their own gives each frame that is in the file, once.
# Seen: frames are repeated to fill a constant rate: of 30 frames with one gap come 34, of which up to five show the same instant; count_frames() is still 30 and get_data(n) counts without the repeats.
#   In an mp4 the rate is 44.12 frames a second, the mean one, though all intervals but one are 20 ms. imageio.v3 with the plugin pyav gives 30.
# Why it matters: phones film with variable rates. A body that is tracked stands still for five frames and then jumps, at each frame that
#   the camera missed, and n / fps is up to 80 ms off the time of frame n.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  imageio==2.38.0 imageio-ffmpeg==0.6.0 av==18.1.0 numpy==2.4.6 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
cat >"$work/run.py" <<'PY'
import os
from fractions import Fraction

import av
import imageio
import imageio.v3
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
for name, fps in (("film.mkv", 50), ("film.mp4", 44.12)):
    path = os.path.join(folder, name)
    write(path)
    with imageio.get_reader(path, "ffmpeg") as reader:
        seen = [number(image) for image in reader]
        counted, rate = reader.count_frames(), reader.get_meta_data()["fps"]
    pyav = [number(image) for image in imageio.v3.imiter(path, plugin="pyav")]
    late = max(abs(i / rate * 1000 - TIMES[n]) for i, n in enumerate(seen))
    by_count = max(abs(n / rate * 1000 - ms) for n, ms in enumerate(TIMES))
    print(f"{name}: {len(TIMES)} frames, {counted} counted, {len(seen)} read at {rate} per s: {seen}; by pyav {len(pyav)}")
    print(f"  times of the read frames are off by up to {late:.0f} ms, those of counted frames by up to {by_count:.0f} ms")
    assert (counted, len(seen), rate) == (30, 34, fps)
    assert seen.count(14) + seen.count(15) == 6 and late > 50 and by_count > 35
    assert pyav == list(range(30))
PY
"$work/python/bin/python" "$work/run.py"
