"""The file of settings, changed at the terminal: what it means, what may be in it, its versions."""
