"""Payment by bank card: the reader, the PIN pad, the acquirer and the ledger brought together."""
