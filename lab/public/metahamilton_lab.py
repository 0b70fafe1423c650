"""The lab's views in Jupyter, marimo and other hosts of anywidget: pip install anywidget.

    import json, sys
    sys.path.append("node_modules/metahamilton/dist/lab")  # or dist/lab of a checkout
    from metahamilton_lab import Lab

    Lab(results={"mine": json.load(open("runs/mine/results.json"))})  # runs side by side
    lab = Lab(view="motion", system="pendulum", noise=0.01)  # a motion to drag, and its law
    lab.law["law"]["equation"]  # once it is found
"""

import pathlib

import anywidget
import traitlets


class Lab(anywidget.AnyWidget):
    _esm = pathlib.Path(__file__).with_name("widget.js")

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
