"""JAX as a contestant: python jax_peer.py FOLDER. Everything that is timed is one jitted function."""

import sys
from functools import partial

import protocol

threads = protocol.limit_threads(sys.argv[-1])

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402

ACTIVATIONS = {"tanh": jnp.tanh, "mish": jax.nn.mish, "softplus": jax.nn.softplus, "silu": jax.nn.silu}


def outputs_of_nodes(p, x, act):
    """Node outputs [body, point, outputs] of the states x [body, point, 4] of one task."""
    bodies = x.shape[0]
    first = x @ p["node.0.weight.state"] + p["node.0.bias"]
    if bodies > 1:
        senders = x[(np.arange(bodies)[:, None] + np.arange(1, bodies)) % bodies]  # [body, sender, point, 4]
        pairs = jnp.concatenate([jnp.broadcast_to(x[:, None], senders.shape), senders], axis=-1)
        hidden = act(pairs @ p["edge.0.weight"] + p["edge.0.bias"])
        hidden = act(hidden @ p["edge.1.weight"] + p["edge.1.bias"])
        # The last layer is linear: summing the senders before it is less work.
        message = hidden.sum(1) @ p["edge.2.weight"] + (bodies - 1) * p["edge.2.bias"]
        first = first + message @ p["node.0.weight.message"]
    hidden = act(act(first) @ p["node.1.weight"] + p["node.1.bias"])
    return hidden @ p["node.2.weight"] + p["node.2.bias"]


def vector_field(network):
    act = ACTIVATIONS[network["activation"]]
    if network["output"] == "direct":
        return lambda p, x: outputs_of_nodes(p, x, act)
    slope = jax.grad(lambda x, p: outputs_of_nodes(p, x, act).sum())

    def field(p, x):
        g = slope(x, p)
        return jnp.concatenate([g[..., 2:], -g[..., :2]], axis=-1)

    return field


def log_cosh(e):
    return e + jax.nn.softplus(-2 * e) - np.log(2).astype(np.float32)


def task_loss(field):
    return lambda p, x, dx: log_cosh(field(p, x) - dx).mean()


def meta_loss_of(options):
    loss = task_loss(vector_field(options["network"]))
    rate, steps = options["inner"]["rate"], options["inner"]["steps"]

    def after_adaptation(p, sx, sdx, qx, qdx):
        for _ in range(steps):
            p = jax.tree.map(lambda w, g: w - rate * g, p, jax.grad(loss)(p, sx, sdx))
        return loss(p, qx, qdx)

    over_tasks = jax.vmap(after_adaptation, in_axes=(None, 0, 0, 0, 0))
    return lambda p, groups: sum(over_tasks(p, *group).sum() for group in groups)


def fixed_batch(job):
    names = ("support_states", "support_derivatives", "query_states", "query_derivatives")
    return [tuple(job.array(f"{name}_{group['bodies']}") for name in names) for group in job.options["groups"]]


def compiled(function, *arguments, **options):
    return jax.jit(function, **options).lower(*arguments).compile()


def meta_step(job, stages):
    parameters = jax.device_put(job.parameters())
    groups = jax.device_put(fixed_batch(job))
    step = compiled(jax.value_and_grad(meta_loss_of(job.options)), parameters, groups)
    stages.done("compile")
    loss, gradient = jax.block_until_ready(step(parameters, groups))
    stages.done("first run")
    return lambda: jax.block_until_ready(step(parameters, groups)), lambda: {
        "loss": [loss],
        "gradient": job.flatten(gradient),
    }


