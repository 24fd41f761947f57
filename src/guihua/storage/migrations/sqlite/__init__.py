"""Steps of the SQLite backend."""
