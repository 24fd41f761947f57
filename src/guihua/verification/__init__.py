"""The registry of bundle kinds with their checkers, and `reseal`, which forges hashes for tests of checkers."""
