"""Rules: decision tables (DMN, YAML) with FEEL, dated parameters, three-valued answers with their trace, exact static checks.

Standard library only, and pure: the same evaluator serves the engines that decide and the checkers that re-check.
"""
