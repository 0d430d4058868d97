"""The citizen's screens: immutable props in, choices out."""
