"""The lab's views in Jupyter, marimo and other hosts of anywidget: pip install anywidget.

    import json, sys
    sys.path.append("node_modules/metahamilton/dist/lab")  # or dist/lab of a checkout
    from metahamilton_lab import Lab

    Lab(results={"mine": json.load(open("runs/mine/results.json"))})  # runs side by side
    lab = Lab(view="motion", system="pendulum", noise=0.01)  # a motion to drag, and its law
    lab.law["law"]["equation"]  # once it is found
"""

import pathlib
import re

import anywidget
import traitlets


VIEWS = ("results", "motion")
SYSTEMS = (
    "mass-spring",
    "pendulum",
    "double-pendulum",
    "two-body",
    "three-body",
    "magnetic-mirror",
    "henon-heiles",
    "kepler",
    "harmonic-oscillator-2d",
    "duffing",
    "charged-particle",
)
# Of any number of bodies, and laws drawn at random.
FAMILIES = re.compile(r"(n-body|spring-chain|law-\d+)-\d+")


class _NoLaw(dict):
    def __missing__(self, key):
        raise KeyError(f"{key!r}: no law yet; show a Lab with view='motion' first, which draws a motion and finds its law")


def _refuse(what, name, names):
    raise ValueError(f"Lab: there is no {what} {name!r}; there are {', '.join(names)}")


class Lab(anywidget.AnyWidget):
    _esm = pathlib.Path(__file__).with_name("widget.js")

    def __init__(self, **settings):
        view, system = settings.get("view", "results"), settings.get("system", "pendulum")
        if view not in VIEWS:
            _refuse("view", view, VIEWS)
        if system not in SYSTEMS and not FAMILIES.fullmatch(system):
            _refuse("system", system, (*SYSTEMS, "n-body-4", "spring-chain-4"))
        super().__init__(**settings)

    # "results" or "motion"; chosen when the widget is made.
    view = traitlets.Unicode("results").tag(sync=True)
    # Of "results": what the results.json of runs hold, by the names to show.
    results = traitlets.Dict().tag(sync=True)
    # Of "motion": a built-in system, noise over the spread of each component, and the state
    # that the motion begins from, positions then momenta (empty: a drawn one). They follow what is dragged.
    system = traitlets.Unicode("pendulum").tag(sync=True)
    noise = traitlets.Float(0.01).tag(sync=True)
    state = traitlets.List(traitlets.Float()).tag(sync=True)
    # What was found of that motion, as results.json of adapt holds it; empty until then.
    law = traitlets.Dict().tag(sync=True)

    @traitlets.default("law")
    def _no_law(self):
        return _NoLaw()
