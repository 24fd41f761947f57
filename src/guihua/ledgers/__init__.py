"""Ledgers (台账): tasks, registries and problems - the plan's mechanisms that are records, people and dates.

A shape is Python once; a ledger is a YAML file (`declared/`, and a project's own folder). State is a fold over an
append-only log.
"""
