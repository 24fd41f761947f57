"""The HTTP API: versioned, with OpenAPI, behind the same table of rights as the pages."""
