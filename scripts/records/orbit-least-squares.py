"""What an independent fit makes of the orbits of scripts/formula-coverage.mjs: SciPy's nonlinear least squares for the initial state and G M = 1.3, weighed by the noise that was put in.

    node scripts/formula-coverage.mjs 34 0.02 orbit --dump | python3 scripts/records/orbit-least-squares.py 0.02
"""

import json
import sys

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import least_squares

noise, truth = float(sys.argv[1]), 1.3
errors = []
for line in sys.stdin:
    record = json.loads(line)
    times = np.array(record["times"])
    values = np.array(record["values"]).reshape(-1, 4)
    sigma = noise * np.sqrt((values**2).mean(0))

    def residuals(p):
        def rates(_, u):
            pull = -p[4] * np.hypot(u[0], u[1]) ** -3
            return [u[2], u[3], pull * u[0], pull * u[1]]

        path = solve_ivp(rates, (0, times[-1]), p[:4], t_eval=times, rtol=1e-9, atol=1e-10, method="DOP853")
        return ((path.y.T - values) / sigma).ravel()

    fit = least_squares(residuals, [*values[0], truth])
    deviation = np.sqrt(np.linalg.inv(fit.jac.T @ fit.jac)[4, 4])
    errors.append((fit.x[4] - truth) / deviation)
    print(f"{fit.x[4]:.6f} +- {deviation:.6f}, {errors[-1]:.2f} standard errors off", flush=True)
within = [np.mean(np.abs(errors) <= n) for n in (1, 2)]
print(f"{len(errors)} records: {100 * within[0]:.0f} % within one, {100 * within[1]:.0f} % within two standard errors")
