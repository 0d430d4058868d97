"""The cabinet with its key, door and lights as part of the hall."""
