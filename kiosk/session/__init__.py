"""The terminal's state machine: a pure function of its state and one event."""
