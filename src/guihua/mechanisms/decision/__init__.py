"""Engine of decisions by rule: gates, entitlements, matching of policies to firms; every answer with its clause or what is missing."""
