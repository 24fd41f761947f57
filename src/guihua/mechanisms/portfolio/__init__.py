"""Projects and their approvals: logs of cases, the outlook of a portfolio, exchange with other systems."""
