"""What staff do at the terminal: who they are, what each of them may do, and how it is recorded."""
