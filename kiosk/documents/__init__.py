"""Layout of everything that is printed."""
