"""The bench: a web page to play the hall by hand."""
