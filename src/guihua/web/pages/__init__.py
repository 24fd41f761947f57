"""One module a page: it takes typed results and hands them to a template."""
