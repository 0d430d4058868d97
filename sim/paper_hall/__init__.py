"""The A4 printer as part of the hall."""
