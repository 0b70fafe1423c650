"""The other side of bench/harness/contestant.ts: a process that does one job and answers requests, a JSON line each."""

import json
import os
import sys
import time
from pathlib import Path

_began = time.perf_counter()
# Libraries may print; only answers may go to the real standard output.
_out = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def limit_threads(folder):
    """Keeps the process on as many processors as it may use threads. Call it before importing the library."""
    threads = json.loads((Path(folder) / "job.json").read_text())["threads"]
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(threads)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
    return threads


class Job:
    def __init__(self, folder):
        self.folder = Path(folder)
        job = json.loads((self.folder / "job.json").read_text())
        self.work, self.options, self.threads = job["work"], job["options"], job["threads"]
        self._arrays = job["arrays"]

    def array(self, name):
        import numpy as np

        about = self._arrays[name]
        kind = {"f32": np.float32, "f64": np.float64}[about["type"]]
        return np.fromfile(self.folder / f"{name}.bin", dtype=kind).reshape(about["shape"])

    def parameters(self):
        """Name -> array, cut from the flat vector."""
        flat, start, cut = self.array("parameters"), 0, {}
        for spec in self.options["parameters"]:
            size = 1
            for n in spec["shape"]:
                size *= n
            cut[spec["name"]] = flat[start : start + size].reshape(spec["shape"])
            start += size
        return cut

    def flatten(self, named):
        """The inverse of `parameters`."""
        import numpy as np

        return np.concatenate([np.asarray(named[spec["name"]]).ravel() for spec in self.options["parameters"]])


class Stages:
    """Marks the ends of the stages before the first result; the first began with the process."""

    def __init__(self):
        self.all, self._last = {}, _began

    def done(self, name):
        now = time.perf_counter()
        self.all[name] = 1000 * (now - self._last)
        self._last = now


def _answer(value):
    _out.write(json.dumps(value) + "\n")
    _out.flush()


def serve(run, result, stages, versions):
    """`run()` does the work once and waits for it; `result()` gives named lists of numbers of the first run."""
    _answer({"stages": stages.all, "versions": versions})
    for line in sys.stdin:
        request = line.strip()
        if request == "run":
            began = time.perf_counter()
            run()
            _answer({"ms": 1000 * (time.perf_counter() - began)})
        elif request == "result":
            _answer({name: [float(x) for x in values] for name, values in result().items()})
        elif request == "memory":
            import resource

            unit = 1 if sys.platform == "darwin" else 1024
            _answer({"bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit})
    os._exit(0)
