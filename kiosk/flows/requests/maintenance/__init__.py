"""What staff ask of the outside world, one file for each task of the menu."""
