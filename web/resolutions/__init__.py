"""议定事项: the ledger of what meetings resolved, from adoption to 销号."""
