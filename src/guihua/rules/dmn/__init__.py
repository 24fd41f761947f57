"""DMN models: records, reading and writing .dmn, deciding, and the test files that go with them."""
