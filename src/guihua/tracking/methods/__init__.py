"""One module a method: formula and source in its docstring, thresholds in `tracking/data/methods.yaml`."""
