"""What several services have in common, each part once."""
