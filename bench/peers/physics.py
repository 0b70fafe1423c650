"""Equations of motion in closed form (all constants 1): own state (q..., p...) to its time derivative, as in the library.

`m` is a module with sin, cos and sqrt: math for single states, jax.numpy for traced ones.
"""


def mass_spring(m, q, p):
    return [p, -q]


def pendulum(m, theta, p):
    return [p, -m.sin(theta)]


def double_pendulum(m, a, b, pa, pb):
    s, c = m.sin(a - b), m.cos(a - b)
    top, bottom = pa * pa + 2 * pb * pb - 2 * pa * pb * c, 2 * (1 + s * s)
    turn = 2 * pa * pb * s / bottom - top * 4 * s * c / (bottom * bottom)
    return [(2 * pa - 2 * pb * c) / bottom, (4 * pb - 2 * pa * c) / bottom, -turn - 2 * m.sin(a), turn - m.sin(b)]


def magnetic_mirror(m, rho, z, p_rho, p_z):
    wide = 1 + z * z / 2
    u = rho * (wide - rho * rho / 8)
    return [p_rho, p_z, -u * (wide - 3 * rho * rho / 8), -u * rho * z]


def gravity(m, *state):
    n = len(state) // 4
    force = [0.0] * (2 * n)
    for i in range(n):
        for j in range(i):
            x, y = state[2 * j] - state[2 * i], state[2 * j + 1] - state[2 * i + 1]
            square = x * x + y * y
            pull = 1 / (square * m.sqrt(square))
            force[2 * i] += pull * x
            force[2 * i + 1] += pull * y
            force[2 * j] -= pull * x
            force[2 * j + 1] -= pull * y
    return [*state[2 * n :], *force]


FIELDS = {
    "mass-spring": mass_spring,
    "pendulum": pendulum,
    "double-pendulum": double_pendulum,
    "magnetic-mirror": magnetic_mirror,
    "two-body": gravity,
    "three-body": gravity,
}
