"""The plan against the future: the path on which all targets are met, targets shared out, how likely it is."""
