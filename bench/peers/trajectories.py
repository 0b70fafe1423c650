"""Ground truth by a peer: the loosest tolerance that reaches the wanted error, then all trajectories with it."""

import numpy as np

# Powers of ten and their halves in logarithm, loosest first.
TOLERANCES = [10 ** (-k / 2) for k in range(8, 28)]


def work(job, stages, integrate):
    """`integrate(initial [trajectory, 2d], times, tolerance)` -> states [trajectory, time, 2d]."""
    initial, times, reference = job.array("initial"), job.array("times"), job.array("reference")
    probe = initial[: len(reference)]

    def error(tolerance):
        # Of every trajectory its largest error, of those the median.
        return float(np.median(np.abs(integrate(probe, times, tolerance) - reference).max((1, 2))))

    found = None
    for tolerance in TOLERANCES:
        reached = error(tolerance)
        if reached <= job.options["error"]:
            found = tolerance, reached
            break
    if found is None:
        raise SystemExit(f"it does not reach the error {job.options['error']:.1e}, only {reached:.1e}")
    stages.done("search")
    return lambda: integrate(initial, times, found[0]), lambda: {"tolerance": [found[0]], "error": [found[1]]}
