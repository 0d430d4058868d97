"""The hardware at the other end of the cables, speaking its own wire protocols."""
