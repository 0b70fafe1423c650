#!/usr/bin/env bash
# trimesh 5.1.0, numpy 2.4.6, scipy 1.17.1 (trimesh needs it)
#
# Expected: mass and moment of inertia of a body belong to one density: a ball of density 5 has 2/5 m r^2 with its own mass m.
# Seen: primitives.Sphere and primitives.Cylinder give the mass for the density that was set and the moment of inertia for density 1: at
#   7850 kg/m^3 the moments are 7850 times too small for the mass. Box, Capsule and plain meshes of the same shapes are right.
# Why it matters: models of rods and balls take both numbers from here: a rod of steel that is hinged at its centre turns 7850 times too
#   fast, one that is hinged at its end as if its mass sat in a point, 15 % too fast; nothing in the mass shows it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  trimesh==5.1.0 numpy==2.4.6 scipy==1.17.1 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
cat >"$work/run.py" <<'PY'
import numpy as np
import trimesh
from trimesh.primitives import Box, Capsule, Cylinder, Sphere

DENSITY = 7850.0
r, l = 0.01, 1.0


def rod(m):
    return np.array([m * (3 * r * r + l * l) / 12, m * (3 * r * r + l * l) / 12, m * r * r / 2])


bodies = {
    "Sphere": (Sphere(radius=r), lambda m: np.full(3, 0.4 * m * r * r)),
    "Cylinder": (Cylinder(radius=r, height=l), rod),
    "Box": (Box((1, 2, 3)), lambda m: m / 12 * np.array([13, 10, 5])),
    "Capsule": (Capsule(radius=r, height=l), None),
}
for name, (body, closed) in bodies.items():
    mesh = trimesh.Trimesh(body.vertices, body.faces)
    for shape in (body, mesh):
        before = np.diag(shape.moment_inertia).copy()
        mass = shape.mass
        shape.density = DENSITY
        grown = np.diag(shape.moment_inertia) / before
        print(f"{name}, {type(shape).__name__}: mass grows by {shape.mass / mass:.6g}, moments of inertia by {grown.round(6)}")
        assert abs(shape.mass / mass / DENSITY - 1) < 1e-9
        stays = shape is body and name in ("Sphere", "Cylinder")
        assert np.allclose(grown, 1 if stays else DENSITY, rtol=1e-9)
    if closed is not None:
        ratio = np.diag(body.moment_inertia) / closed(body.mass)
        print(f"  moments over those of the mass: {ratio}")
        assert np.allclose(ratio, 1 / DENSITY if name != "Box" else 1, rtol=0.02)
PY
"$work/python/bin/python" "$work/run.py"
