"""Steps of the PostgreSQL backend."""
