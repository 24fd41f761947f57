"""Long work: the jobs table, the worker, and what each kind of job calls in the library."""
