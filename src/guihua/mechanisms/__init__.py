"""Mechanisms (机制): the plan's computed outcomes. Few engines, many declarations; every outcome can be checked by anyone.

core      the protocol: freeze, decide, certify, bundle, record, propose effects, observe
draw, decision, scheme, account
          engines: `decide.py` computes, `verify.py` checks without it
declared  one YAML file a mechanism, with the examples that are its tests
"""
