"""Building blocks of the screens. They know tokens, never views of a particular service."""
