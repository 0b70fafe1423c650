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

    # The error falls with the tolerance: halve the list until the loosest one that will do is left.
    low, high, errors = 0, len(TOLERANCES) - 1, {}
    while low < high:
        middle = (low + high) // 2
        errors[middle] = error(TOLERANCES[middle])
        low, high = (low, middle) if errors[middle] <= job.options["error"] else (middle + 1, high)
    reached = errors[low] if low in errors else error(TOLERANCES[low])
    if reached > job.options["error"]:
        raise SystemExit(f"it does not reach the error {job.options['error']:.1e}, only {reached:.1e}")
    found = TOLERANCES[low], reached
    stages.done("search")
    return lambda: integrate(initial, times, found[0]), lambda: {"tolerance": [found[0]], "error": [found[1]]}
