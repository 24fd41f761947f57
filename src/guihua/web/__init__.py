"""The site and the HTTP API: the only room with Django. It calls the library and view; it holds no rule, formula or sentence of its own."""
