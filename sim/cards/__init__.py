"""Chip cards of the hall: what is on them, how they answer, and the banks that know their keys."""
