"""Meta-batches for the training step: random points of random trajectories, indexed from arrays in memory."""

import numpy as np


class Sampler:
    def __init__(self, job):
        options = job.options
        self.tasks, self.points = options["tasksPerSystem"], options["points"]
        self.random = np.random.default_rng(options["seed"])
        self.groups = {}
        for system in options["systems"]:
            states = job.array(f"train_states_{system['name']}")  # [trajectory, body, time, 4]
            slopes = job.array(f"train_derivatives_{system['name']}")
            self.groups.setdefault(states.shape[1], []).append((states, slopes))

    def draw(self):
        """Groups by ascending number of bodies: support x, dx/dt, query x, dx/dt, each [task, body, point, 4]."""
        batch = []
        for bodies in sorted(self.groups):
            tasks = []
            for states, slopes in self.groups[bodies]:
                for _ in range(self.tasks):
                    trajectory = self.random.integers(states.shape[0])
                    chosen = self.random.permutation(states.shape[2])[: 2 * self.points]
                    x, dx = states[trajectory][:, chosen], slopes[trajectory][:, chosen]
                    k = self.points
                    tasks.append((x[:, :k], dx[:, :k], x[:, -k:], dx[:, -k:]))
            batch.append(tuple(np.stack(part) for part in zip(*tasks)))
        return batch
