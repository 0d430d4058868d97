"""The wires themselves: the only modules that touch serial lines and USB."""
