"""Engine of draws: samples from pools by strata, with substitutes and teams; results of draws; rates of what was tested."""