def training_step(job, stages):
    from sampling import Sampler

    sampler = Sampler(job)
    rate, beta1, beta2, epsilon = job.options["rate"], 0.9, 0.999, 1e-8
    gradient_of = jax.value_and_grad(meta_loss_of(job.options))

    def step(state, count, groups):
        p, mean, variance = state
        loss, g = gradient_of(p, groups)
        mean = jax.tree.map(lambda m, x: beta1 * m + (1 - beta1) * x, mean, g)
        variance = jax.tree.map(lambda v, x: beta2 * v + (1 - beta2) * x * x, variance, g)
        c1, c2 = 1 / (1 - beta1**count), 1 / (1 - beta2**count)
        p = jax.tree.map(lambda w, m, v: w - rate * m * c1 / (jnp.sqrt(v * c2) + epsilon), p, mean, variance)
        return (p, mean, variance), loss

    parameters = jax.device_put(job.parameters())
    zeros = lambda: jax.tree.map(jnp.zeros_like, parameters)  # noqa: E731
    state = (parameters, zeros(), zeros())
    groups = fixed_batch(job)
    step = compiled(step, state, np.float32(1), groups, donate_argnums=0)
    stages.done("compile")
    state, loss = step(state, np.float32(1), groups)
    first = {"loss": [float(loss)], "gradient": job.flatten(state[1]) / (1 - beta1)}
    stages.done("first run")
    count = 1

    def run():
        nonlocal state, count
        count += 1
        state, loss = step(state, np.float32(count), sampler.draw())
        float(loss)
        jax.block_until_ready(state)

    return run, lambda: first


def evaluation(job, stages):
    options = job.options
    field = vector_field(options["network"])
    loss = task_loss(field)
    h = options["duration"] / (options["samples"] - 1)
    bounds, reach = job.array("bounds"), job.array("reach")  # [body, 1, 4]
    bodies = options["bodies"]
    truth = job.array("truth").astype(np.float32)  # [task, time, body, 4]
    truth = jnp.asarray(truth.reshape(truth.shape[0], truth.shape[1], bodies, 1, 4))
    states, slopes = jnp.asarray(job.array("states")), jnp.asarray(job.array("derivatives"))

    def error_of_rollout(p, motion):
        def advance(carry, true):
            x, shown, escaped = carry
            k1 = field(p, x)
            k2 = field(p, x + h / 2 * k1)
            k3 = field(p, x + h / 2 * k2)
            k4 = field(p, x + h * k3)
            x = x + h / 6 * (k1 + k4 + 2 * (k2 + k3))
            held = jnp.where(jnp.isfinite(x), jnp.clip(x, -bounds, bounds), shown)
            shown = jnp.where(escaped, shown, held)
            escaped = escaped | ~jnp.all(jnp.abs(x) <= reach)
            return (x, shown, escaped), jnp.mean((shown - true) ** 2)

        start = (motion[0], motion[0], jnp.array(False))
        _, errors = jax.lax.scan(advance, start, motion[1:])
        return errors.sum() / motion.shape[0]

    def protocol_of_task(p, motion, x, dx):
        def step(p, _):
            adapted = jax.tree.map(lambda w, g: w - options["rate"] * g, p, jax.grad(loss)(p, x, dx))
            return adapted, error_of_rollout(adapted, motion)

        _, errors = jax.lax.scan(step, p, length=options["steps"])
        return jnp.concatenate([error_of_rollout(p, motion)[None], errors])

    parameters = jax.device_put(job.parameters())
    arguments = (parameters, truth, states, slopes)
    whole = compiled(jax.vmap(protocol_of_task, in_axes=(None, 0, 0, 0), out_axes=1), *arguments)
    stages.done("compile")
    mse = np.asarray(whole(*arguments))
    stages.done("first run")
    return lambda: jax.block_until_ready(whole(*arguments)), lambda: {"mse": mse[:6].ravel()}


def ground_truth(job, stages):
    """jax.experimental.ode.odeint (Dormand-Prince 5 of adaptive step, 64 bits) under vmap: all trajectories at once."""
    from jax.experimental.ode import odeint

    from physics import FIELDS
    from trajectories import work

    jax.config.update("jax_enable_x64", True)
    closed_form = FIELDS[job.options["system"]]
    field = lambda y, t: jnp.stack(closed_form(jnp, *y))  # noqa: E731

    @partial(jax.jit, static_argnums=2)
    def together(initial, times, tolerance):
        return jax.vmap(lambda y: odeint(field, y, times, rtol=tolerance, atol=tolerance, mxstep=100_000))(initial)

    return work(job, stages, lambda initial, times, tolerance: np.asarray(together(initial, times, tolerance)))


WORKS = {
    "meta-step": meta_step,
    "training-step": training_step,
    "evaluation": evaluation,
    "ground-truth": ground_truth,
}

if __name__ == "__main__":
    stages = protocol.Stages()
    stages.done("load")
    job = protocol.Job(sys.argv[-1])
    run, result = WORKS[job.work](job, stages)
    protocol.serve(run, result, stages, {"jax": jax.__version__})
