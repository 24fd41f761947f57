"""Proof: canonical JSON, digests, bundles, exact certificates. Standard library only, so that anyone can check."""
