"""Engine of accounts: postings that sum to zero, blocks with identity, identities of balances, attribution, reconciliation, meters."""
