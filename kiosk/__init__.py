"""Self-service terminal on which citizens pay their own social insurance contributions."""
