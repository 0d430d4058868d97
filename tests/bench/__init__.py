"""Measurements, each beside what the same machine needs for the bare minimum; ``make bench``."""
