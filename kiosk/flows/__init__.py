"""The services, as tables of steps in the words of the manual."""
