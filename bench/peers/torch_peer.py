"""PyTorch as a contestant: python torch_peer.py compile|eager FOLDER."""

import sys

import protocol

threads = protocol.limit_threads(sys.argv[-1])

import numpy as np  # noqa: E402
import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402
from torch.func import grad, grad_and_value, vmap  # noqa: E402

torch.set_num_threads(threads)

ACTIVATIONS = {"tanh": torch.tanh, "mish": F.mish, "softplus": F.softplus, "silu": F.silu}


def outputs_of_nodes(p, x, act):
    """Node outputs [body, point, outputs] of the states x [body, point, 4] of one task."""
    bodies = x.shape[0]
    first = x @ p["node.0.weight.state"] + p["node.0.bias"]
    if bodies > 1:
        senders = torch.stack([torch.roll(x, -shift, 0) for shift in range(1, bodies)], 1)  # [body, sender, point, 4]
        pairs = torch.cat([x[:, None].expand_as(senders), senders], -1)
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
    slope = grad(lambda x, p: outputs_of_nodes(p, x, act).sum())

    def field(p, x):
        g = slope(x, p)
        return torch.cat([g[..., 2:], -g[..., :2]], -1)

    return field


def task_loss(field):
    def loss(p, x, dx):
        e = field(p, x) - dx
        return (e + F.softplus(-2 * e) - float(np.log(2))).mean()

    return loss


def meta_loss_of(options):
    loss = task_loss(vector_field(options["network"]))
    rate, steps = options["inner"]["rate"], options["inner"]["steps"]

    def after_adaptation(p, sx, sdx, qx, qdx):
        for _ in range(steps):
            slopes = grad(loss)(p, sx, sdx)
            p = {name: w - rate * slopes[name] for name, w in p.items()}
        return loss(p, qx, qdx)

    over_tasks = vmap(after_adaptation, in_dims=(None, 0, 0, 0, 0))
    return lambda p, groups: sum(over_tasks(p, *group).sum() for group in groups)


def fixed_batch(job):
    names = ("support_states", "support_derivatives", "query_states", "query_derivatives")
    read = lambda name, group: torch.from_numpy(job.array(f"{name}_{group['bodies']}"))  # noqa: E731
    return [tuple(read(name, group) for name in names) for group in job.options["groups"]]


def gradient_function(job, mode):
    function = grad_and_value(meta_loss_of(job.options))
    return torch.compile(function, dynamic=False) if mode == "compile" else function


def tensors(named):
    return {name: torch.from_numpy(values.copy()) for name, values in named.items()}


def meta_step(job, stages, mode):
    parameters, groups = tensors(job.parameters()), fixed_batch(job)
    step = gradient_function(job, mode)
    gradient, loss = step(parameters, groups)
    stages.done("compile and first run")
    return lambda: step(parameters, groups), lambda: {"loss": [loss], "gradient": job.flatten(gradient)}


def training_step(job, stages, mode):
    from sampling import Sampler

    sampler = Sampler(job)
    parameters = tensors(job.parameters())
    adam = torch.optim.Adam(parameters.values(), lr=job.options["rate"], fused=True)
    gradient_of = gradient_function(job, mode)

    def step(groups):
        gradient, loss = gradient_of(parameters, groups)
        for name, w in parameters.items():
            w.grad = gradient[name]
        adam.step()
        return float(loss)

    loss = step(fixed_batch(job))
    gradient = job.flatten({name: adam.state[w]["exp_avg"].clone() for name, w in parameters.items()}) / (1 - 0.9)
    stages.done("compile and first run")

    def run():
        step([tuple(torch.from_numpy(part) for part in group) for group in sampler.draw()])

    return run, lambda: {"loss": [loss], "gradient": gradient}


def evaluation(job, stages, mode):
    """A gradient step of all trajectories is one call, and so is a step of all their rollouts with its errors: torch has
    no loop that it could compile as a whole."""
    options = job.options
    field = vector_field(options["network"])
    loss = task_loss(field)
    h, rate = options["duration"] / (options["samples"] - 1), options["rate"]
    bounds, reach = (torch.from_numpy(job.array(name)) for name in ("bounds", "reach"))  # [body, 1, 4]
    truth = torch.from_numpy(job.array("truth").astype(np.float32))  # [task, time, body * 4]
    truth = truth.reshape(*truth.shape[:2], options["bodies"], 1, 4).transpose(0, 1).contiguous()
    states, slopes = (torch.from_numpy(job.array(name)) for name in ("states", "derivatives"))
    samples, tasks = truth.shape[:2]

    def adapt(p, x, dx):
        g = grad(loss)(p, x, dx)
        return {name: w - rate * g[name] for name, w in p.items()}

    def advance(p, x, shown, escaped, total, true):
        k1 = field(p, x)
        k2 = field(p, x + h / 2 * k1)
        k3 = field(p, x + h / 2 * k2)
        k4 = field(p, x + h * k3)
        x = x + h / 6 * (k1 + k4 + 2 * (k2 + k3))
        held = torch.where(torch.isfinite(x), torch.clamp(x, -bounds, bounds), shown)
        shown = torch.where(escaped, shown, held)
        escaped = escaped | ~(x.abs() <= reach).all()
        return x, shown, escaped, total + ((shown - true) ** 2).mean()

    adapt, advance = vmap(adapt), vmap(advance)
    if mode == "compile":
        adapt, advance = torch.compile(adapt, dynamic=False), torch.compile(advance, dynamic=False)

    def errors_of_rollouts(p):
        x = shown = truth[0]
        escaped, total = torch.zeros(tasks, dtype=torch.bool), torch.zeros(tasks)
        for true in truth[1:]:
            x, shown, escaped, total = advance(p, x, shown, escaped, total, true)
        return total / samples

    start = {name: w.expand(tasks, *w.shape).clone() for name, w in tensors(job.parameters()).items()}

    @torch.no_grad()
    def protocol_of_all():
        p = start
        errors = [errors_of_rollouts(p)]
        for _ in range(options["steps"]):
            p = adapt(p, states, slopes)
            errors.append(errors_of_rollouts(p))
        return torch.stack(errors)

    mse = protocol_of_all()
    stages.done("compile and first run")
    return protocol_of_all, lambda: {"mse": mse[:6].ravel()}


WORKS = {"meta-step": meta_step, "training-step": training_step, "evaluation": evaluation}

if __name__ == "__main__":
    stages = protocol.Stages()
    stages.done("load")
    job = protocol.Job(sys.argv[-1])
    run, result = WORKS[job.work](job, stages, sys.argv[1])
    protocol.serve(run, result, stages, {"torch": torch.__version__})
