"""The protocol that all mechanisms share: declarations, frozen inputs, runs, their bundles and their checker."""
