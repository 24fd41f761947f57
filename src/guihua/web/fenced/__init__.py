"""Django's PostgreSQL, with the organisation told to every transaction."""
