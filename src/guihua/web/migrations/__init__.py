"""Numbered changes of the tables of accounts and jobs."""
