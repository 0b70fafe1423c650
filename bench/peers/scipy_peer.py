"""SciPy as a contestant: python scipy_peer.py DOP853|LSODA FOLDER. One trajectory after another, as people do."""

import math
import sys

import protocol

protocol.limit_threads(sys.argv[-1])

import numpy as np  # noqa: E402
import scipy  # noqa: E402
from scipy.integrate import solve_ivp  # noqa: E402

from physics import FIELDS  # noqa: E402
from trajectories import work  # noqa: E402

if __name__ == "__main__":
    stages = protocol.Stages()
    job = protocol.Job(sys.argv[-1])
    method = sys.argv[1]
    closed_form = FIELDS[job.options["system"]]
    # Plain floats: numpy's functions on arrays of a few numbers take several times as long.
    field = lambda t, y: closed_form(math, *y.tolist())  # noqa: E731

    def integrate(initial, times, tolerance):
        span = (times[0], times[-1])
        options = {"method": method, "t_eval": times, "rtol": tolerance, "atol": tolerance}
        return np.stack([solve_ivp(field, span, state, **options).y.T for state in initial])

    run, result = work(job, stages, integrate)
    protocol.serve(run, result, stages, {"scipy": scipy.__version__})
