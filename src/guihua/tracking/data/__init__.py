"""Records of tracking: methods, settings, statistical facts, as YAML."""
