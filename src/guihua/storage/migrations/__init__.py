"""Numbered SQL, one folder a backend. 0001-0099 statistics, 0100-0199 the log. A released number never changes."""
